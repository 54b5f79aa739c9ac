"""A connection that sends headers without end, or nothing at all, is closed; a slow answer is waited for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from hook_server import Served

from backstay.hooks.service import arriving
from backstay.hooks.service.serving import config_of

START = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /cds-services/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
LINE = b"a" * 10_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("store"), open=True) as one:
        yield one


def connected(served: Served) -> socket.socket:
    return socket.create_connection(served.sock.getsockname()[:2], timeout=10)


def heard(sock: socket.socket) -> bytes:
    """All that is answered until the connection ends."""
    parts = []
    try:
        while part := sock.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def sent(sock: socket.socket, times: int) -> int:
    """How many of so many long lines could be sent."""
    for number in range(times):
        try:
            sock.sendall(LINE)
        except OSError:
            return number
    return times


@pytest.mark.parametrize(
    "start",
    [
        START + b"X-A: ",
        START.replace(b"healthz", b"healthz?"),
        b"GET /" + LINE,
        BODY + b"0\r\nX-A: ",
        BODY + b"1;",
    ],
    ids=["header", "headers", "address", "trailer", "extension"],
)
def test_what_has_no_end_is_cut_off(served: Served, start: bytes) -> None:
    with connected(served) as sock:
        sock.sendall(start)
        assert sent(sock, 500) < 500


def test_many_headers_are_too_long_together(served: Served) -> None:
    with connected(served) as sock:
        sock.sendall(START)
        for number in range(100):
            try:
                sock.sendall(b"X-%d: %b\r\n" % (number, b"a" * 1_000))
            except OSError:
                break
        answer = heard(sock)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")


def test_headers_of_a_usual_length_and_a_long_body_are_taken(served: Served) -> None:
    with connected(served) as sock:
        sock.sendall(START + b"X-A: " + LINE + b"\r\n\r\n")
        assert sock.recv(65_536).startswith(b"HTTP/1.1 200 ")
        sock.sendall(BODY + (b"%x\r\n%b\r\n" % (len(LINE), LINE)) * 20 + b"0\r\n\r\n")
        assert sock.recv(65_536).startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize("start", [b"", b"GET", START, BODY, START + b"\r\n" + START])
def test_who_does_not_finish_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(arriving, "ARRIVES_SECONDS", 0.3)
    with Served(tmp_path, open=True) as served, connected(served) as sock:
        sock.sendall(start)
        heard(sock)  # ends, long before the time that this test waits


def test_an_answer_that_was_begun_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "ARRIVES_SECONDS", 0.1)
    Send = Callable[[dict[str, Any]], Awaitable[None]]

    async def slow(scope: dict[str, Any], _receive: object, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(0.6)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"late"})

    served = Served(tmp_path, open=True)
    config = config_of(lambda: slow)  # type: ignore[arg-type,return-value]
    config.lifespan = "off"

    async def run() -> bytes:
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[served.sock]))
        while not server.started:
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection(*served.sock.getsockname()[:2])
        writer.write(START + b"\r\n" + START)  # and the next one never ends
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        server.should_exit = True
        await task
        return answer

    assert b"late" in asyncio.run(run())
    served.sock.close()
