"""The service as processes: one socket, several workers, and an orderly end."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from backstay.hooks.service.arriving import Arriving
from backstay.hooks.settings import Settings
from backstay.service.listening import BACKLOG, address_of, bound, only_here

__all__ = ["address_of", "bound", "config_of", "only_here", "serve"]

METRICS = "PROMETHEUS_MULTIPROC_DIR"  # read when prometheus_client is first imported
# Longer than proxies keep theirs, so that none sends a call into a connection that is just being closed.
IDLE = 75  # seconds
GRACE = 20  # seconds for calls that have begun when the service is told to stop


def serve(settings: Settings, sock: socket.socket, workers: int) -> None:
    """Answer until told to stop. Then calls that have begun are finished."""
    with TemporaryDirectory(prefix="backstay-hooks-") as folder:
        counts = Path(folder) / "metrics"
        counts.mkdir()
        os.environ[METRICS] = str(counts)
        # Imported here: what it loads looks at the folder of counts as it is imported.
        from backstay.hooks.service.app import make_worker

        store = settings.store or str(Path(folder) / "store")
        worker = partial(make_worker, msgspec.structs.replace(settings, store=store))
        _run(config_of(worker, workers), sock)


def config_of(worker: Callable[[], ASGIApp], workers: int = 1) -> uvicorn.Config:
    """How the server runs what `worker` makes."""
    return uvicorn.Config(
        worker,
        factory=True,
        workers=workers,
        http=Arriving,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
    )


def _run(config: uvicorn.Config, sock: socket.socket) -> None:
    if config.workers > 1:
        Multiprocess(config, sockets=[sock]).run()
        return
    # The server sends the signal that stopped it to itself once more: an orderly end is no death by signal.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    uvicorn.Server(config).run(sockets=[sock])
