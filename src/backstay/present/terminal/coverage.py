"""The register of coverage as text: the table of rows, and one row with its topics."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from backstay.knowledge.coverage import Area, Coverage, Review, Row
from backstay.knowledge.covered import STATUSES, Counts
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.words import heading as head
from backstay.present.words import listed, plain, told

WIDTH = 100
NUMBERS = ("rules", *STATUSES, "without", "topics", "left_out", "cases")


def coverage_text(coverage: Coverage, counts: Sequence[Counts], total: Counts) -> str:
    """Every row with its numbers, then what no row covers and why."""
    rows = [("", *(told("coverage", name) for name in NUMBERS), told("coverage", "awaits"))]
    rows += [
        (one.title or told("coverage", "all"), *numbers(one), share_said(one))
        for one in [*counts, total]
    ]
    lines = [*_right(rows), "", *wrap(told("coverage", "legend"), WIDTH)]
    names = ", ".join(row.id for row in coverage.rows)
    lines += wrap(told("coverage", "one_row", row=names), WIDTH)
    lines += heading(head("not_covered"), WIDTH)
    for area in coverage.not_covered:
        lines += _area(area)
    return "\n".join(lines) + "\n"


def row_text(coverage: Coverage, row: Row, counts: Counts) -> str:
    """One row: what it holds, its topics with the entries that answer them, what is left out."""
    lines = [*heading(row.row, WIDTH)[1:], *wrap(row.note, WIDTH), *_held(counts)]
    lines += wrap(_review(row.review), WIDTH)
    for area in row.areas:
        lines += _area(area)
    answered = [(one.topic, ", ".join(one.by)) for one in coverage.topics[row.id] if one.by]
    left = [(one.topic, one.left_out) for one in coverage.topics[row.id] if one.left_out]
    lines += [*heading(told("coverage", "answered"), WIDTH), *columns(answered, WIDTH)]
    if left:
        lines += [*heading(told("coverage", "out"), WIDTH), *columns(left, WIDTH)]
    return "\n".join(lines) + "\n"


def numbers(counts: Counts) -> tuple[str, ...]:
    """The numbers of a row under the names of NUMBERS."""
    by_status: Counter[str] = Counter()
    for found in counts.rules.values():
        by_status.update(found)
    shown = (by_status.total(), *(by_status[status] for status in (*STATUSES, "none")))
    return tuple(str(n) for n in (*shown, counts.topics, counts.left_out, counts.cases))


def share_said(counts: Counts) -> str:
    """The share that awaits a clinician; rounded up, so that it is 0 % only when nothing does."""
    return told("coverage", "share", percent=math.ceil(100 * counts.share), entries=counts.entries)


def _right(rows: list[tuple[str, ...]]) -> list[str]:
    """A table whose numbers stand under each other at their right end."""
    sizes = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join([row[0].ljust(sizes[0]), *(map(str.rjust, row[1:], sizes[1:]))]) for row in rows
    ]


def _held(counts: Counts) -> list[str]:
    found = []
    for kind, by_status in counts.rules.items():
        if by_status:
            said = listed(
                [
                    f"{n} {told('coverage', 'without') if status == 'none' else status}"
                    for status, n in by_status.items()
                ]
            )
            total = sum(by_status.values())
            found += wrap(
                told("coverage", "parts", count=total, kind=plain(kind), by_status=said), WIDTH
            )
    awaits = f"{told('coverage', 'awaits')}: {share_said(counts)}"
    return [*found, *wrap(f"{told('coverage', 'cases')}: {counts.cases}. {awaits}.", WIDTH)]


def _review(review: Review) -> str:
    return told("coverage", "review", state=review.state, next=review.next)


def _area(area: Area) -> list[str]:
    head_line = "; ".join(part for part in (area.area, area.status, area.where) if part)
    lines = [*wrap(head_line, WIDTH, rest="    "), *wrap(area.note, WIDTH, first="    ")]
    return lines + (wrap(_review(area.review), WIDTH, first="    ") if area.review else [])
