"""`backstay serve` as a process of its own, as a hospital would start it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SAID = re.compile(r"listening on (http://\S+) with")
PATIENCE = 90.0  # seconds; a busy machine is slow


def clean_environment(data: Path, **more: str) -> dict[str, str]:
    """Without settings of whoever runs the tests."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("BACKSTAY_", "DJANGO_"))}
    ours.pop("DATABASE_URL", None)
    return {**ours, "BACKSTAY_DATA": str(data), **more}


def backstay(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "backstay", *arguments],
        env=clean_environment(data, **more), capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip


class Running:
    """A context manager; `address` is where it says that it listens."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        self.command = [sys.executable, "-m", "backstay", "serve", "--port", "0", *arguments]
        self.environment = clean_environment(folder / "data", **more)

    def __enter__(self) -> Running:
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdout=out, stderr=err
            )
        self.wait_for(lambda: SAID.search(self.err.read_text()))
        told = SAID.search(self.err.read_text())
        assert told
        self.address = told[1]
        return self

    def wait_for(self, seen: Any) -> None:
        """Until something is so, or the patience ends."""
        until = time.monotonic() + PATIENCE
        while not seen():
            assert self.process.poll() is None, self.err.read_text() + self.out.read_text()
            assert time.monotonic() < until, self.err.read_text() + self.out.read_text()
            time.sleep(0.05)

    def lines(self) -> list[dict[str, Any]]:
        """What was logged: every line is a JSON object, or this fails."""
        return [json.loads(line) for line in self.out.read_text().splitlines()]

    def children(self) -> dict[str, int]:
        """Our own children by the last part of their module's name."""
        found = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = re.search(r"PPid:\s+(\d+)", status.read_text())
                command = (status.parent / "cmdline").read_text()
            except OSError:
                continue
            module = re.search(r"backstay\.web\.site\.(\w+)", command)
            if parent and int(parent[1]) == self.process.pid and module:
                found[module[1]] = int(status.parent.name)
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
