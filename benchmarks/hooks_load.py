"""The load: a process of its own that asks at fixed times, whether earlier answers have come or not.

A job is one JSON document on standard input; what was measured is one on standard output. The time of an answer
counts from the moment when it should have been asked for, so that waiting in line is not left out.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from itertools import cycle
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

MOST_OPEN = 200  # connections
LIFE = 600  # seconds of a token


class Load:
    """Requests to one address, their bodies in turn."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.host, self.port, self.path = job["host"], job["port"], job["path"]
        self.bodies = cycle(body.encode() for body in job["bodies"])
        self.instance = job["instance"].encode()
        self.key = ECKey.import_key(job["key"]) if job.get("key") else None
        self.issuer, self.audience = job.get("issuer"), job.get("audience")
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.taken: list[float] = []
        self.statuses: Counter[str] = Counter()

    def requests(self, number: int) -> list[bytes]:
        """Whole requests, each with its own instance and token, made before anything is measured."""
        return [self.request() for _ in range(number)]

    def request(self) -> bytes:
        body = next(self.bodies).replace(self.instance, str(uuid4()).encode(), 1)
        token = f"Authorization: Bearer {self.token(self.key)}\r\n" if self.key else ""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{token}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def token(self, key: ECKey) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + LIFE, "jti": str(uuid4())
        }  # fmt: skip
        head = {"alg": "ES384", "typ": "JWT", "kid": key.kid}
        return jwt.encode(head, claims, key, algorithms=["ES384"])

    async def ask(self, request: bytes, due: float) -> None:
        """One request; its status, or the kind of failure, and its time are kept."""
        try:
            reader, writer = self.free.pop() if self.free else await self.connected()
            writer.write(request)
            status = await answer(reader)
            self.free.append((reader, writer))
            self.statuses[status] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            self.statuses[type(error).__name__] += 1
        self.taken.append(time.perf_counter() - due)

    async def connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self.host, self.port, limit=2**20)

    async def at_rate(self, rate: float, seconds: float) -> None:
        """Ask at fixed times."""
        requests = self.requests(int(rate * seconds))
        start = time.perf_counter() + 0.1
        running: set[asyncio.Task[None]] = set()
        for number, request in enumerate(requests):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if len(running) >= MOST_OPEN:
                self.statuses["not asked"] += 1
                continue
            task = asyncio.create_task(self.ask(request, due))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)

    async def one_by_one(self, number: int, at_once: int) -> None:
        """Ask so many times, the next as soon as one is answered."""
        left = iter(range(number))

        async def line() -> None:
            for _ in left:
                request = self.request()
                await self.ask(request, time.perf_counter())

        await asyncio.gather(*(line() for _ in range(at_once)))


async def answer(reader: asyncio.StreamReader) -> str:
    """The status of an answer, after all of it was read."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, rest = head.partition(b"content-length:")
    if found:
        await reader.readexactly(int(rest.split(b"\r\n")[0]))
    return head[9:12].decode()


async def measured(job: dict[str, Any]) -> dict[str, Any]:
    load = Load(job)
    began = time.perf_counter()
    if "rate" in job:
        await load.at_rate(job["rate"], job["seconds"])
    else:
        await load.one_by_one(job["number"], job["at_once"])
    taken = sorted(load.taken)
    for _, writer in load.free:
        writer.close()
    return {
        "p50": at(taken, 0.5), "p99": at(taken, 0.99), "most": taken[-1], "statuses": dict(load.statuses),
        "seconds": time.perf_counter() - began,
    }  # fmt: skip


def at(taken: list[float], share: float) -> float:
    return taken[min(len(taken) - 1, int(len(taken) * share))]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured(json.load(sys.stdin)))))
