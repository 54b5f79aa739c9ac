"""Checks of knowledge that need more time than loading has: `backstay knowledge check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge import tree as t
from backstay.knowledge.entries import Score
from backstay.plan.assess import prepared
from backstay.reason.program import Program, item_spans
from backstay.reason.satisfy import can_be_true

STATUSES = ("primary", "secondary", "unverified")


SPEAKING = ("statement", "clock", "step", "notice")


def review(knowledge: Knowledge) -> list[str]:
    """Every problem found, with file and line; an empty list when there is none."""
    program, _ = prepared(knowledge)
    return [*_never_true(program), *_honest(knowledge), *_bands(program)]


def _never_true(program: Program) -> Iterator[str]:
    for compiled in program.units:
        if compiled.unit.kind in SPEAKING and not _asks_known(compiled.unit.nodes[0]):
            if can_be_true(program, compiled.unit.key) is False:
                yield _say(
                    program.knowledge,
                    compiled.unit,
                    "can never be true: its conditions exclude each other",
                )


def _asks_known(node: t.Node) -> bool:
    """Such a notice speaks of what is not given, which the search cannot vary."""
    return isinstance(node, t.Known) or any(_asks_known(child) for child in t.children(node))


def _honest(knowledge: Knowledge) -> Iterator[str]:
    """A statement cannot have been checked better than the best of its sources."""
    for kind in ("statements", "clocks", "steps", "scores"):
        for entry in getattr(knowledge, kind).values():
            best = min(STATUSES.index(knowledge.evidence[name].status) for name in entry.evidence)
            if STATUSES.index(entry.checked.status) < best:
                where = knowledge.where[kind, entry.id]
                yield f"{where}: {entry.id}: says {entry.checked.status}, but its best source is {STATUSES[best]}"


def _bands(program: Program) -> Iterator[str]:
    """Bands leave no total out and take none twice."""
    for compiled in program.of_kind("score"):
        score = compiled.unit.entry
        assert isinstance(score, Score)
        if score.grade or not score.bands:
            continue
        low, high = _reach(compiled)
        for total in range(int(low), int(high) + 1):
            fitting = [b.id for b in score.bands if _in(b, total)]
            if len(fitting) != 1:
                said = "no band" if not fitting else f"bands {', '.join(fitting)}"
                yield _say(program.knowledge, compiled.unit, f"a total of {total} has {said}")


def _reach(compiled: Any) -> tuple[float, float]:
    spans = item_spans(compiled.unit)
    high = sum(high for _, high in spans)
    cap = compiled.unit.entry.cap
    return sum(low for low, _ in spans), high if cap is None else min(high, cap)


def _in(band: Any, total: float) -> bool:
    return (band.min is None or total >= band.min) and (band.max is None or total <= band.max)


def _say(knowledge: Knowledge, unit: Any, problem: str) -> str:
    kind = f"{unit.kind}s"
    return f"{knowledge.where.get((kind, unit.entry.id), '?')}: {unit.entry.id}: {problem}"
