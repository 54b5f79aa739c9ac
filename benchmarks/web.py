"""How long pages of the application take on the demonstration data, beside the plainest page of the same server.

    .venv/bin/python benchmarks/web.py [--rounds N] [--write]

Time is measured by a client on the same machine, one request after another, so it holds the server's whole work.
The peer is `/healthz` in the same process: a Django answer that asks no database and renders no template.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import httpx
from machine import machine

PASSWORD = re.compile(r"password (\S+)")
ADDRESS = re.compile(r"listening on (http://\S+)")
CASE = re.compile(r'href="(/cases/[0-9a-f-]{36}/)"')
PATIENCE = 120.0  # seconds until a server must answer
TARGET = 100  # milliseconds at the 95th percentile


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of a server with the demonstration data, and the password of its people."""
    with (folder / "err.txt").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "backstay", "serve", "--demonstration", "--data", folder / "data",
             "--port", "0", "--workers", "1"],
            stdout=subprocess.DEVNULL, stderr=err, env=os.environ,
        )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not (told := ADDRESS.search((folder / "err.txt").read_text())):
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError((folder / "err.txt").read_text())
            time.sleep(0.1)
        password = PASSWORD.search((folder / "err.txt").read_text())
        if password is None:
            raise RuntimeError("the password of the invented people was not told")
        yield told[1], password[1]
    finally:
        process.terminate()
        process.wait(30)


def sign_in(client: httpx.Client, username: str, password: str) -> None:
    """As people do, by the form."""
    client.get("/account/login/")
    told = {
        "login": username,
        "password": password,
        "csrfmiddlewaretoken": client.cookies["csrftoken"],
    }
    client.post("/account/login/", data=told, headers={"referer": str(client.base_url)})


def measured(client: httpx.Client, path: str, rounds: int) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, and the bytes that were sent."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - start) * 1000)
        answer.raise_for_status()
    return median(times), quantiles(times, n=20)[-1], answer.num_bytes_downloaded


def table(rounds: int) -> str:
    """A Markdown table of every page."""
    with TemporaryDirectory() as folder, served(Path(folder)) as (address, password):
        client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        sign_in(client, "cole", password)
        cases = sorted(set(CASE.findall(client.get("/cases/").text)))
        plain = measured(client, "/healthz", rounds)[0]
        rows = [
            f"machine: {machine()}",
            "",
            "| page | median ms | p95 ms | bytes | times the plainest page |",
            "|---|---|---|---|---|",
        ]
        pages = {
            "list of cases": "/cases/",
            "library": "/library/",
            "emergency page": "/emergency/",
            **{f"case {number}": path for number, path in enumerate(cases, start=1)},
        }
        for name, path in pages.items():
            middle, high, size = measured(client, path, rounds)
            note = "" if high <= TARGET else " (missed)"
            rows.append(
                f"| {name} | {middle:.0f} | {high:.0f}{note} | {size:,} | {middle / plain:.0f} |"
            )
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    print(table(parser.parse_args().rounds))
