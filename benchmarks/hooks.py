"""Measure the service of CDS Hooks beside HealthChain: same request, same rate, same run. Prints Markdown tables.

With --write they also go into README.md; with --quick each thing is measured for a moment, to see that it works.
--memory N asks N times and tells what the processes held before and after (100000 takes about ten minutes).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hooks_servers as servers
from hooks_reading import table
from hooks_request import quiet, request
from machine import machine, put_between, time_of

import backstay
from backstay.knowledge import load_knowledge

README = Path(__file__).parent / "README.md"
MARK = "<!-- hooks -->"
RATE = 50.0  # requests a second at which both are measured
P50, P99 = 0.010, 0.050  # seconds; targets of ours at that rate
SLOW = 0.5  # seconds; a client of CDS Hooks waits about so long
STEP = 1.15  # from one rate to the next


def at_rate(job: dict[str, Any], rate: float, seconds: float) -> dict[str, Any]:
    return servers.ask({**job, "rate": rate, "seconds": seconds})


def is_sound(found: dict[str, Any]) -> bool:
    """Whether every request was answered with 200, nearly all in the time that clients wait."""
    return set(found["statuses"]) == {"200"} and found["p99"] < SLOW


def highest(job: dict[str, Any], seconds: float) -> float:
    """The highest rate at which everything is answered, in steps; 0 where even the first fails."""
    best, rate = 0.0, RATE
    while is_sound(at_rate(job, rate, seconds)):
        best, rate = rate, rate * STEP
    return best


def row(what: str, found: dict[str, Any], best: float, targets: bool) -> str:
    told = " ".join(f"{status}: {number}" for status, number in sorted(found["statuses"].items()))
    cells = [time_of(found[one]) for one in ("p50", "p99", "most")]
    if targets:
        cells[0] += f" (target {time_of(P50)}{', missed' if found['p50'] > P50 else ''})"
        cells[1] += f" (target {time_of(P99)}{', missed' if found['p99'] > P99 else ''})"
    return f"| {what} | {' | '.join(cells)} | {told} | {best:.0f}/s |"


def answers(seconds: float) -> Iterator[str]:
    """Both services at the same rate, and how far each can go."""
    yield f"| at {RATE:g} requests a second | p50 | p99 | most | answers | highest rate without error |"
    yield "|---|---:|---:|---:|---|---:|"
    rows = (
        ("Backstay: token checked, record read, plan and cards made", servers.ours, True),
        ("HealthChain 0.16.1: no token, request parsed, a static card", servers.theirs, False),
    )
    for what, server, targets in rows:
        with server() as (job, _):
            at_rate(job, RATE / 2, min(seconds, 4))  # both workers have answered before it counts
            found = at_rate(job, RATE, seconds)
            yield row(what, found, highest(job, min(seconds, 8)), targets)


def memory(number: int) -> Iterator[str]:
    """What the processes hold before and after many calls, one in five about a person who needs a card."""
    bodies = [one.decode() for one in (request(), *[quiet()] * 4)]
    with servers.ours() as (job, pid):
        job["bodies"] = bodies
        servers.ask({**job, "number": min(1000, number), "at_once": 2})
        before = servers.megabytes(pid)
        found = servers.ask({**job, "number": number, "at_once": 2})
        after = servers.megabytes(pid)
    if set(found["statuses"]) != {"200"}:
        raise RuntimeError(f"not every call was answered: {found['statuses']}")
    rate = number / found["seconds"]
    yield "| memory of all processes | after 1,000 calls | after so many more | grown by | calls a second |"
    yield "|---|---:|---:|---:|---:|"
    yield (
        f"| {number:,} calls, {servers.WORKERS} workers | {before:.0f} MB | {after:.0f} MB "
        f"| {after - before:+.1f} MB | {rate:.0f} |"
    )


def measured(quick: bool, calls: int) -> list[str]:
    """All tables, in the order of the page."""
    knowledge = load_knowledge()
    about = (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}. Backstay {backstay.__version__}, knowledge "
        f"{knowledge.edition}; {servers.WORKERS} workers each, {len(request()) / 1000:.0f} kB a request, "
        "load from a second process on the same cores."
    )
    lines = [about, "", *answers(3 if quick else 30)]
    if calls:
        lines += ["", *memory(calls)]
    return [*lines, "", *table(quick)]


def calls_of(arguments: list[str]) -> int:
    """The number after --memory, 0 without it."""
    return int(arguments[arguments.index("--memory") + 1]) if "--memory" in arguments else 0


def main() -> None:
    """Print the tables, and keep them in README.md where asked."""
    print(f"measuring on {machine()}", file=sys.stderr)
    text = "\n".join(measured("--quick" in sys.argv[1:], calls_of(sys.argv[1:])))
    print(text)
    if "--write" in sys.argv[1:]:
        put_between(README, MARK, text)


if __name__ == "__main__":
    main()
