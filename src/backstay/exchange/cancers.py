"""Which of the recorded cancers is the primary. Two candidates give none: people are asked."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.claims import Cancer, Claim
from backstay.exchange.moments import rank
from backstay.exchange.problems import Unread

_STRONGEST = ("current", "past", "suspected")


def settle_cancers(cancers: list[Cancer]) -> Iterator[Claim | Unread]:
    """The history of cancer, the primary and the facts of that cancer."""
    for history in _STRONGEST:
        named = [one for one in cancers if one.history == history]
        if named:
            newest = max(named, key=lambda one: rank(one.moment))
            yield Claim("cancer_history", None, history, newest.source, newest.moment)
            yield from _primary(_origins(named, cancers) or named, history)
            return


def _origins(named: list[Cancer], cancers: list[Cancer]) -> list[Cancer]:
    """The one entry that the metastases of the spine name as their primary, also one in remission.

    Where no entry is of the spine, all metastases must name it; one that names none leaves it open.
    """
    secondary = [one for one in named if one.bound and not one.primaries]
    told = [one for one in secondary if one.spinal] or secondary
    targets = {one.origin for one in told}
    if len(targets) != 1 or None in targets:
        return []
    return [one for one in cancers if {one.source, one.address} & targets]


def _primary(named: list[Cancer], history: str) -> Iterator[Claim | Unread]:
    """The one primary that all entries of the strongest history leave possible."""
    told = [one for one in named if one.primaries or not one.bound]
    if history == "suspected":
        return
    where = ", ".join(one.source for one in told or named)
    if not told:
        yield Unread(where, "a cancer, but not where it began; which primary is it?")
        return
    possible = frozenset.intersection(*(one.primaries for one in told))
    if len(possible) != 1:
        if any(
            one.primaries for one in told
        ):  # else the unbound code is listed with its own question
            yield Unread(where, _question(told))
        return
    newest = max(told, key=lambda one: rank(one.moment))
    yield Claim("primary", None, next(iter(possible)), where, newest.moment)
    for one in told:
        for name, value in one.facts.items():
            yield Claim(name, None, value, one.source, one.moment)


def _question(told: list[Cancer]) -> str:
    names = sorted({name for one in told for name in one.primaries})
    unnamed = "" if all(one.bound for one in told) else " or one whose code is not bound"
    return f"the primary is not certain ({' or '.join(names)}{unnamed}); which is it?"
