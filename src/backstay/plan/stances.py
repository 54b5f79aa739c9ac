"""From statements to a stance: which categories hold, which are open, and what could still alter it."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

from backstay.plan.assessment import Stance

CATEGORIES = ("contraindicated", "avoid", "recommend", "consider")
# In the order in which options are shown.
STANCES: tuple[Stance, ...] = (
    "recommended", "consider", "disputed", "needs_facts",
    "not_advised", "contraindicated", "declined", "not_indicated",
)  # fmt: skip
OFFERED: tuple[Stance, ...] = ("recommended", "consider", "disputed")


class Tally(NamedTuple):
    """Which categories have a true statement, and which an unknown one. A caution is in neither."""

    true: frozenset[str]
    unknown: frozenset[str]


def stance_of(tally: Tally) -> Stance:
    """The first row of the table that fits.

    >>> stance_of(Tally(frozenset({"recommend"}), frozenset({"avoid"})))
    'recommended'
    >>> stance_of(Tally(frozenset({"recommend", "avoid"}), frozenset()))
    'disputed'
    """
    for_it = tally.true & {"recommend", "consider"}
    if "contraindicated" in tally.true:
        return "contraindicated"
    if "avoid" in tally.true and for_it:
        return "disputed"
    if for_it:
        return "recommended" if "recommend" in tally.true else "consider"
    if "avoid" in tally.true:
        return "not_advised"
    return "needs_facts" if tally.unknown & {"recommend", "consider"} else "not_indicated"


def alterable(tally: Tally) -> frozenset[str]:
    """The categories whose unknown statements could still alter the stance, whatever the others become.

    >>> sorted(alterable(Tally(frozenset({"contraindicated"}), frozenset({"recommend"}))))
    []
    """
    open_now = [name for name in CATEGORIES if name in tally.unknown and name not in tally.true]
    return frozenset(name for name in open_now if _matters(name, tally, open_now))


def _matters(name: str, tally: Tally, open_now: list[str]) -> bool:
    others = [other for other in open_now if other != name]
    for truths in product((False, True), repeat=len(others)):
        settled = tally.true | {other for other, truth in zip(others, truths, strict=True) if truth}
        without = stance_of(Tally(settled, frozenset()))
        if stance_of(Tally(settled | {name}, frozenset())) != without:
            return True
    return False


class Settled(NamedTuple):
    """What follows from the categories of an option's statements."""

    tally: Tally
    stance: Stance
    alters: frozenset[str]


# Categories as bits, so that what holds in thousands of places is put together quickly.
BIT = {name: 1 << at for at, name in enumerate(CATEGORIES)} | {"caution": 0}


@cache
def settle(true: int, unknown: int) -> Settled:
    """Stance and what could alter it, worked out once for each combination of category bits."""
    tally = Tally(_named(true), _named(unknown))
    return Settled(tally, stance_of(tally), alterable(tally))


def _named(bits: int) -> frozenset[str]:
    return frozenset(name for name in CATEGORIES if BIT[name] & bits)
