"""`backstay hooks serve` as a process of its own, started and stopped by a test."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

ADDRESS = re.compile(r"listening on (http://\S+)")
PATIENCE = 60.0  # seconds; a busy machine is slow


class Process:
    """A context manager. `address` is where it listens; `stop` ends it in order and gives its exit status."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        self.command = [
            sys.executable,
            "-m",
            "backstay",
            "hooks",
            "serve",
            "--port",
            "0",
            *arguments,
        ]
        self.address = ""

    def __enter__(self) -> Process:
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                self.command, stdout=out, stderr=err, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self.ready():
            assert self.process.poll() is None, self.err.read_text()
            assert time.monotonic() < until, self.err.read_text() + self.out.read_text()
            time.sleep(0.05)
        return self

    def ready(self) -> bool:
        """Whether every worker that was asked for has begun to answer."""
        told = ADDRESS.search(self.err.read_text())
        if told is None:
            return False
        self.address = told[1]
        started = sum(line["event"] == "ready" for line in self.lines())
        try:
            return started > 0 and httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def lines(self) -> list[dict[str, Any]]:
        """The log so far: every whole line is JSON."""
        whole = self.out.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def workers(self) -> list[int]:
        """The processes that answer: the children, or this one where it has none of its own."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        children = [int(pid) for pid in listed.split()]
        named = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [pid for pid, name in named.items() if b"spawn_main" in name] or [self.process.pid]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def at_once(number: int, what: Any) -> list[Any]:
    """What a function gives when it is called by so many threads at the same time."""
    found: queue.Queue[Any] = queue.Queue()
    gate = threading.Barrier(number)

    def run() -> None:
        gate.wait()
        found.put(what())

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found.get() for _ in threads]
