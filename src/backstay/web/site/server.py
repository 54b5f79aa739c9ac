"""The server of the application as a process: several workers on a socket that was opened before."""

from __future__ import annotations

import os
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from backstay.web.site.logs import begin_logs
from backstay.web.site.parent import end_with_parent

THREADS = 4  # of one worker
# Longer than proxies keep theirs, so that none sends a call into a connection that is just being closed.
IDLE = 75  # seconds
LONGEST = 60  # seconds without a sign of life, after which a worker is replaced
GRACE = 20  # seconds for requests that have begun when the server is told to stop


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; it reads no file and no arguments of its own."""

    def __init__(self, socket: int, workers: int) -> None:
        self.told = {
            "bind": f"fd://{socket}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": LONGEST,
            "graceful_timeout": GRACE,
            "keepalive": IDLE,
            "preload_app": True,  # workers share what is loaded, the knowledge above all
            "logger_class": Lines,
            "control_socket_disable": True,
            "child_exit": _forget_counts,
            "post_request": _tidy,
        }
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before anything else."""
        for name, value in self.told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application with all that its pages need, before there are workers."""
        from backstay.web.site.wsgi import application

        _warm()
        return application


class Lines(Logger):  # type: ignore[misc]
    """Gunicorn's records go where all records go."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn as it starts, and when it is told to read its settings again."""
        begin_logs()
        self._access_log_enabled = False
        self.error_log.propagate = True


def _warm() -> None:
    """Imported only now: models can be imported once the application is made, and not before."""
    from backstay.web.site.warm import warm

    warm()


def _tidy(_worker: Any, _request: Any, _environ: Any, _answer: Any) -> None:
    """Look for garbage when the answer is sent: in the middle of a page it would take as long as the page."""
    from backstay.web.site.warm import tidy

    tidy()


def _forget_counts(_server: Any, worker: Any) -> None:
    """Gauges of a worker that has ended count no more."""
    from prometheus_client.multiprocess import mark_process_dead

    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    end_with_parent()
    Server(socket=int(sys.argv[1]), workers=int(sys.argv[2])).run()
