"""Asking the hospital's FHIR server for what a call lacks: only a server that is allowed, within one deadline."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from backstay.exchange.smart.gathering import Access, Fetched, Query
from backstay.exchange.smart.servers import allowed
from backstay.hooks import asked
from backstay.hooks.asked.call import Call
from backstay.hooks.settings import Settings
from backstay.version import VERSION

TIMES = 4  # all that one call fetches may have this many times the bytes of one request
CONNECTIONS = 32
AT_ONCE = 8  # reads of one call that run at the same time
HEADERS = {
    "accept": "application/fhir+json",
    "accept-encoding": "identity",  # what is unpacked could be any size
    "user-agent": f"backstay/{VERSION}",
}
# What stands for an answer that never came: the statuses that a gateway would give.
UNREACHED, LATE, NOT_ALLOWED = 502, 504, 403


def new_client() -> httpx.AsyncClient:
    """Connections to FHIR servers, kept open between calls. The system's own certificates are trusted.

    No cookie is kept: it would carry the session of one person's call into the call about another.
    """
    return httpx.AsyncClient(
        headers=HEADERS,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,  # no proxy and no passwords from the environment
        verify=ssl.create_default_context(),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        timeout=None,  # noqa: S113  (one deadline holds for all that a call fetches)
    )


async def completed(
    call: Call, client: httpx.AsyncClient, settings: Settings, outcomes: Counter[str]
) -> Call:
    """The call with all that it wanted, or with what came of it in time. Raises Refused."""
    loop = asyncio.get_running_loop()
    reading = Reading(client, call, settings, loop.time() + settings.fetch_seconds)
    while call.wanted:
        found = await reading.all_of(call.wanted)
        outcomes.update(outcome for _, outcome in found.values())
        call = asked.with_fetched(call, {query: one for query, (one, _) in found.items()})
    return call


class Reading:
    """The reads of one call: their server and token, their deadline, and the bytes that are left to them."""

    def __init__(
        self, client: httpx.AsyncClient, call: Call, settings: Settings, deadline: float
    ) -> None:
        self.client = client
        self.call = call
        self.deadline = deadline
        self.most = settings.most_bytes
        self.left = settings.most_bytes * TIMES
        self.turn = asyncio.Semaphore(AT_ONCE)

    async def all_of(self, wanted: Sequence[Query]) -> dict[Query, tuple[Fetched, str]]:
        """Each query with its answer and how it went."""
        found = await asyncio.gather(*(self.one(query) for query in wanted))
        return dict(zip(wanted, found, strict=True))

    async def one(self, query: Query) -> tuple[Fetched, str]:
        """One answer, or the status that stands for it, and how it went."""
        access = allowed(self.call, query.url)
        if access is None:
            return Fetched(NOT_ALLOWED, None), "not_allowed"
        try:
            async with asyncio.timeout_at(self.deadline), self.turn:
                return await self.read(access, query.url)
        except TimeoutError:
            return Fetched(LATE, None), "late"
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError):
            return Fetched(UNREACHED, None), "unreached"

    async def read(self, access: Access, url: str) -> tuple[Fetched, str]:
        """Ask once, and read no more than may be."""
        token = {"authorization": f"Bearer {access.token}"}
        async with self.client.stream("GET", url, headers=token) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                self.left -= len(part)
                if len(body) > self.most or self.left < 0:
                    return Fetched(UNREACHED, None), "too_large"
        outcome = "read" if response.status_code == 200 else "refused"
        return Fetched(response.status_code, bytes(body)), outcome
