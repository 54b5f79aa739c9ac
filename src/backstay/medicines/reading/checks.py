"""What must hold before a line is given: units fit forms, amounts are no slip of the pen, nothing is missing."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.medicines.line import Line
from backstay.medicines.often import IN_MG
from backstay.medicines.reading.draft import Draft
from backstay.medicines.reading.lexicon import Lexicon
from backstay.medicines.reading.times import DAY, Often
from backstay.medicines.reading.tokens import NotRead

RATES = ("mcg/h", "mg/h")


def checked(of: Draft, text: str, words: Lexicon) -> tuple[Line, ...]:
    """A line for each drug, once form, unit and dose fit.

    Raises NotRead.
    """
    return tuple(_line(of, at, text, words) for at in range(len(of.drugs)))


def complete(line: Line) -> None:
    """That a line of text says how much and how often. Raises NotRead."""
    if line.dose is None:
        raise NotRead("no dose", "a dose with its unit, such as 10 mg")
    lasting = line.unit in RATES
    if line.per_day is None and line.taken_per_day is None and not lasting:
        raise NotRead("it is not said how often", "how often, such as twice a day or every 4 hours")


def _line(of: Draft, at: int, text: str, words: Lexicon) -> Line:
    drug, form, route = of.drugs[at], of.form, of.route
    amount, unit = (of.dose.each[at], of.dose.units[at]) if of.dose else (None, None)
    if unit in RATES and form is None:
        form, route = _of_rate(drug, unit, route, words)
    if unit is not None and amount is not None:
        _fits(form, unit, words)
        _plausible(drug, unit, amount, words)
    _apart(form, of.often, words)
    _unlike_patch(drug, form, unit, of.often, words)
    return Line(
        drug=drug, text=text, form=form, route=route, dose=amount, unit=unit, **of.often._asdict()
    )


def _of_rate(drug: str, unit: str, route: str | None, words: Lexicon) -> tuple[str, str | None]:
    """The form of what is given per hour: a patch where the drug has one, else an infusion."""
    if drug in words.patches and unit == "mcg/h" and route in (None, "transdermal"):
        return "patch", "transdermal"
    if route not in words.forms["infusion"].routes:
        raise NotRead(
            f"{unit} of {drug} without its route", "the route of an infusion, such as subcutaneous"
        )
    return "infusion", route


def _fits(form: str | None, unit: str, words: Lexicon) -> None:
    units = words.forms[form].units if form else ()
    if form and unit not in units:
        raise NotRead(
            f"{unit} does not fit {form.replace('_', ' ')}", f"a dose in {' or '.join(units)}"
        )


def _plausible(drug: str, unit: str, amount: Interval, words: Lexicon) -> None:
    """Amounts that no slip of the pen explains."""
    if not 0 < amount.low <= amount.high:
        raise NotRead("a dose of zero or less, or a range from high to low", "a dose above zero")
    limits = (words.limits.get(drug) or words.limits[""]).units
    known = "mg" if unit in IN_MG else unit
    if known not in limits:
        raise NotRead(f"{drug} in {unit}", f"a dose in {' or '.join(limits)}")
    (least, most), factor = limits[known], IN_MG.get(unit, 1.0)
    if not least <= amount.low * factor <= amount.high * factor <= most:
        raise NotRead(
            f"{amount.low:g} {unit} of {drug} at once looks like a slip",
            f"{least:g} to {most:g} {known}",
        )


def _apart(form: str | None, how: Often, words: Lexicon) -> None:
    shortest = words.forms[form].shortest_hours if form else None
    if shortest and how.per_day and how.per_day.high > DAY / shortest * 1.001:
        raise NotRead(
            f"a {form} more often than every {shortest:g} hours",
            f"every {shortest:g} hours or more",
        )


def _unlike_patch(
    drug: str, form: str | None, unit: str | None, how: Often, words: Lexicon
) -> None:
    """What is given as rarely as a patch, of a drug that has one, may be a patch written without its hour."""
    shortest = words.forms["patch"].shortest_hours
    rare = shortest and how.per_day and how.per_day.high <= DAY / shortest
    if rare and form is None and unit is not None and drug in words.patches:
        raise NotRead(f"{unit} of {drug} as rarely as a patch", "mcg/h for a patch, or the form")
