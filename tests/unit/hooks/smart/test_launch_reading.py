"""What is asked of a record system during a launch, and who the patient is said to be."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import msgspec
import pytest

from backstay.exchange.smart.launch import Grant
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.whom import LONGEST, Whom, whom
from backstay.hooks.asked.call import Call
from backstay.hooks.settings import Settings
from backstay.hooks.smart import asking
from backstay.hooks.smart.page import refusal
from backstay.hooks.smart.reading import call_of

EHR = Registration(issuer="https://ehr.example/fhir/", client_id="backstay")
SETTINGS = Settings(base_url="https://backstay.example", launches=(EHR,), most_pages=3)
GRANT = Grant(access_token="secret", token_type="Bearer", patient="p1")  # noqa: S106


class _Sizes(BaseHTTPRequestHandler):
    """/N answers with N bytes; /wait never does."""

    def do_GET(self) -> None:
        if self.path == "/wait":
            stopping.wait(10)
            return
        body = b"x" * int(self.path[1:])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


stopping = threading.Event()


@pytest.fixture
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Sizes)
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{made.server_address[1]}"
    stopping.set()
    made.shutdown()
    thread.join()
    made.server_close()
    stopping.clear()


def ask(url: str, seconds: float = 5) -> asking.Said:
    async def run() -> asking.Said:
        async with httpx.AsyncClient(timeout=None) as client:  # noqa: S113
            return await asking.get(client, url, seconds)

    return asyncio.run(run())


def test_an_answer_is_read_as_far_as_it_may_go(server: str) -> None:
    assert ask(f"{server}/{asking.MOST_BYTES}") == (200, b"x" * asking.MOST_BYTES)
    assert ask(f"{server}/{asking.MOST_BYTES + 1}") == (502, None)


def test_nobody_waits_for_ever(server: str) -> None:
    assert ask(f"{server}/wait", 0.2) == (504, None)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/1") == (502, None)


def test_all_that_a_hook_asks_for_is_asked_for_the_patient_of_the_launch() -> None:
    call = call_of(GRANT, EHR, SETTINGS)
    urls = [one.url for one in call.wanted]
    assert urls[0] == "https://ehr.example/fhir/Patient/p1"
    assert all(url.startswith("https://ehr.example/fhir/") and "{" not in url for url in urls)
    assert call.most_pages == 3 and call.access is not None
    assert "secret" not in repr(call)


def with_patient(**given: Any) -> Call:
    call = call_of(GRANT, EHR, SETTINGS)
    held = [[], {"resourceType": "Condition"}, {"resourceType": "Patient", "id": "p1", **given}]
    return msgspec.structs.replace(
        call, resources=tuple(msgspec.Raw(msgspec.json.encode(one)) for one in held)
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, Whom(None, None)),
        ({"birthDate": "1960-02"}, Whom(None, "1960-02")),
        ({"name": [{}]}, Whom(None, None)),
        ({"name": [{"family": "Other", "given": ["Ann", "B."]}]}, Whom("Ann B. Other", None)),
        ({"name": [{"text": "x" * 500}]}, Whom("x" * LONGEST, None)),
        (
            {
                "name": [
                    {"use": "nickname", "text": "Annie"},
                    {"use": "official", "text": "Ann Other"},
                ]
            },
            Whom("Ann Other", None),
        ),
    ],
)
def test_who_the_record_says_it_is(given: dict[str, Any], told: Whom) -> None:
    assert whom(with_patient(**given).resources) == told


def test_without_a_patient_nobody_is_named() -> None:
    assert whom(call_of(GRANT, EHR, SETTINGS).resources) == Whom(None, None)


def test_a_refusal_is_a_page_in_words() -> None:
    shown = refusal(Refused(400, ["first <problem>", "second"]))
    assert shown.startswith("<!DOCTYPE html>") and "first &lt;problem&gt;" in shown
