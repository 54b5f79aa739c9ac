"""What one request may cost, and how one that asks too much is turned away."""

from __future__ import annotations

import asyncio
from email.message import Message

from starlette.requests import ClientDisconnect, Request

from backstay.exchange.smart.refused import Refused

BODY_SECONDS = 10.0  # for a whole body to arrive
MOST_AT_ONCE = 64  # calls that one worker has begun; more are told to ask again
DIGITS = 18  # of a length that a client declares


class Limited(Refused):
    """A request that the service itself does not take; `reason` is its code in the log."""

    def __init__(self, status: int, reason: str, problem: str) -> None:
        super().__init__(status, [problem])
        self.reason = reason


def check_content(request: Request) -> None:
    """Raises Limited 415 for anything but JSON in UTF-8 as it is."""
    told = Message()
    told["content-type"] = request.headers.get("content-type", "")
    charset = told.get_content_charset("utf-8")
    plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    if not plain or told.get_content_type() != "application/json" or charset != "utf-8":
        raise Limited(
            415, "content_type", "A body is application/json in UTF-8, and not compressed."
        )


async def read_body(request: Request, most: int) -> bytes:
    """The body, of at most `most` bytes, that arrives in time. Raises Limited."""
    check_content(request)
    _check_declared(request.headers.get("content-length", ""), most)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise Limited(
            408, "slow_body", f"The body did not arrive within {BODY_SECONDS:g} s."
        ) from None
    except ClientDisconnect:
        raise Limited(400, "disconnected", "The body ended too soon.") from None
    return bytes(body)


def _check_declared(length: str, most: int) -> None:
    """A body that is too large by its own account is not even read."""
    if length.isascii() and length.isdigit() and (len(length) > DIGITS or int(length) > most):
        raise _too_large(most)


def _too_large(most: int) -> Limited:
    return Limited(413, "too_large", f"A body has at most {most:,} bytes.")
