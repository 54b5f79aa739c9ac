"""Doses by the function of kidneys and liver, by weight and by age, and the highest doses of a day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Organ = Literal["kidney", "liver", "weight"]
Verdict = Literal["unread", "usual", "caution", "avoid", "contraindicated"]
Pair = tuple[float, float]
# How much each verdict holds back; a band of which nothing was read says nothing.
SEVERITY: dict[str, int] = {"unread": 0, "usual": 1, "caution": 2, "avoid": 3, "contraindicated": 4}
BOUNDS = (
    "start",
    "single",
    "daily",
    "per_day",
    "share",
)  # pairs that may only fall as an organ fails


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One condition on a fact or definition; a yes_no one stands for itself."""

    fact: str
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    among: tuple[str, ...] = ()  # values of a choice
    has: tuple[str, ...] = ()  # any of these in a set


class Amount(Entry, frozen=True, kw_only=True):
    """Whom a dose is for, and what was read of it."""

    drugs: tuple[str, ...] = ()  # ids of ingredients
    classes: tuple[str, ...] = ()  # every ingredient of a class
    unit: str = "mg"
    form: str | None = None  # only of this form
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class DoseBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said from one limit to the next. `from` and `up_to` belong to the band, `above` and `to` do not."""

    start_at: float | None = msgspec.field(default=None, name="from")
    above: float | None = None
    to: float | None = None
    up_to: float | None = None
    verdict: Verdict
    start: Pair | None = None  # first dose, in a day
    single: Pair | None = None
    doses: tuple[float, ...] = ()  # the single doses of a label, where it lists them
    daily: Pair | None = None
    max: float | None = None  # in a day, where no range is read
    per_day: Pair | None = None  # administrations
    every_hours: Pair | None = None
    longer_interval: Pair | None = None  # times the usual interval
    share: Pair | None = None  # of the usual dose
    only_form: str | None = None  # to be given in no other form than this
    note: str | None = None
    evidence: tuple[str, ...] = ()  # else that of the entry
    checked: Checked | None = None


class OrganDose(Amount, frozen=True, kw_only=True):
    """Doses of a drug by one measure of one organ, as one source or custom has them."""

    organ: Organ
    by: tuple[str, ...]  # facts or definitions; where several are known the lowest counts
    position: str | None = None  # who says so, where sources disagree
    route: str | None = None
    bands: tuple[DoseBand, ...]  # from the lowest value up
    scale_below: float | None = None  # under it doses shrink in proportion
    supplement: Pair | None = None  # after each hemodialysis, in `unit`


class CarefulDose(Amount, frozen=True, kw_only=True):
    """A smaller start for some people, such as the old and frail. One condition is enough."""

    where: tuple[Where, ...]
    start: Pair | None = None
    verdict: Verdict = "caution"


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One published highest dose. With `where` it holds when one condition does."""

    max: float
    where: tuple[Where, ...] = ()
    alarm: bool = True  # false: another published figure, shown beside the one that counts
    note: str | None = None
    evidence: tuple[str, ...] = ()
    checked: Checked | None = None


class Ceiling(Amount, frozen=True, kw_only=True):
    """The highest dose of a day, all lines of the drug together."""

    routes: tuple[str, ...] = ()  # only by these
    figures: tuple[Figure, ...]
    days: float | None = None  # no longer than this


KINDS: dict[str, type[Entry]] = {
    "organ_doses": OrganDose,
    "careful_doses": CarefulDose,
    "ceilings": Ceiling,
}
STARTS: dict[str, float] = {"kidney": 0, "liver": 5, "weight": 0}  # where each scale begins


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    for kind in KINDS:
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in _names(made, entry))
            yield from ((kind, entry.id, text) for text in _sources(made, entry))
    for entry in made["organ_doses"].values():
        yield from (("organ_doses", entry.id, text) for text in _bands(entry))
    for entry in made["ceilings"].values():
        yield from (("ceilings", entry.id, text) for text in _figures(entry))


def _names(made: dict[str, dict[str, Any]], entry: Any) -> Iterator[str]:
    if not entry.drugs and not entry.classes:
        yield "is about no drug: name drugs or classes"
    for drug in entry.drugs:
        if drug not in made["ingredients"]:
            yield f"{drug} is not an ingredient"
    classes = {name for one in made["ingredients"].values() for name in one.classes}
    for name in entry.classes:
        if name not in classes:
            yield f"{name} is not a class of ingredients"
    for name in _facts(entry):
        if name not in made["facts"] and name not in made["definitions"]:
            yield f"{name} is not a fact or definition"


def _facts(entry: Any) -> Iterator[str]:
    """Every fact or definition that an entry asks for."""
    yield from getattr(entry, "by", ())
    parts = (entry, *getattr(entry, "figures", ()))
    yield from (one.fact for part in parts for one in getattr(part, "where", ()))


def _sources(made: dict[str, dict[str, Any]], entry: Any) -> Iterator[str]:
    for part in (*getattr(entry, "bands", ()), *getattr(entry, "figures", ())):
        for source in part.evidence:
            if source not in made["evidence"]:
                yield f"evidence {source} is not in evidence/"


def _bands(entry: OrganDose) -> Iterator[str]:
    """Bands that cover the scale once, and of which no worse one gives more."""
    if not entry.bands or (entry.bands[0].start_at != STARTS[entry.organ]):
        yield f"the first band begins at {STARTS[entry.organ]:g}: `from: {STARTS[entry.organ]:g}`"
        return
    for lower, upper in pairwise(entry.bands):
        if not _meet(lower, upper):
            yield f"bands leave a gap or overlap between {_ends(lower)} and {_ends(upper)}"
    last = entry.bands[-1]
    if last.to is not None or last.up_to is not None:
        yield "the last band has no end: what is above it would be in no band"
    yield from _ordered(entry)
    ranked = entry.bands if entry.organ == "kidney" else entry.bands[::-1]
    for worse, better in pairwise(ranked) if entry.organ != "weight" else ():
        for text in _raised(worse, better):
            yield f"the band {_ends(worse)} {text} than the band {_ends(better)}"


def _meet(lower: DoseBand, upper: DoseBand) -> bool:
    """One ends where the other begins, and the limit itself is in exactly one of them."""
    ends, begins = (lower.to, lower.up_to), (upper.start_at, upper.above)
    return ends == begins and sum(one is not None for one in ends) == 1


def _ends(band: DoseBand) -> str:
    low = f"from {band.start_at:g}" if band.start_at is not None else f"above {band.above or 0:g}"
    high = f" to {band.to:g}" if band.to is not None else ""
    return low + (f" up to {band.up_to:g}" if band.up_to is not None else high)


def _ordered(entry: OrganDose) -> Iterator[str]:
    pairs = [("supplement", entry.supplement)]
    pairs += [(name, getattr(band, name)) for band in entry.bands for name in BOUNDS]
    for name, pair in pairs:
        if pair is not None and not 0 <= pair[0] <= pair[1]:
            yield f"{name} {pair[0]:g} to {pair[1]:g} is not a range from low to high"


def _raised(worse: DoseBand, better: DoseBand) -> Iterator[str]:
    """What a worse band allows more of."""
    if "unread" not in (worse.verdict, better.verdict):
        if SEVERITY[worse.verdict] < SEVERITY[better.verdict]:
            yield "is milder"
    for name in (*BOUNDS, "max"):
        low, high = _pair(worse, name), _pair(better, name)
        if low is not None and high is not None and (low[0] > high[0] or low[1] > high[1]):
            yield f"gives more ({name})"
        if low is None and high is not None and SEVERITY[worse.verdict] in (1, 2):
            yield f"says no {name}, which could be more"


def _pair(band: DoseBand, name: str) -> Pair | None:
    value: Pair | float | None = getattr(band, name)
    return (value, value) if isinstance(value, float) else value


def _figures(entry: Ceiling) -> Iterator[str]:
    if not any(figure.alarm and not figure.where for figure in entry.figures):
        yield "no figure counts for everyone: one needs neither `where` nor `alarm: false`"
    for figure in entry.figures:
        if figure.max <= 0:
            yield f"a highest dose of {figure.max:g} is no dose"


__all__ = [
    "KINDS",
    "SEVERITY",
    "CarefulDose",
    "Ceiling",
    "DoseBand",
    "Figure",
    "OrganDose",
    "Where",
    "problems",
]
