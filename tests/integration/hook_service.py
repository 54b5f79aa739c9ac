"""The real service on a real server in a thread, for tests that need it beside a record system."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from backstay.hooks.service.app import make_app
from backstay.hooks.settings import Settings


@contextmanager
def service(settings: Settings, port: socket.socket) -> Iterator[None]:
    """Answers on the port from the first to the last line of the block."""
    config = uvicorn.Config(make_app(settings), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([port],))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def address(port: socket.socket) -> str:
    return f"http://127.0.0.1:{port.getsockname()[1]}"
