"""The record system: what it holds, what it does wrong, and how it calls a hook."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from backstay.hooks.settings import Client
from ehr.serving import Handler, Server
from ehr.store import NotFoundError, Resource, find

ISSUER = "https://ehr.example"


class Ehr:
    """A record system on loopback; a context manager that starts and stops its server.

    `faults` of the FHIR server, by kind ("Condition") or "*": slow, 401, 403, 404, 500, outcome, nonsense,
    missing-page (every page after the first is gone) and elsewhere (the next page is on another server).
    `unfilled` of the hook client, by key of prefetch: absent, null, outcome.
    """

    def __init__(self, resources: list[Resource], page: int = 100) -> None:
        self.resources, self.page = resources, page
        self.faults: dict[str, str] = {}
        self.unfilled: dict[str, str] = {}
        self.launches: dict[str, str] = {}  # launch -> patient; "standalone": who is chosen then
        self.codes: dict[str, dict[str, str]] = {}
        self.token = secrets.token_urlsafe(16)
        self.seen: list[str] = []  # paths that were asked for
        self.slow_seconds = 30.0
        self.closing = threading.Event()
        self.key = ECKey.generate_key("P-384", {"use": "sig"}, auto_kid=True)

    def __enter__(self) -> Ehr:
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.ehr = self
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.fhir = f"{self.address}/fhir"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def client(self) -> Client:
        """How a service knows this record system."""
        public = {name: str(part) for name, part in self.key.as_dict(private=False).items()}
        return Client(issuer=ISSUER, keys=(public,), fhir_servers=(self.fhir,))

    def fault_of(self, query: str) -> str | None:
        kind = query.partition("?")[0].partition("/")[0]
        fault = self.faults.get(kind, self.faults.get("*"))
        if fault == "missing-page":
            return "404" if "_offset" in query else None
        return fault

    def find(self, query: str) -> Resource:
        """A resource or one page. Raises NotFoundError."""
        return find(self.resources, query, self.fhir, self.page)

    def signed(self, audience: str, **claims: Any) -> str:
        """A token for exactly this address; `claims` replace the usual ones."""
        now = int(time.time())
        usual = {
            "iss": ISSUER,
            "aud": audience,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
        }
        header = {"alg": "ES384", "typ": "JWT", "kid": self.key.kid}
        return jwt.encode(header, {**usual, **claims}, self.key, algorithms=["ES384"])

    def discover(self, base: str) -> list[dict[str, Any]]:
        url = f"{base}/cds-services"
        with httpx.Client(timeout=30) as browser:
            told = browser.get(url, headers=self._headers(url))
        services: list[dict[str, Any]] = told.raise_for_status().json()["services"]
        return services

    def call(
        self, base: str, hook: str, context: dict[str, Any], *, access: bool = False
    ) -> httpx.Response:
        """Call the first service of a hook, with its prefetch filled; `access` gives the token as well."""
        service = next(one for one in self.discover(base) if one["hook"] == hook)
        body = self.request(hook, context, service.get("prefetch", {}), access=access)
        return self.post(f"{base}/cds-services/{service['id']}", body)

    def post(self, url: str, body: dict[str, Any]) -> httpx.Response:
        with httpx.Client(timeout=30) as browser:
            return browser.post(url, json=body, headers=self._headers(url))

    def request(
        self, hook: str, context: dict[str, Any], templates: dict[str, str], *, access: bool = False
    ) -> dict[str, Any]:
        """The body of a call."""
        asked: dict[str, Any] = {
            "hook": hook,
            "hookInstance": str(uuid.uuid4()),
            "fhirServer": self.fhir,
            "context": context,
        }
        filled = {
            key: self._filled(key, template, context)
            for key, template in templates.items()
            if self.unfilled.get(key, self.unfilled.get("*")) != "absent"
        }
        if filled:
            asked["prefetch"] = filled
        if access:
            asked["fhirAuthorization"] = {
                "access_token": self.token,
                "token_type": "Bearer",
                "expires_in": 300,
                "scope": "user/*.rs",
                "subject": "backstay",
            }
        return asked

    def _filled(self, key: str, template: str, context: dict[str, Any]) -> Resource | None:
        how = self.unfilled.get(key, self.unfilled.get("*"))
        if how == "null":
            return None
        try:
            if how != "outcome":
                return self.find(template.replace("{{context.patientId}}", context["patientId"]))
        except NotFoundError:
            return None
        return {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": "timeout"}],
        }

    def _headers(self, url: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.signed(url)}"}
