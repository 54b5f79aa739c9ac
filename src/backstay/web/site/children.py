"""The processes of one site under one supervisor: the server, and the worker of tasks."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

LOOK = 0.2  # seconds between looks at the children
AGAIN = 5.0  # seconds before a worker that ended is started again
PATIENCE = 30  # seconds for a child to end when told to


def run(sock: socket.socket, workers: int) -> int:
    """Serve until told to stop, then end the server first and the worker last; the exit status."""
    with TemporaryDirectory(prefix="backstay-") as folder, _told_to_stop() as told:
        environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": folder}
        server = _started(
            ["server", str(sock.fileno()), str(workers)], environment, [sock.fileno()]
        )
        worker = _started(["worker"], environment)
        status = 0
        due = 0.0
        while not told:
            if server.poll() is not None:
                status = 1
                break
            if worker.poll() is not None and time.monotonic() > due:
                worker, due = _started(["worker"], environment), time.monotonic() + AGAIN
            time.sleep(LOOK)
        for child in (server, worker):
            _end(child)
    return status


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that is empty until a signal asks for the end."""
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _started(
    what: Sequence[str], environment: dict[str, str], keep: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """A child in a group of its own: what the terminal sends to us reaches it through us, in order."""
    module = f"{__package__}.{what[0]}"
    return subprocess.Popen(  # noqa: S603  (this interpreter and our own module)
        [sys.executable, "-m", module, *what[1:]],
        env=environment,
        pass_fds=keep,
        cwd=Path.cwd(),
        process_group=0,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask, wait, and only then insist."""
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
