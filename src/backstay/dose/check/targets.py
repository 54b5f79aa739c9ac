"""Targets of a plan by name and by what the file says of them, and how they are covered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from backstay.dose.check.metrics import Bounds, at_share, share_above, total_cc
from backstay.dose.check.named import is_derived, lexicon, pieces
from backstay.dose.histogram.shapes import Histogram
from backstay.knowledge import Knowledge

KINDS = ("GTV", "CTV", "PTV")  # what a file says of a target; an ITV is said to be a CTV


class Coverage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How much dose a target gets: no verdict, since no rule set here says what is enough."""

    structure: str
    number: int
    kind: str
    volume_cc: float
    d95: Bounds
    d98: Bounds
    covered: (
        Bounds | None
    )  # percent of the volume that gets the prescription; None: what that is was not said
    prescription: float | None


def target_kind(name: str, kind: str | None, knowledge: Knowledge) -> str | None:
    """GTV, CTV, PTV ... where the name begins with it or the file says so, and both agree; else None."""
    words = lexicon(knowledge)
    parts = pieces(name)
    by_name = next((one for one in words.targets if parts and parts[0].startswith(one)), None)
    if is_derived(name, words):
        return None
    by_file = kind if kind in KINDS else None
    if by_name and by_file and not by_name.endswith(by_file.lower()) and by_name != "itv":
        return None
    return by_name.upper() if by_name else by_file


def coverage(
    histograms: Iterable[Histogram], knowledge: Knowledge, prescribed: Callable[[int], float | None]
) -> tuple[Coverage, ...]:
    """D95, D98 and the part that gets the prescription, of every structure that is surely a target.

    `prescribed` gives the prescription of a structure by its number, in Gy of all fractions.
    """
    return tuple(
        _covered(one, kind, prescribed(one.number))
        for one in histograms
        if (kind := target_kind(one.name, one.kind, knowledge)) and one.refused is None
    )


def _covered(histogram: Histogram, kind: str, prescription: float | None) -> Coverage:
    return Coverage(
        structure=histogram.name,
        number=histogram.number,
        kind=kind,
        volume_cc=total_cc(histogram),
        d95=at_share(histogram, 95.0),
        d98=at_share(histogram, 98.0),
        covered=None if prescription is None else share_above(histogram, prescription),
        prescription=prescription,
    )
