"""What a local protocol changes, in words and as JSON."""

from __future__ import annotations

from typing import Any

from backstay.knowledge import Knowledge
from backstay.plan.stances import OFFERED
from backstay.verify.changed import QUIET, Changed, Difference
from backstay.verify.kinds import Kind
from backstay.verify.witness import as_yaml

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
    """A reason against is gone, or something is no longer said or comes later."""
    if change.thing.kind == "option":
        return change.was in AGAINST and (
            change.now in OFFERED[:2] or change.now in ("needs_facts", "not_indicated")
        )
    if change.now == QUIET:
        return True
    return change.was != QUIET and _hours(change.now) > _hours(change.was)


def _hours(said: str) -> float:
    words = said.split()
    return float(words[-2]) if words[-1] == "h" else 0.0


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
