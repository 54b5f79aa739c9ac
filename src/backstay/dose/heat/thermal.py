"""Thermal dose: equivalent minutes at 43 degrees Celsius, and what they reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from backstay.case.values import Interval
from backstay.dose.heat.reading import Heating
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.heat import CEM43, HeatThreshold, ThermalDose


class Reached(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One threshold, and whether it is reached; None where that hangs on the temperature from which time counts."""

    id: str
    of: str  # thermal_dose, temperature
    value: float  # equivalent minutes, or degrees Celsius
    sense: str  # harm: done from here; ceiling: stay below
    reached: bool | None
    says: str
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class ThermalFound(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The thermal dose of a heating, part by part and in all."""

    parts: tuple[tuple[Heating, Interval], ...]
    total: Interval  # equivalent minutes at the reference temperature
    highest: float  # degrees Celsius
    reference: float
    thresholds: tuple[Reached, ...]
    cautions: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked


def thermal_dose(parts: Iterable[Heating], knowledge: Knowledge) -> ThermalFound:
    """Equivalent minutes at 43 degrees (CEM43) of a heating, and the thresholds that it reaches.

    Temperatures are degrees Celsius, times minutes. Below 43 degrees sources let time count from different
    temperatures, so the result is a range there. Raises ValueError with every part that cannot be. Sources: the
    entry `cem43` and those of `heat_thresholds`.

    >>> from backstay.knowledge import load_knowledge
    >>> found = thermal_dose([Heating(celsius=45, minutes=10)], load_knowledge())
    >>> found.total, [one.id for one in found.thresholds if one.reached]
    (Interval(low=40.0, high=40.0), ['mr_safety_controlled', 'mr_safety_uncontrolled', 'nerve_tissue_dies'])
    """
    listed, entry = tuple(parts), _entry(knowledge)
    problems = [*_problems(listed, entry)]
    if problems:
        raise ValueError("\n".join(problems))
    each = tuple((part, equivalent_minutes(part, entry)) for part in listed)
    total = Interval(sum(one.low for _, one in each), sum(one.high for _, one in each))
    highest = max(part.celsius for part in listed)
    table: Mapping[str, HeatThreshold] = knowledge.tables["heat_thresholds"]
    return ThermalFound(
        parts=each, total=total, highest=highest, reference=entry.reference,
        thresholds=tuple(_reached(one, total, highest) for one in table.values()),
        cautions=entry.cautions, evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def equivalent_minutes(part: Heating, entry: ThermalDose) -> Interval:
    """The minutes at the reference temperature that do what this part does."""
    factor = entry.at_or_above if part.celsius >= entry.reference else entry.below
    minutes = part.minutes * factor ** (entry.reference - part.celsius)
    surely_from, perhaps_from = entry.counts_from[1], entry.counts_from[0]
    return Interval(
        minutes if part.celsius >= surely_from else 0.0,
        minutes if part.celsius >= perhaps_from else 0.0,
    )


def _entry(knowledge: Knowledge) -> ThermalDose:
    entry: ThermalDose = knowledge.tables["thermal_doses"][CEM43]
    return entry


def _problems(parts: tuple[Heating, ...], entry: ThermalDose) -> Iterator[str]:
    """What cannot be. NaN is in no range, so it is refused too."""
    if not parts:
        yield "nothing was heated; expected TEMPERATURE:TIME, such as 45C:10min"
    coldest, hottest = entry.temperatures
    for part in parts:
        if not coldest <= part.celsius <= hottest:
            yield f"{part.celsius:g} degrees Celsius; expected from {coldest:g} to {hottest:g}"
        if not 0 < part.minutes <= entry.longest_minutes:
            yield f"{part.minutes:g} minutes; expected above 0 and at most {entry.longest_minutes:g}"


def _reached(entry: HeatThreshold, total: Interval, highest: float) -> Reached:
    measured = total if entry.of == "thermal_dose" else Interval(highest, highest)
    sure = measured.low >= entry.value
    return Reached(
        id=entry.id, of=entry.of, value=entry.value, sense=entry.sense,
        reached=True if sure else None if measured.high >= entry.value else False,
        says=entry.says, note=entry.note, evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip
