"""What must hold between the tables on changing opioids before a dose may rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Problem = tuple[str, str, str]
Made = dict[str, dict[str, Any]]
ROLES = {
    "reductions": ("sensitive", "pain_not_held", "usual", "same_drug", "patch_table"),
    "rescue_shares": ("usual", "sensitive"),
}


def rotation_problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong) of every table on changing opioids."""
    yield from _drugs(made)
    yield from _ratios(made)
    for dose in made["opioid_doses"].values():
        yield from (("opioid_doses", dose.id, text) for text in _dose(dose))
    for table in made["patch_tables"].values():
        yield from (("patch_tables", table.id, text) for text in _bands(table))
    for kind, roles in ROLES.items():
        yield from _roles(made, kind, roles)
    for kind in ("reductions", "rescue_shares", "opioid_steps"):
        yield from _shares(made, kind)
    yield from _tapers(made)
    for alarm in made["change_alarms"].values():
        if sum(part is not None for part in (alarm.rises_by, alarm.above, alarm.when)) != 1:
            yield "change_alarms", alarm.id, "an alarm says one of rises_by, above and when"


def quotient(value: float | tuple[float, float]) -> float:
    """A number, or the quotient of two.

    >>> quotient(0.5), quotient((30, 7.5))
    (0.5, 4.0)
    """
    return value[0] / value[1] if isinstance(value, tuple) else value


def _drugs(made: Made) -> Iterator[Problem]:
    """Every drug is an ingredient of the class of opioids."""
    for kind in ("ratios", "patch_tables", "opioid_doses"):
        for entry in made[kind].values():
            for name in ("drug", "to", "patch"):
                drug = getattr(entry, name, None)
                known = made["ingredients"].get(drug) if drug is not None else None
                if drug is not None and (known is None or "opioid" not in known.classes):
                    yield kind, entry.id, f"{drug} is not an opioid among the ingredients"


def _dose(dose: Any) -> Iterator[str]:
    """What is computed can be rounded; a step is above zero."""
    if any(step is not None and step <= 0 for step in (dose.step, dose.single_step)):
        yield "doses are rounded to a step above zero"
    if dose.refused is None and dose.unit == "mg" and None in (dose.step, dose.single_step):
        yield "says neither why no dose of it is computed, nor what a day and a single dose are rounded to"
    if not dose.needs_tolerance and dose.unit != "mg":
        yield "what is not given in mg is for the tolerant alone"


def _ratios(made: Made) -> Iterator[Problem]:
    """In order, above zero, one for each pair, and never more back than was there."""
    pairs: dict[tuple[str, ...], Any] = {}
    for one in made["ratios"].values():
        if min(_numbers(one.low, one.default, one.high)) <= 0:
            yield "ratios", one.id, "a ratio is above zero"
            continue
        low, default, high = map(quotient, (one.low, one.default, one.high))
        if not low <= default <= high:
            yield "ratios", one.id, "low is at most default, and default at most high"
        other: Any = pairs.setdefault((one.drug, one.route, one.to, one.to_route), one)
        if other is not one:
            yield "ratios", one.id, f"{other.id} converts this pair already"
        back = pairs.get((one.to, one.to_route, one.drug, one.route))
        if back is not None and low * quotient(back.low) > 1 + 1e-9:
            yield "ratios", one.id, f"there and back by {back.id} gives more than there was"


def _numbers(*values: Any) -> list[float]:
    return [part for value in values for part in (value if isinstance(value, tuple) else (value,))]


def _bands(table: Any) -> Iterator[str]:
    if bool(table.bands) == (table.share is not None):
        yield "a table of patches has either bands or a share"
    for band in table.bands:
        if not 0 < band.min < band.max or band.strength <= 0:
            yield f"the band from {band.min:g} does not end above its beginning, or has no strength"
    for one, two in pairwise(table.bands):
        if two.min <= one.max or two.strength <= one.strength:
            yield f"the band from {two.min:g} overlaps the one before, or its patch is no larger"
    if table.below is not None and table.bands and table.below >= table.bands[0].strength:
        yield "the patch below the first band is no smaller"


def _roles(made: Made, kind: str, roles: tuple[str, ...]) -> Iterator[Problem]:
    """One entry for each role: two would leave open which of them holds, and none what does."""
    seen: dict[str, str] = {}
    for entry in made[kind].values():
        other = seen.setdefault(entry.role, entry.id)
        if other != entry.id:
            yield kind, entry.id, f"{other} has the role {entry.role} already"
    for role in roles:
        if role not in seen:
            yield (
                kind,
                role,
                f"no entry of {kind} has this role, and every change of opioid needs it",
            )


def _shares(made: Made, kind: str) -> Iterator[Problem]:
    for entry in made[kind].values():
        low, high = entry.percent
        if not 0 <= low <= high <= 100:
            yield kind, entry.id, "percent goes from the smaller to the larger, between 0 and 100"
        for name in (
            *getattr(entry, "any", ()),
            *getattr(entry, "all", ()),
            *getattr(entry, "none", ()),
        ):
            named = made["definitions"].get(name) or made["facts"].get(name)
            if named is None or named.kind != "yes_no" or named.scope != "patient":
                yield kind, entry.id, f"{name} is not a yes_no fact or definition of the person"


def _tapers(made: Made) -> Iterator[Problem]:
    """Paces from the first day on, without a gap or an end; one step and one pace hold where nothing is known."""
    for entry in made["opioid_tapers"].values():
        if not 0 < entry.percent < 100 or entry.every_days <= 0:
            yield (
                "opioid_tapers",
                entry.id,
                "a step is above 0 and under 100 percent, and lasts days",
            )
    spans = sorted(made["opioid_tapers"].values(), key=lambda entry: entry.days[0])
    for one, two in pairwise(spans):
        if one.days[1] != two.days[0]:
            yield "opioid_tapers", two.id, f"does not begin where {one.id} ends"
    if not spans or spans[0].days[0] != 0 or spans[-1].days[1] is not None:
        yield "opioid_tapers", "days", "the paces begin with day 0, and the last one has no end"
    if sum(one.unknown for one in spans) != 1:
        yield (
            "opioid_tapers",
            "unknown",
            "one pace holds while nobody knows for how long it was taken",
        )
    if not any(one.least and one.proposed for one in made["opioid_steps"].values()):
        yield "opioid_steps", "least", "one step that is proposed holds for everyone"
