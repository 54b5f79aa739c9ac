"""What a connection may send before it is closed: the server below takes lines without end, and waits for ever."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 65_536  # bytes of a request line and headers, or of anything else that is no body
ARRIVES_SECONDS = 20.0  # for a whole request; a body has less, which `limits` tells the client
TOO_LONG = "The headers of this request are too long."


class Arriving(HttpToolsProtocol):
    """One connection, whose headers have a bounded length and whose requests arrive in time."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.unused = 0  # bytes since the last that gave something
        self.late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.unused += len(data)
        super().data_received(data)
        if self.unused > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response(TOO_LONG)

    def on_message_begin(self) -> None:
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.unused = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.unused = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.unused = 0
        self._arrived()
        super().on_message_complete()

    def _wait(self) -> None:
        self._arrived()
        self.late = self.loop.call_later(ARRIVES_SECONDS, self._close)

    def _arrived(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None

    def _close(self) -> None:
        """Nobody waits longer, except for an answer that was begun to an earlier request."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait()
        else:
            self.transport.close()
