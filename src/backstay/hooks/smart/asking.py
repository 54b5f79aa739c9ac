"""Two questions to a record system: its configuration, and a token for a code. Each is short and has an end."""

from __future__ import annotations

import asyncio
import ssl
from typing import NamedTuple

import httpx

MOST_BYTES = 100_000  # of a configuration or a token; both are small
_JSON = {"accept": "application/json"}


class Said(NamedTuple):
    """A status and a body; 504 and nothing where no answer came in time, 502 where none can be had."""

    status: int
    body: bytes | None


async def get(client: httpx.AsyncClient, url: str, seconds: float) -> Said:
    """Ask for a document."""
    return await _asked(client, client.build_request("GET", url, headers=_JSON), seconds)


async def post(client: httpx.AsyncClient, url: str, form: dict[str, str], seconds: float) -> Said:
    """Send a form."""
    request = client.build_request("POST", url, data=form, headers=_JSON)
    return await _asked(client, request, seconds)


async def _asked(client: httpx.AsyncClient, request: httpx.Request, seconds: float) -> Said:
    try:
        async with asyncio.timeout(seconds):
            return await _read(client, request)
    except TimeoutError:
        return Said(504, None)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError):
        return Said(502, None)


async def _read(client: httpx.AsyncClient, request: httpx.Request) -> Said:
    response = await client.send(request, stream=True)
    body = bytearray()
    try:
        async for part in response.aiter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                return Said(502, None)
    finally:
        await response.aclose()
    return Said(response.status_code, bytes(body))
