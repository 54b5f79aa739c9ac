"""Measure Backstay and print a Markdown table; with --write the table also goes into README.md.

Wall clock differs from machine to machine, so no test asserts it; ratios to a peer travel better.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from machine import machine, put_between, time_of
from measures import Row, all_rows
from subject import KNOWLEDGE

import backstay

README = Path(__file__).parent / "README.md"
MARK = "<!-- table -->"
HEAD = "| what | p50 | p95 | target for p50 | peer in the same run | times the peer |"


def line(row: Row) -> str:
    """One row of the table; a target that is missed is marked."""
    p50, p95 = row.timing
    target = "" if row.target is None else time_of(row.target)
    missed = " (missed)" if row.target is not None and p50 > row.target else ""
    ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
    cells = (row.what, time_of(p50), time_of(p95), target + missed, row.peer, ratio)
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, and keep it in README.md where asked."""
    print(f"measuring on {machine()}", file=sys.stderr)
    table = [HEAD, "|---|---:|---:|---:|---|---:|", *(line(row) for row in all_rows())]
    sizes = {name: len(getattr(KNOWLEDGE, name)) for name in ("statements", "clocks", "scores")}
    counts = ", ".join(f"{size} {name}" for name, size in sizes.items())
    about = (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}. "
        f"Backstay {backstay.__version__}, knowledge {KNOWLEDGE.edition} ({counts})."
    )
    text = "\n".join([about, "", *table])
    print(text)
    if "--write" in sys.argv[1:]:
        put_between(README, MARK, text)


if __name__ == "__main__":
    main()
