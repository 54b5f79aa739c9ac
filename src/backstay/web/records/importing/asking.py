"""Asking a record system over HTTP: only registered servers, within one deadline, and no more than may be.

What is asked, which address may be, and what an answer means is decided in `backstay.exchange.smart`.
"""

from __future__ import annotations

import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from backstay.exchange.smart.fetched import with_fetched
from backstay.exchange.smart.gathering import Fetched, Gathering, Query
from backstay.exchange.smart.servers import allowed
from backstay.version import VERSION

AT_ONCE = 6  # reads of one launch that run at the same time
TIMES = 4  # all that one launch reads may have this many times the bytes of one answer
SMALL = 100_000  # bytes of a configuration or a token
UNREACHED, LATE, NOT_ALLOWED = 502, 504, 403


def new_client() -> httpx.Client:
    """Connections for one launch. No cookie is kept, no proxy or password is taken from the environment."""
    return httpx.Client(
        headers={
            "accept": "application/fhir+json, application/json",
            "accept-encoding": "identity",  # what is unpacked could be any size
            "user-agent": f"backstay/{VERSION}",
        },
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
        verify=ssl.create_default_context(),
    )


class Asking:
    """All that one launch asks: its connections, its deadline, and the bytes that are left to it."""

    def __init__(self, client: httpx.Client, seconds: float, most: int) -> None:
        self.client = client
        self.until = time.monotonic() + seconds
        self.most = most
        self.left = most * TIMES

    def small(self, url: str, form: dict[str, str] | None = None) -> Fetched:
        """A short document, or the answer to a form."""
        method = "GET" if form is None else "POST"
        return self._asked(self.client.build_request(method, url, data=form), SMALL)

    def all_of(self, gathering: Gathering) -> Gathering:
        """The data with all that it wanted, or with what came of it in time. Raises Refused."""
        while gathering.wanted:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                found = list(pool.map(partial(self._one, gathering), gathering.wanted))
            gathering = with_fetched(gathering, dict(zip(gathering.wanted, found, strict=True)))
        return gathering

    def _one(self, gathering: Gathering, query: Query) -> Fetched:
        access = allowed(gathering, query.url)
        if access is None:
            return Fetched(NOT_ALLOWED, None)
        token = {"authorization": f"Bearer {access.token}"}
        return self._asked(self.client.build_request("GET", query.url, headers=token), self.most)

    def _asked(self, request: httpx.Request, most: int) -> Fetched:
        """One answer, or the status that stands for it."""
        try:
            return self._read(request, most)
        except httpx.TimeoutException:
            return Fetched(LATE, None)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError):
            return Fetched(UNREACHED, None)

    def _read(self, request: httpx.Request, most: int) -> Fetched:
        left = self.until - time.monotonic()
        if left <= 0:
            return Fetched(LATE, None)
        request.extensions["timeout"] = httpx.Timeout(left).as_dict()
        response = self.client.send(request, stream=True)
        body = bytearray()
        try:
            for part in response.iter_bytes():
                body += part
                self.left -= len(part)
                if len(body) > most or self.left < 0:
                    return Fetched(UNREACHED, None)
                if time.monotonic() > self.until:
                    return Fetched(LATE, None)
        finally:
            response.close()
        return Fetched(response.status_code, bytes(body))
