"""A FHIR server that others wrote, as a process on loopback with an empty database."""

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
from typing import Any

import httpx

PATIENCE_SECONDS = 60


@contextmanager
def sekmet(folder: Path) -> Iterator[str]:
    """The address of the server; it is stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}/fhir"
    around = {**os.environ, "SEKMET_BASE_URL": base, "SEKMET_DB": str(folder / "sekmet.db")}
    command = [str(Path(sys.executable).parent / "sekmet"), "serve", "--host", "127.0.0.1"]
    with (folder / "sekmet.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port)], env=around, cwd=folder, stdout=log, stderr=log
        )
    try:
        _wait(base, server)
        yield base
    finally:
        server.terminate()
        server.wait(30)


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{base}/metadata", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the FHIR server did not start")


def put(base: str, resources: list[dict[str, Any]]) -> None:
    """Store resources under their own ids, the patient first."""
    first = sorted(resources, key=lambda one: str(one["resourceType"]) != "Patient")
    with httpx.Client(timeout=30) as client:
        for one in first:
            told = client.put(f"{base}/{one['resourceType']}/{one['id']}", json=one)
            assert told.status_code in (200, 201), told.text


def everything(base: str, patient: str) -> bytes:
    """All that the server holds of a patient, in one bundle."""
    with httpx.Client(timeout=30) as client:
        told = client.get(f"{base}/Patient/{patient}/$everything", params={"_count": 500})
    assert told.status_code == 200, told.text
    assert isinstance(json.loads(told.text), dict)
    return told.content
