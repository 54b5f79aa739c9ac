"""The stance table, all 256 combinations of true and unknown categories."""

from __future__ import annotations

from itertools import product

import pytest

from backstay.plan.stances import CATEGORIES, STANCES, Tally, alterable, stance_of

FLAGS = list(product((False, True), repeat=4))


def tally(true: tuple[bool, ...], unknown: tuple[bool, ...]) -> Tally:
    return Tally(
        frozenset(n for n, flag in zip(CATEGORIES, true, strict=True) if flag),
        frozenset(n for n, flag in zip(CATEGORIES, unknown, strict=True) if flag),
    )


def by_the_table(true: tuple[bool, ...], unknown: tuple[bool, ...]) -> str:
    """The table of the contract, row by row, written a second time."""
    contraindicated, avoid, recommend, consider = true
    if contraindicated:
        return "contraindicated"
    if avoid and recommend:
        return "disputed"
    if avoid and consider:
        return "disputed"
    if recommend:
        return "recommended"
    if consider:
        return "consider"
    if avoid:
        return "not_advised"
    if unknown[2] or unknown[3]:
        return "needs_facts"
    return "not_indicated"


@pytest.mark.parametrize("true", FLAGS)
@pytest.mark.parametrize("unknown", FLAGS)
def test_stance_and_what_could_alter_it(true: tuple[bool, ...], unknown: tuple[bool, ...]) -> None:
    found = tally(true, unknown)
    assert stance_of(found) == by_the_table(true, unknown)
    assert stance_of(found) in STANCES
    assert alterable(found) == brute_force(true, unknown)


def brute_force(true: tuple[bool, ...], unknown: tuple[bool, ...]) -> frozenset[str]:
    """Categories that decide between two stances for some way in which the others turn out."""
    found = set()
    ways = [
        way for way in FLAGS
        if all((not w) or t or u for w, t, u in zip(way, true, unknown, strict=True))
        and all(w or not t for w, t in zip(way, true, strict=True))
    ]  # fmt: skip
    for at, name in enumerate(CATEGORIES):
        if unknown[at] and not true[at]:
            for way in ways:
                flipped = tuple(not w if n == at else w for n, w in enumerate(way))
                if by_the_table(way, FLAGS[0]) != by_the_table(flipped, FLAGS[0]):
                    found.add(name)
    return frozenset(found)
