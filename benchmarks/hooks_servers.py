"""Our service and the peer's, each as processes of their own, and the load on them from another process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from environments import environment
from hooks_request import INSTANCE, request
from joserfc.jwk import ECKey

FOLDER = Path(__file__).parent
ISSUER, BASE = "https://ehr.example", "https://hooks.example.org"
VIEW = "/cds-services/backstay-patient-view"
STATIC = "/cds/cds-services/static"
WORKERS = 2
PATIENCE = 60.0  # seconds until a server must answer
Job = dict[str, Any]


def ask(job: Job) -> dict[str, Any]:
    """What the load measured; a process of its own."""
    done = subprocess.run(
        [sys.executable, FOLDER / "hooks_load.py"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load stopped: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def ours() -> Iterator[tuple[Job, int]]:
    """Backstay with tokens, as a hospital runs it: the job that asks it, and its process."""
    key = ECKey.generate_key("P-384", {"kid": "load"})
    with TemporaryDirectory() as folder:
        told = {"issuer": ISSUER, "keys": [key.as_dict(private=False)]}
        path = Path(folder) / "hooks.json"
        path.write_text(json.dumps({"base_url": BASE, "clients": [told], "store": "store"}))
        port = free_port()
        command = [
            sys.executable, "-m", "backstay", "hooks", "serve", "--settings", path, "--port", str(port),
            "--workers", str(WORKERS),
        ]  # fmt: skip
        with running(command, port, FOLDER) as pid:
            signing = {"key": key.as_dict(private=True), "issuer": ISSUER, "audience": BASE + VIEW}
            yield {**job_of(port, VIEW), **signing}, pid


@contextmanager
def theirs() -> Iterator[tuple[Job, int]]:
    """HealthChain with a static card and without tokens, which it does not check."""
    folder = FOLDER / "healthchain"
    port = free_port()
    command = [environment(folder), "static_card.py", str(port), str(WORKERS)]
    with running(command, port, folder) as pid:
        yield job_of(port, STATIC), pid


def job_of(port: int, path: str) -> Job:
    bodies = [request().decode()]
    return {"host": "127.0.0.1", "port": port, "path": path, "bodies": bodies, "instance": INSTANCE}


@contextmanager
def running(command: list[Any], port: int, folder: Path) -> Iterator[int]:
    """A server from its first answer until it is stopped."""
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(server, port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if line.recv(100).startswith(b"HTTP/1.1"):
                    time.sleep(2.0)  # for the other worker
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def megabytes(pid: int) -> float:
    """What a process and those that it began hold; 0 where the system does not tell."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return 0.0
    pids = [pid, *(int(one) for one in children.read_text().split())]
    pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in pids]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
