"""Doses in a few words."""

from __future__ import annotations

from backstay.knowledge.tables.regimens import Raise
from backstay.medicines.proposals.proposal import Dose, Pair

NO_DOSE = "no first dose was read: local formulary or pharmacist"
NO_DRUG = "no drug and no dose was read: local formulary or pharmacist"
COUNTED = ("tablet", "plaster", "patch")


def number(value: float) -> str:
    """A number as it is written on a prescription, never with a trailing zero.

    >>> number(20.0), number(37.5), number(0.2), number(100 * 11 / 15)
    ('20', '37.5', '0.2', '73.33')
    """
    return f"{round(value, 2):.10g}"


def span(low: float, high: float | None, unit: str = "") -> str:
    """One number, or from low to high.

    >>> span(20, 30, "mg"), span(5, None, "mg"), span(3, 3), span(2, 2, "tablet")
    ('20 to 30 mg', '5 mg', '3', '2 tablets')
    """
    told = number(low) if high is None or high == low else f"{number(low)} to {number(high)}"
    several = unit in COUNTED and (high or low) > 1
    return f"{told} {unit}{'s' if several else ''}".strip()


def dose_words(dose: Dose, form: str | None = None, route: str | None = None) -> str:
    """A dose in one line.

    >>> dose_words(Dose(amount=[20, 30], unit="mg", per="day"), "modified_release", "oral")
    '20 to 30 mg a day, modified release, by mouth'
    >>> dose_words(Dose(amount=[10, 10], unit="mg", times_per_day=[3, 3], for_days=5))
    '10 mg, 3 times a day, for 5 days'
    """
    amount = span(dose.amount[0], dose.amount[1], dose.unit)
    parts = [f"{amount} a day" if dose.per == "day" else amount, _times(dose), *_how(form, route)]
    if dose.as_needed:
        parts.append("as needed")
    if dose.for_days is not None:
        parts.append(f"for {number(dose.for_days)} days")
    return ", ".join(part for part in parts if part)


def _times(dose: Dose) -> str:
    if dose.times_per_day is None:
        return ""
    return _in_parts(dose.times_per_day) if dose.per == "day" else _a_day(dose.times_per_day)


def _in_parts(times: Pair) -> str:
    return "in one dose" if times == [1, 1] else f"in {span(times[0], times[1])} doses"


def _a_day(times: Pair) -> str:
    return "once a day" if times == [1, 1] else f"{span(times[0], times[1])} times a day"


ROUTES = {
    "oral": "by mouth", "intravenous": "into a vein", "subcutaneous": "under the skin", "nasal": "into the nose",
    "transdermal": "through the skin", "topical": "on the skin",
}  # fmt: skip
PLAIN = (
    "tablet",
    "injection",
    "plaster",
    "nasal_spray",
)  # forms that the route or the unit says already


def _how(form: str | None, route: str | None) -> list[str]:
    shown = form if form and form not in PLAIN else ""
    return [shown.replace("_", " "), ROUTES.get(route or "", (route or "").replace("_", " "))]


def step_words(step: Raise) -> str:
    """By how much and when the dose goes up.

    >>> step_words(Raise(low=300, unit="mg", after_days=(1, 7)))
    'by 300 mg every 1 to 7 days'
    """
    when = f" every {span(*step.after_days)} days" if step.after_days else ""
    return f"by {span(step.low, step.high, step.unit)}{when}"
