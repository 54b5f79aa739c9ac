"""The HTTP side of the record system, on a port of its own on loopback."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ehr.launching import Sign, authorize, configuration, exchange
from ehr.store import NotFoundError

if TYPE_CHECKING:
    from ehr.record import Ehr


class Server(ThreadingHTTPServer):
    daemon_threads = True
    ehr: Ehr


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes

    def do_GET(self) -> None:
        ehr, url = self.server.ehr, urlsplit(self.path)
        ehr.seen.append(self.path)
        if url.path == "/fhir/.well-known/smart-configuration":
            self._tell(200, configuration(ehr.fhir))
        elif url.path == "/fhir/authorize":
            self._authorize(dict(parse_qsl(url.query)))
        elif self.headers.get("Authorization") != f"Bearer {ehr.token}":
            self._outcome(401)
        else:
            self._find(self.path.removeprefix("/fhir/"))

    def do_POST(self) -> None:
        ehr = self.server.ehr
        ehr.seen.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        try:
            self._tell(200, exchange(dict(parse_qsl(body)), ehr.codes, ehr.token))
        except Sign as refused:
            self._tell(400, {"error": str(refused)})

    def _authorize(self, asked: dict[str, str]) -> None:
        ehr = self.server.ehr
        try:
            where = authorize(asked, ehr.fhir, ehr.launches, ehr.codes)
        except Sign as refused:
            self._tell(400, {"error": str(refused)})
            return
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _find(self, query: str) -> None:
        """A read or a search, unless a fault is set for its kind."""
        ehr = self.server.ehr
        fault = ehr.fault_of(query)
        if fault == "slow":
            ehr.closing.wait(ehr.slow_seconds)
        if fault in ("401", "403", "404", "500"):
            self._outcome(int(fault))
        elif fault == "outcome":
            self._outcome(200)
        elif fault == "nonsense":
            self._send(200, b"<html>not FHIR</html>")
        else:
            self._answer(query, fault)

    def _answer(self, query: str, fault: str | None) -> None:
        try:
            found = self.server.ehr.find(query)
        except NotFoundError:
            self._outcome(404)
            return
        if fault == "elsewhere" and "link" in found:
            found["link"][0]["url"] = "https://elsewhere.example/fhir/Condition?page=2"
        self._tell(200, found)

    def _outcome(self, status: int) -> None:
        issue = [{"severity": "error", "code": "exception"}]
        self._tell(status, {"resourceType": "OperationOutcome", "issue": issue})

    def _tell(self, status: int, document: Any) -> None:
        self._send(status, json.dumps(document).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: a test asks `seen`."""
