"""A call from body to cards: who asks, what is asked, what must be fetched, and the answer."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

import msgspec
from starlette.requests import Request

from backstay.hooks import asked, feedback, services
from backstay.hooks.service.aside import by_size, size_of
from backstay.hooks.service.fetching import completed
from backstay.hooks.service.limits import MOST_AT_ONCE, Limited, read_body
from backstay.hooks.service.running import Running
from backstay.hooks.service.told import told_of
from backstay.hooks.settings import Client
from backstay.hooks.trust import admit
from backstay.hooks.trust.local import check_local


class Counted(msgspec.Struct, frozen=True):
    indicator: str


class Answered(msgspec.Struct, frozen=True):
    cards: tuple[Counted, ...]


_ANSWERED = msgspec.json.Decoder(Answered)


def who(request: Request, running: Running, path: str) -> Client | None:
    """The client that may make this call of `path`; None in open mode. Raises Refused."""
    if running.settings.open:
        check_local(request.headers)
        return None
    return admit(
        request.headers.getlist("authorization"),
        running.settings.base_url + path,
        running.known,
        running.seen,
        time.time(),
    )


async def discovered(request: Request, running: Running) -> bytes:
    """What this service offers. Raises Refused."""
    who(request, running, "/cds-services")
    return services.discovery(running.settings)


async def answered(request: Request, running: Running) -> bytes:
    """The cards for one call. Raises Refused."""
    told, service = told_of(request.scope), request.path_params["id"]
    with one_more(running):
        client = who(request, running, f"/cds-services/{service}")
        body = await read_body(request, running.settings.most_bytes)
        opening = partial(asked.open_call, service, body, client, running.settings)
        call = await by_size(running.threads, len(body), opening)
        call = await completed(call, running.client, running.settings, told.fetches)
        now = datetime.now(UTC)
        making = partial(services.answer, call, running.knowledge, running.settings, now)
        answer = await by_size(running.threads, size_of(call), making)
    told.cards.update(card.indicator for card in _ANSWERED.decode(answer).cards)
    return answer


async def kept(request: Request, running: Running) -> None:
    """Keep what was done with cards. Raises Refused."""
    service = request.path_params["id"]
    with one_more(running):
        who(request, running, f"/cds-services/{service}/feedback")
        body = await read_body(request, running.settings.most_bytes)
        try:
            await asyncio.to_thread(feedback.store, service, body, running.store)
        except (sqlite3.Error, OSError):
            raise Limited(503, "store", "Feedback cannot be kept now; tell it again.") from None


@contextmanager
def one_more(running: Running) -> Iterator[None]:
    """One of the calls that a worker has begun. Raises Limited 503 when there are too many."""
    if running.calls >= MOST_AT_ONCE:
        raise Limited(503, "too_many", "Too many calls are waiting; ask again.")
    running.calls += 1
    try:
        yield
    finally:
        running.calls -= 1
