"""The service in this process, on a port of its own."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import uvicorn

from backstay.hooks.service.app import make_app
from backstay.hooks.service.serving import address_of, bound, config_of
from backstay.hooks.settings import Settings


class Served:
    """A context manager that starts the service and stops it; `address` is where it is, and its `base_url`."""

    def __init__(self, store: Path, **more: Any) -> None:
        self.sock = bound("127.0.0.1", 0)
        self.address = address_of(self.sock)
        self.settings = Settings(**{"base_url": self.address, "store": str(store), **more})

    def __enter__(self) -> Served:
        config = config_of(lambda: make_app(self.settings))
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.sock]})
        self.thread.start()
        while not self.server.started and self.thread.is_alive():
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.sock.close()
