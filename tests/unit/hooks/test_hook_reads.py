"""What a call lacks is read from the client's own server, in time, and the token goes nowhere else."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from hook_server import Served

import backstay_knowledge
from backstay.exchange.smart.servers import allowed
from backstay.hooks.asked import Access, Call, Fetched, Query
from backstay.hooks.service.fetching import Reading, completed, new_client
from backstay.hooks.settings import Client, Settings
from ehr import Ehr

BUNDLE = Path(backstay_knowledge.__file__).parent / "cases" / "bundles" / "t8-renal.json"
RESOURCES = [entry["resource"] for entry in json.loads(BUNDLE.read_bytes())["entry"]]
WHOM = next(one["id"] for one in RESOURCES if one["resourceType"] == "Patient")
CONTEXT = {"userId": "Practitioner/p1", "patientId": WHOM}


@pytest.fixture
def ehr() -> Iterator[Ehr]:
    with Ehr(RESOURCES, page=10) as running:
        running.unfilled["*"] = "absent"
        yield running


def answered(ehr: Ehr, store: Path, *, client: Client | None = None, **more: Any) -> httpx.Response:
    with Served(store, clients=(client or ehr.client(),), **more) as served:
        return ehr.call(served.address, "patient-view", CONTEXT, access=True)


def test_without_prefetch_all_is_read_page_by_page(ehr: Ehr, tmp_path: Path) -> None:
    with Served(tmp_path, clients=(ehr.client(),)) as served:
        read = ehr.call(served.address, "patient-view", CONTEXT, access=True)
        ehr.unfilled.clear()
        sent = ehr.call(served.address, "patient-view", CONTEXT, access=True)
        counts = httpx.get(f"{served.address}/metrics").text
    assert (read.status_code, sent.status_code) == (200, 200)
    assert [one["summary"] for one in read.json()["cards"]] == [
        one["summary"] for one in sent.json()["cards"]
    ]
    assert any("_offset" in path for path in ehr.seen)
    assert 'backstay_fetches_total{outcome="read"}' in counts


def test_a_server_that_was_not_registered_is_not_asked(ehr: Ehr, tmp_path: Path) -> None:
    stranger = msgspec.structs.replace(ehr.client(), fhir_servers=("https://other.example/fhir",))
    answer = answered(ehr, tmp_path, client=stranger)
    assert answer.status_code == 412
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert ehr.seen == []


@pytest.mark.parametrize("fault", ["401", "500", "outcome", "nonsense"])
def test_needed_data_that_cannot_be_had_is_said(ehr: Ehr, tmp_path: Path, fault: str) -> None:
    ehr.faults["Condition"] = fault
    assert answered(ehr, tmp_path).status_code == 412


def test_a_slow_server_is_given_up_in_time(ehr: Ehr, tmp_path: Path) -> None:
    ehr.faults["Condition"] = "slow"
    with Served(tmp_path, clients=(ehr.client(),), fetch_seconds=0.3) as served:
        began = time.monotonic()
        answer = ehr.call(served.address, "patient-view", CONTEXT, access=True)
        taken = time.monotonic() - began
    assert answer.status_code == 412
    assert taken < 3


def test_data_that_is_not_needed_may_be_late(ehr: Ehr, tmp_path: Path) -> None:
    ehr.faults["QuestionnaireResponse"] = "slow"
    answer = answered(ehr, tmp_path, fetch_seconds=0.5)
    assert answer.status_code == 200


def test_a_server_that_is_gone_is_no_fault_of_ours(ehr: Ehr, tmp_path: Path) -> None:
    with Served(tmp_path, clients=(ehr.client(),)) as served:
        body = ehr.request("patient-view", CONTEXT, {}, access=True)
        ehr.__exit__()
        assert (
            ehr.post(f"{served.address}/cds-services/backstay-patient-view", body).status_code
            == 412
        )


class Odd(BaseHTTPRequestHandler):
    """A server that sends on, or sends too much."""

    tokens: list[str]

    def do_GET(self) -> None:
        self.tokens.append(f"{self.path} {self.headers.get('Authorization')}")
        if self.path.endswith("away"):
            self.send_response(302)
            self.send_header("Location", "/fhir/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.headers.get("Cookie"):
            self.tokens.append("a cookie")
        self.send_response(200)
        self.send_header("Set-Cookie", "session=of-one-person; Path=/")
        self.end_headers()
        self.wfile.write(b'{"resourceType":"Patient"}' + b" " * 50_000)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def odd() -> Iterator[tuple[str, list[str]]]:
    tokens: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Odd,), {"tokens": tokens}))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/fhir", tokens
    server.shutdown()
    thread.join()
    server.server_close()


def call(server: str, *wanted: Query, **more: Any) -> Call:
    known = Client(issuer="i", keys=(), fhir_servers=(server,))
    made: dict[str, Any] = {
        "service": "backstay-patient-view", "hook": "patient-view", "instance": "1", "patient_id": "p",
        "client": known, "servers": known.fhir_servers, "server": server, "wanted": wanted,
        "access": Access(server=server, token="t0ken"),  # noqa: S106  (no token)
    }  # fmt: skip
    return Call(**{**made, **more})


def one(asked: Call, url: str, most: int = 100_000, times: int = 1) -> list[tuple[Fetched, str]]:
    async def run() -> list[tuple[Fetched, str]]:
        settings = Settings(base_url="https://hooks.example.org", most_bytes=most)
        async with new_client() as client:
            reading = Reading(client, asked, settings, asyncio.get_running_loop().time() + 10)
            found = await reading.all_of(
                [Query("patient", url), *(Query(str(n), url) for n in range(1, times))]
            )
            return list(found.values())

    return asyncio.run(run())


def test_a_redirection_is_not_followed(odd: tuple[str, list[str]]) -> None:
    server, tokens = odd
    ((found, outcome),) = one(call(server), f"{server}/away")
    assert (found.status, outcome) == (302, "refused")
    assert tokens == ["/fhir/away Bearer t0ken"]


def test_no_cookie_goes_from_the_call_about_one_person_into_another(
    odd: tuple[str, list[str]],
) -> None:
    server, tokens = odd

    async def run() -> None:
        settings = Settings(base_url="https://hooks.example.org", most_bytes=100_000)
        async with new_client() as client:
            for _ in range(2):
                until = asyncio.get_running_loop().time() + 10
                reading = Reading(client, call(server), settings, until)
                await reading.all_of([Query("patient", f"{server}/Patient/p")])
            assert not list(client.cookies.jar)

    asyncio.run(run())
    assert tokens == ["/fhir/Patient/p Bearer t0ken"] * 2


def test_an_answer_has_bounds(odd: tuple[str, list[str]]) -> None:
    server, _ = odd
    ((found, outcome),) = one(call(server), f"{server}/Patient/p", most=1000)
    assert (found, outcome) == (Fetched(502, None), "too_large")
    ((found, outcome),) = one(call(server), f"{server}/Patient/p", most=60_000)
    assert (found.status, outcome) == (200, "read")


def test_all_answers_together_have_bounds(odd: tuple[str, list[str]]) -> None:
    server, _ = odd
    outcomes = Counter(
        outcome for _, outcome in one(call(server), f"{server}/Patient/p", 60_000, 6)
    )
    assert outcomes["read"] <= 4
    assert outcomes["too_large"] >= 2


def test_a_token_goes_only_to_its_own_server(odd: tuple[str, list[str]]) -> None:
    server, tokens = odd
    for asked, url in (
        (call(server), server.replace("/fhir", "/other")),
        (call(server), f"{server}/../other"),
        (call(server), "https://evil.example/fhir/Patient/p"),
        (call(server, access=None), f"{server}/Patient/p"),
        (call(server, servers=()), f"{server}/Patient/p"),
        (call(server, servers=("https://other.example",)), f"{server}/Patient/p"),
    ):
        assert allowed(asked, url) is None
        assert one(asked, url) == [(Fetched(403, None), "not_allowed")]
    assert tokens == []


def test_a_call_that_wants_nothing_asks_nobody() -> None:
    asked = call("https://fhir.example")
    outcomes: Counter[str] = Counter()

    async def run() -> Call:
        async with new_client() as client:
            return await completed(asked, client, Settings(base_url="https://a.example"), outcomes)

    assert asyncio.run(run()) is asked
    assert not outcomes
