"""What a local protocol changes, in words and as JSON."""

from __future__ import annotations

from math import inf
from typing import Any

from backstay.knowledge import Knowledge
from backstay.plan.clock import LEVELS
from backstay.verify.changed import QUIET, Changed, Difference
from backstay.verify.kinds import Kind
from backstay.verify.witness import as_yaml

# Stances with reasons against, the strictest first.
AGAINST = ("contraindicated", "not_advised", "disputed")


def text_of(knowledge: Knowledge, found: Difference) -> str:
    """Every change with its kinds of patient, each as a case that `backstay assess` reads."""
    if not found.changes and not found.unfollowed:
        return f"{knowledge.overlay} changes the plan of nobody\n"
    lines: list[str] = []
    for change in found.changes:
        lines += ["", f"{_sentence(change)}{', which loosens it' if loosens(change) else ''}"]
        lines += [f"  {name}: {knowledge.marks.get(name, '')}" for name in change.thing.by]
        for kind in change.kinds:
            lines += ["", f"  of whom is read: {kind.in_words() or 'nothing yet'}"]
            lines += [f"  | {line}" for line in _case(change, kind).splitlines()]
        if not change.whole:
            lines += ["", "  and more kinds than are listed here"]
    lines += [f"\n{name}: changed itself; for whom was not followed" for name in found.unfollowed]
    return "\n".join([*lines, "", _count(found)]).lstrip("\n") + "\n"


def _count(found: Difference) -> str:
    kinds = sum(len(change.kinds) for change in found.changes)
    loosening = sum(loosens(change) for change in found.changes)
    return f"{len(found.changes)} changes for {kinds} kinds of patient; {loosening} of the changes loosen"


def _sentence(change: Changed) -> str:
    return f"{change.thing.kind} {change.thing.id}: was {change.was}, becomes {change.now}"


def _case(change: Changed, kind: Kind) -> str:
    return as_yaml(kind.witness, _sentence(change))


def loosens(change: Changed) -> bool:
    """Reasons against are gone or weigh less, or something is no longer said, is less urgent or comes later."""
    if change.thing.kind == "option":
        return _strictness(change.was) > _strictness(change.now)
    if change.now == QUIET:
        return True
    pairs = zip(_haste(change.was), _haste(change.now), strict=True)
    return change.was != QUIET and any(now > was for was, now in pairs)


def _strictness(stance: str) -> int:
    return len(AGAINST) - AGAINST.index(stance) if stance in AGAINST else 0


def _haste(said: str) -> tuple[int, float]:
    """How far below the highest level, and within how many hours; without a limit, any time."""
    words = said.split()
    level = LEVELS.index(words[0]) if words[0] in LEVELS else len(LEVELS)
    return level, float(words[-2]) if words[-1] == "h" else inf


def json_of(knowledge: Knowledge, found: Difference) -> dict[str, Any]:
    """The same as one document."""
    return {
        "overlay": knowledge.overlay,
        "fingerprint": knowledge.fingerprint,
        "unfollowed": found.unfollowed,
        "changes": [
            {
                "kind": change.thing.kind, "id": change.thing.id, "was": change.was,
                "becomes": change.now, "loosens": loosens(change), "complete": change.whole,
                "by": {name: knowledge.marks.get(name) for name in change.thing.by},
                "patients": [
                    {"read": {r.name: r.value for r in kind.reads if not isinstance(r.value, tuple)},
                     "case": _case(change, kind)}
                    for kind in change.kinds
                ],
            }
            for change in found.changes
        ],
    }  # fmt: skip
