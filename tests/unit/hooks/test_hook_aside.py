"""Who asks for much waits alone: everybody else is answered meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import msgspec
import pytest
from calling import VIEW, request, resource
from hook_server import Served

from backstay.hooks.asked import Call
from backstay.hooks.service.aside import QUICK_BYTES, size_of

CALL = f"/cds-services/{VIEW}"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("store"), open=True) as one:
        yield one


class Slow:
    """Work that lasts until it is told to end."""

    def __init__(self, gives: object) -> None:
        self.gives = gives
        self.begun, self.ends = threading.Event(), threading.Event()

    def __call__(self, *_: Any) -> Any:
        self.begun.set()
        self.ends.wait(10)
        return self.gives


def alive_meanwhile(slow: Slow, served: Served, post: Callable[[], httpx.Response]) -> int:
    """The status of a call, when others were answered while it was worked on."""
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(post)
        assert slow.begun.wait(10)
        try:
            assert httpx.get(f"{served.address}/healthz", timeout=5).status_code == 200
        finally:
            slow.ends.set()
        return asked.result().status_code


def test_a_long_record_keeps_nobody_else_waiting(
    opened: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = resource("Basic", text={"status": "generated", "div": "x" * QUICK_BYTES})
    body = request(prefetch={"patient": {"resourceType": "Patient", "id": "p1"}, "conditions": None,
                             "more": long})  # fmt: skip
    slow = Slow(b'{"cards":[]}')
    monkeypatch.setattr("backstay.hooks.services.answer", slow)
    assert (
        alive_meanwhile(slow, opened, lambda: httpx.post(opened.address + CALL, json=body)) == 200
    )


def test_a_store_that_is_busy_keeps_nobody_else_waiting(
    opened: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(None)
    monkeypatch.setattr("backstay.hooks.feedback.store", slow)
    url = f"{opened.address}{CALL}/feedback"
    assert alive_meanwhile(slow, opened, lambda: httpx.post(url, json={})) == 200


def test_a_store_that_cannot_be_opened_is_said(
    opened: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backstay.hooks.feedback.store", full)
    answer = httpx.post(f"{opened.address}{CALL}/feedback", json={})
    assert answer.status_code == 503 and "tell it again" in answer.text


def test_all_data_of_a_call_counts() -> None:
    call = Call(
        service="a", hook="order-sign", instance="1", patient_id="p",
        resources=(msgspec.Raw(b"12"), msgspec.Raw(b"345")), drafts=(msgspec.Raw(b"6"),),
    )  # fmt: skip
    assert size_of(call) == 6
