"""The service over HTTP: who is let in, what is answered, and that nothing about a person leaves it elsewhere."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from hook_server import Served

import backstay_knowledge
from backstay.exchange.smart.registration import Registration
from backstay.hooks import services
from backstay.hooks.service import limits
from backstay.hooks.service.limits import MOST_AT_ONCE
from backstay.hooks.service.logs import begin_logs
from backstay.hooks.settings import OPEN_WARNING
from backstay.hooks.trust.seen import FILE
from ehr import Ehr

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"
RESOURCES = [entry["resource"] for entry in json.loads(BUNDLE.read_bytes())["entry"]]
WHOM = next(one["id"] for one in RESOURCES if one["resourceType"] == "Patient")
CONTEXT = {"userId": "Practitioner/p1", "patientId": WHOM}
VIEW = "/cds-services/backstay-patient-view"
PAGE = "https://sandbox.example"
JSON = {"content-type": "application/json"}
Lines = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ehr() -> Iterator[Ehr]:
    with Ehr(RESOURCES) as running:
        yield running


@pytest.fixture(scope="module")
def served(ehr: Ehr, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("store")
    with Served(store, clients=(ehr.client(),), origins=(PAGE,), most_bytes=300_000) as one:
        yield one


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("store"), open=True) as one:
        yield one


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What the log says, as the service writes it: waits for so many lines."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    begin_logs()
    told: list[dict[str, Any]] = []

    def wait(number: int) -> list[dict[str, Any]]:
        until = time.monotonic() + 10
        while True:
            told.extend(json.loads(line) for line in capsys.readouterr().out.splitlines())
            if len(told) >= number:
                return told
            assert time.monotonic() < until, told
            time.sleep(0.01)

    yield wait
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def post(ehr: Ehr, served: Served, path: str, content: bytes, **headers: str) -> httpx.Response:
    url = served.address + path
    token = {"authorization": f"Bearer {ehr.signed(url)}"}
    return httpx.post(url, content=content, headers={**JSON, **token, **headers}, timeout=20)


def refused(answer: httpx.Response, status: int) -> str:
    """The words of a refusal, which is always an OperationOutcome."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    return " ".join(one["diagnostics"] for one in body["issue"])


def test_discovery_needs_a_token(ehr: Ehr, served: Served) -> None:
    assert [one["hook"] for one in ehr.discover(served.address)] == [
        "patient-view", "order-select", "order-sign"
    ]  # fmt: skip
    answer = httpx.get(f"{served.address}/cds-services")
    assert refused(answer, 401) == "This call is not authorized."
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_call_gives_cards_and_safe_headers(ehr: Ehr, served: Served) -> None:
    answer = ehr.call(served.address, "patient-view", CONTEXT)
    assert answer.status_code == 200
    assert answer.json()["cards"][0]["indicator"] == "critical"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.headers["x-request-id"]) == 32
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


def test_a_token_is_taken_once_and_for_one_address(ehr: Ehr, served: Served) -> None:
    url = f"{served.address}/cds-services"
    token = {"authorization": f"Bearer {ehr.signed(url)}"}
    assert httpx.get(url, headers=token).status_code == 200
    assert refused(httpx.get(url, headers=token), 401)
    other = {"authorization": f"Bearer {ehr.signed(url)}", **JSON}
    assert refused(httpx.post(served.address + VIEW, headers=other, content=b"{}"), 401)
    twice = [("authorization", f"Bearer {ehr.signed(url)}"), ("authorization", "Bearer x")]
    assert refused(httpx.get(url, headers=twice), 401)


def test_feedback_is_kept(ehr: Ehr, served: Served) -> None:
    one = {
        "card": "c0486d3a-089a-49ab-921e-7de58cc38ea1", "outcome": "overridden",
        "outcomeTimestamp": "2026-11-23T05:29:00.892Z",
    }  # fmt: skip
    body = json.dumps({"feedback": [one]}).encode()
    answer = post(ehr, served, f"{VIEW}/feedback", body)
    assert (answer.status_code, answer.content) == (200, b"")
    assert refused(httpx.post(f"{served.address}{VIEW}/feedback", content=body, headers=JSON), 401)
    assert refused(post(ehr, served, f"{VIEW}/feedback", b"{}"), 400)
    assert refused(post(ehr, served, "/cds-services/none/feedback", body), 404)


def test_feedback_that_cannot_be_kept_is_said(
    ehr: Ehr, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr("backstay.hooks.feedback.store", locked)
    answer = post(ehr, served, f"{VIEW}/feedback", b"{}")
    assert "tell it again" in refused(answer, 503)
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/cds-services/", 404),
        ("GET", "/cds-services/a/b/c", 404),
        ("POST", "/cds-services", 405),
        ("GET", VIEW, 405),
        ("PUT", f"{VIEW}/feedback", 405),
        ("OPTIONS", VIEW, 405),
        ("DELETE", "/healthz", 405),
    ],
)
def test_other_addresses_and_methods_are_refused(
    served: Served, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, served.address + path)
    assert refused(answer, status)
    assert ("allow" in answer.headers) == (status == 405)


def test_a_service_that_is_not_offered_is_told_only_to_clients(ehr: Ehr, served: Served) -> None:
    assert "no such service" in refused(post(ehr, served, "/cds-services/other", b"{}"), 404)
    assert refused(
        httpx.post(f"{served.address}/cds-services/other", content=b"{}", headers=JSON), 401
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": ""},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/fhir+json"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_only_plain_json_is_read(ehr: Ehr, served: Served, headers: dict[str, str]) -> None:
    assert "application/json in UTF-8" in refused(post(ehr, served, VIEW, b"{}", **headers), 415)


def test_json_in_utf_8_may_be_named_so(ehr: Ehr, served: Served) -> None:
    answer = post(ehr, served, VIEW, b"{}", **{"content-type": 'application/json; charset="UTF-8"'})
    assert "hook is missing" in refused(answer, 400)


def test_a_body_that_is_too_large_is_not_read(ehr: Ehr, served: Served) -> None:
    assert "at most 300,000 bytes" in refused(post(ehr, served, VIEW, b" " * 300_001), 413)
    url = served.address + VIEW
    token = {"authorization": f"Bearer {ehr.signed(url)}", **JSON}
    without_length = httpx.post(url, content=iter([b" " * 200_000] * 2), headers=token)
    assert refused(without_length, 413)


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"null", b'{"a":' * 50_000, b"[" * 100_000, b"\xff", b'{"hook": NaN}']
)
def test_what_is_no_request_is_refused(ehr: Ehr, served: Served, body: bytes) -> None:
    assert refused(post(ehr, served, VIEW, body), 400)


def test_another_person_in_the_data_is_refused(ehr: Ehr, served: Served) -> None:
    answer = post(
        ehr, served, VIEW,
        json.dumps(ehr.request("patient-view", {**CONTEXT, "patientId": "other"}, {
            "patient": f"Patient/{WHOM}", "conditions": f"Condition?patient={WHOM}"
        })).encode(),
    )  # fmt: skip
    assert WHOM not in refused(answer, 400)


def raw(served: Served, head: str, body: bytes = b"") -> bytes:
    """What comes back for a request that a client library would not send."""
    host, port = served.sock.getsockname()[:2]
    with socket.create_connection((host, port), timeout=10) as line:
        line.sendall(f"{head}\r\nhost: {host}:{port}\r\n\r\n".encode() + body)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_a_body_that_does_not_come_is_given_up(
    opened: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)
    head = f"POST {VIEW} HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: 100"
    answer = raw(opened, head, b"{")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"connection: close" in answer
    assert b"did not arrive within 0.2 s" in answer


def test_a_client_that_goes_away_harms_nobody(opened: Served, lines: Lines) -> None:
    host, port = opened.sock.getsockname()[:2]
    with socket.create_connection((host, port)) as line:
        head = f"POST {VIEW} HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json"
        line.sendall(f"{head}\r\ncontent-length: 100\r\n\r\n{{".encode())
    assert [(one["status"], one["reason"]) for one in lines(1)] == [(400, "disconnected")]


@pytest.mark.parametrize("length", ["9" * 30, "-1", "1e3"])
def test_a_length_that_is_none_breaks_nothing(opened: Served, length: str) -> None:
    head = f"POST {VIEW} HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: {length}"
    assert raw(opened, head, b"{}").startswith((b"HTTP/1.1 4",))


def test_too_many_calls_are_told_to_come_again(
    opened: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backstay.hooks.service.answering.MOST_AT_ONCE", 0)
    answer = httpx.post(opened.address + VIEW, json={})
    assert "ask again" in refused(answer, 503)
    assert answer.headers["retry-after"] == "1"
    assert MOST_AT_ONCE >= 32


def test_browsers_of_named_origins_may_call(ehr: Ehr, served: Served) -> None:
    asks = {
        "origin": PAGE, "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }  # fmt: skip
    answer = httpx.options(served.address + VIEW, headers=asks)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.headers["access-control-allow-headers"] == "authorization, content-type"
    assert answer.headers["access-control-allow-methods"] == "GET, POST"
    assert "Origin" in answer.headers["vary"]
    real = post(ehr, served, VIEW, b"{}", origin=PAGE)
    assert (real.status_code, real.headers["access-control-allow-origin"]) == (400, PAGE)


def test_browsers_of_other_origins_learn_nothing(served: Served) -> None:
    asks = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for answer in (
        httpx.options(served.address + VIEW, headers=asks),
        httpx.get(f"{served.address}/healthz", headers=asks),
    ):
        assert "access-control-allow-origin" not in answer.headers


def test_open_mode_says_so_and_takes_calls_of_this_machine(opened: Served) -> None:
    told = httpx.get(f"{opened.address}/cds-services").json()["services"]
    assert all(OPEN_WARNING in one["usageRequirements"] for one in told)
    assert httpx.get(f"{opened.address}/healthz").json() == {
        "status": "alive", "mode": "open", "warning": OPEN_WARNING
    }  # fmt: skip
    answer = httpx.get(f"{opened.address}/cds-services", headers={"host": "evil.example"})
    assert refused(answer, 401)


def test_the_mode_with_tokens_is_said(served: Served) -> None:
    assert httpx.get(f"{served.address}/healthz").json() == {"status": "alive", "mode": "tokens"}


def test_readiness_names_the_knowledge_and_needs_the_store(opened: Served, tmp_path: Path) -> None:
    told = httpx.get(f"{opened.address}/readyz").json()
    assert told["status"] == "ready"
    assert told["fingerprint"].startswith("sha256:")
    other = sqlite3.connect(Path(str(opened.settings.store)) / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = httpx.get(f"{opened.address}/readyz", timeout=10)
    other.close()
    assert "store" in refused(answer, 503)


def test_an_overlay_is_named(tmp_path: Path) -> None:
    overlay = "overlay: north\nowner: board\nreason: habit\non: 2026-01-01\n"
    with Served(tmp_path, open=True, overlay=overlay) as one:
        assert httpx.get(f"{one.address}/readyz").json()["overlay"] == "north"


def test_a_fault_of_ours_tells_nothing(
    opened: Served, monkeypatch: pytest.MonkeyPatch, lines: Lines, ehr: Ehr
) -> None:
    def broken(*_: object) -> bytes:
        raise KeyError("Jenny M, 555-867-5309")

    body = json.dumps(ehr.request("patient-view", CONTEXT, {
        "patient": f"Patient/{WHOM}", "conditions": f"Condition?patient={WHOM}"
    }))  # fmt: skip
    monkeypatch.setattr(services, "answer", broken)
    answer = httpx.post(opened.address + VIEW, content=body, headers=JSON)
    assert "the number in x-request-id" in refused(answer, 500)
    told = lines(2)
    assert "Jenny" not in json.dumps(told) + answer.text
    assert {"KeyError"} == {one["error"] for one in told if "error" in one}
    assert any(one.get("at", "").startswith("hooks/service/") for one in told)
    (line,) = [one for one in told if one["event"] == "request"]
    assert (line["status"], line["reason"]) == (500, "failed")
    assert line["id"] == answer.headers["x-request-id"]


def test_an_answer_that_breaks_the_specification_is_a_fault_of_ours(
    opened: Served, monkeypatch: pytest.MonkeyPatch, ehr: Ehr, lines: Lines
) -> None:
    monkeypatch.setattr(services, "response_problems", lambda _: ["a card without summary"])
    body = json.dumps(ehr.request("patient-view", CONTEXT, {
        "patient": f"Patient/{WHOM}", "conditions": f"Condition?patient={WHOM}"
    }))  # fmt: skip
    answer = httpx.post(opened.address + VIEW, content=body, headers=JSON)
    assert "summary" not in refused(answer, 500)
    (fault,) = [one for one in lines(2) if one["event"] == "failed"]
    assert (fault["level"], fault["said"]) == ("error", "a card without summary")
    assert fault["id"] == answer.headers["x-request-id"]
    assert fault["at"].startswith("hooks/services.py:")


def test_which_knowledge_answers_stands_in_the_log(tmp_path: Path, lines: Lines) -> None:
    with Served(tmp_path, open=True) as one:
        ready = httpx.get(f"{one.address}/readyz").json()
    (told,) = [line for line in lines(1) if line["event"] == "ready"]
    assert (told["edition"], told["fingerprint"]) == (ready["edition"], ready["fingerprint"])


def test_the_log_holds_nothing_of_a_person(ehr: Ehr, served: Served, lines: Lines) -> None:
    answer = ehr.call(served.address, "patient-view", CONTEXT, access=True)
    httpx.get(f"{served.address}/healthz")
    httpx.get(f"{served.address}/Patient/{WHOM}")
    told = lines(3)
    text = json.dumps(told)
    private = (WHOM, ehr.token, "Invented", "Practitioner", "Patient", "ey")
    assert not [one for one in private if one in text]
    (line,) = [one for one in told if one.get("route") == "call"]
    assert set(line) <= {
        "time", "level", "event", "id", "route", "service", "status", "ms", "cards"
    }  # fmt: skip
    assert line["service"] == "backstay-patient-view"
    assert sum(line["cards"].values()) == len(answer.json()["cards"])
    assert [one["reason"] for one in told if one.get("route") == "other"] == ["status_404"]
    assert not [one for one in told if one.get("route") == "healthz"]


def test_other_programs_are_not_quoted_in_the_log(lines: Lines) -> None:
    logging.getLogger("httpx").info("GET https://fhir.example/Patient/%s", WHOM)
    logging.getLogger("other").error("failed for %s", WHOM)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request from %s", WHOM)
    logging.getLogger("uvicorn.access").info("GET /%s", WHOM)
    try:
        raise ValueError(WHOM)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed for %s", WHOM)
    told = lines(3)
    assert [one["event"] for one in told] == ["other", "uvicorn.error", "uvicorn.error"]
    assert told[1]["said"] == "Invalid HTTP request from %s"
    assert told[2]["error"] == "ValueError"
    assert WHOM not in json.dumps(told)


def test_counts_are_for_everyone_and_of_nobody(ehr: Ehr, served: Served) -> None:
    ehr.call(served.address, "patient-view", CONTEXT)
    httpx.get(f"{served.address}/cds-services")
    answer = httpx.get(f"{served.address}/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    for said in (
        'backstay_requests_total{route="call",service="backstay-patient-view",status="200"}',
        'backstay_request_seconds_bucket{le="0.05",route="call"',
        'backstay_cards_total{indicator="critical",service="backstay-patient-view"}',
        'backstay_refusals_total{reason="no_token"}',
        "backstay_tokens_kept ",
        'backstay_knowledge_info{edition="',
    ):
        assert said in answer.text
    assert WHOM not in answer.text


def test_counts_of_several_workers_are_added_up(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    text = httpx.get(f"{served.address}/metrics").text
    assert "backstay_tokens_kept" in text
    assert "backstay_requests_total" not in text  # this process began without the folder


def test_what_runs_for_others_passes_through(served: Served) -> None:
    """A server also sends messages that are no request."""
    from backstay.hooks.service.app import make_app

    app, sent = make_app(served.settings), []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    scope = {"type": "websocket", "path": "/", "headers": [], "subprotocols": []}
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    assert sent == ["websocket.close"]


def test_with_https_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    with Served(tmp_path, open=True, base_url="https://hooks.example.org") as one:
        answer = httpx.get(f"{one.address}/healthz")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_the_service_is_described(ehr: Ehr, served: Served, opened: Served) -> None:
    told = httpx.get(f"{served.address}/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": served.address}]
    assert told["paths"][VIEW]["post"]["security"] == [{"token": []}]
    assert "401" in told["paths"][VIEW]["post"]["responses"]
    without = httpx.get(f"{opened.address}/openapi.json").json()
    assert "securitySchemes" not in without["components"]
    assert "401" not in without["paths"][VIEW]["post"]["responses"]


def test_launches_are_served_where_any_is_set(opened: Served, tmp_path: Path) -> None:
    assert httpx.get(f"{opened.address}/smart/launch").status_code == 404
    place = "https://fhir.example"
    known = Registration(
        issuer=place, client_id="app", authorize=f"{place}/authorize", token=f"{place}/token"
    )
    with Served(tmp_path, open=True, launches=(known,)) as one:
        answer = httpx.get(f"{one.address}/smart/launch", params={"iss": place, "launch": "a"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{place}/authorize?")
