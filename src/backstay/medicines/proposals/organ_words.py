"""What an organ means for a dose, in one sentence."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.medicines.organs.said import OrganAdvice, Said
from backstay.medicines.proposals.words import number, span

ORGANS = {"kidney": "Kidneys", "liver": "Liver", "weight": "Weight", "age": "Age or frailty"}
UNITS = {"kidney": "mL/min", "liver": "points", "weight": "kg", "age": ""}
VERDICTS = {
    "unread": "no dose was read", "usual": "the usual dose", "caution": "with care",
    "avoid": "avoid", "contraindicated": "not to be given",
}  # fmt: skip


def organ_words(one: OrganAdvice, said: Said) -> str:
    """The organ with its band, the verdict, the amounts of the band, and its notes."""
    where = f"{ORGANS[one.organ]}{_band(one, said)}"
    verdict = VERDICTS[said.verdict]
    parts = [verdict, *_amounts(said)]
    who = f" ({said.position})" if said.position else ""
    doubt = ", not known yet" if not one.says else ", perhaps" if one.careful else ""
    notes = f". {said.notes[0]}" if said.notes else ""
    return f"{where}{doubt}{who}: {', '.join(parts)}{notes}"


def _band(one: OrganAdvice, said: Said) -> str:
    if said.band is None:
        return ""
    low, high = said.band
    unit = UNITS[one.organ]
    if high is None:
        return f" from {number(low)} {unit}".rstrip()
    return f" {number(low)} to {number(high)} {unit}".rstrip()


def _amounts(said: Said) -> list[str]:
    """What the band says of the dose: how it begins or what one dose is, and how much a day may hold."""
    dose = said.dose
    if dose is None:
        return []
    first = (
        ("begin with", dose.start, f"{dose.unit} a day")
        if dose.start
        else ("one dose", dose.single, dose.unit)
    )
    named: tuple[tuple[str, Interval | None, str], ...] = (
        first,
        ("later", dose.daily, f"{dose.unit} a day")
        if dose.start
        else ("in all", dose.daily, f"{dose.unit} a day"),
        ("every", dose.every_hours, "hours"),
        ("the interval times", dose.longer_interval, ""),
        ("after hemodialysis", dose.supplement, dose.unit),
    )
    told = [f"{name} {span(*amount, unit)}" for name, amount, unit in named if amount is not None]
    if dose.max is not None and dose.daily is None:
        told.append(f"at most {span(dose.max, None, dose.unit)} a day")
    if dose.share is not None and dose.share.high < 1:
        told.append(f"{_percent(dose.share)} of the usual dose")
    if said.form is not None:
        told.append(f"only {said.form.replace('_', ' ')}")
    return told


def _percent(share: Interval) -> str:
    return span(share.low * 100, share.high * 100, "%")
