"""Work that takes long is done beside the loop that answers everybody, so that only its own caller waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from backstay.hooks.asked.call import Call

QUICK_BYTES = 400_000  # what is smaller is answered sooner than a thread is
THREADS = 2  # of one worker; more would only keep the loop waiting

T = TypeVar("T")


async def aside(threads: Executor, work: Callable[[], T]) -> T:
    """What the work gives, or raises; others are answered meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(threads, work)


async def by_size(threads: Executor, size: int, work: Callable[[], T]) -> T:
    """The same at once where there is little to do. `size`: bytes that are worked on."""
    return work() if size <= QUICK_BYTES else await aside(threads, work)


def size_of(call: Call) -> int:
    """Bytes of all data of a call."""
    return sum(len(memoryview(raw)) for raw in (*call.resources, *call.drafts))
