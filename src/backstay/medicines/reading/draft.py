"""What a line says, gathered and checked: forms with routes and units, doses against slips of the pen."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.line import Line
from backstay.medicines.reading.amounts import Dose, dose, runs
from backstay.medicines.reading.lexicon import Item, Lexicon
from backstay.medicines.reading.matching import KNOWN, Matched
from backstay.medicines.reading.times import DAY, Often, often
from backstay.medicines.reading.tokens import NotRead

RATES = ("mcg/h", "mg/h")
MASS = {"g": ("mg", 1000.0), "mcg": ("mg", 0.001)}


class Draft(NamedTuple):
    """What one line says of its drugs."""

    drugs: tuple[str, ...]
    form: str | None
    route: str | None
    dose: Dose | None
    often: Often


def draft(found: Matched, words: Lexicon) -> Draft:
    """What the items of a line say together.

    Raises NotRead where a word means nothing, or two parts do not agree.
    """
    if found.strange:
        raise NotRead(f"{found.strange[0]!r} is not understood", KNOWN)
    _unsafe(found)
    _outline(found)
    amount = dose(runs(found, words), len(found.drugs))
    form, route = form_and_route(_keys(found, "form"), _keys(found, "route"), words)
    return Draft(found.drugs, form, route, amount, often(found, amount.times if amount else None))


def _unsafe(found: Matched) -> None:
    for item in found:
        if item.means == "unsafe":
            raise NotRead("an abbreviation that is misread", item.key)


def _outline(found: Matched) -> None:
    """One drug or one combination, each after the other; parentheses in pairs."""
    places = [at for at, item in enumerate(found) if item.means == "drug"]
    between = [item.means for item in found[places[0] : places[-1]]] if places else []
    if set(between) - {"drug", "slash", "salt"}:
        raise NotRead("two drugs", "one medicine in one line")
    if len(set(found.drugs)) != len(found.drugs):
        raise NotRead("the same drug twice", "one medicine in one line")
    marks = [item.means for item in found if item.means in ("open", "close")]
    if marks != ["open", "close"] * (len(marks) // 2):
        raise NotRead("a parenthesis without its other half", KNOWN)


def _keys(found: list[Item], means: str) -> list[str]:
    return list(dict.fromkeys(item.key for item in found if item.means == means))


def form_and_route(
    forms: list[str], routes: list[str], words: Lexicon
) -> tuple[str | None, str | None]:
    """The one form and the one route that were said or are implied."""
    said = [one for one in forms if not words.forms[one].plain]
    plain = [words.forms[one] for one in forms if words.forms[one].plain]
    if len(said) > 1 or len(plain) > 1 or len(routes) > 1:
        raise NotRead("two forms or two routes", "one form and one route")
    route = routes[0] if routes else None
    form = (
        said[0]
        if said
        else next((one.becomes[route] for one in plain if route in one.becomes), None)
    )
    for one in ([words.forms[form]] if form else []) or plain:
        if route is None and len(one.routes) == 1:
            route = one.routes[0]
        if route is not None and route not in one.routes:
            raise NotRead(
                f"{one.id} by the route {route}", f"a route of {one.id}: {', '.join(one.routes)}"
            )
    return form, route


def lines(of: Draft, text: str, words: Lexicon) -> tuple[Line, ...]:
    """A line for each drug, once form, unit and dose fit.

    Raises NotRead.
    """
    return tuple(_line(of, at, text, words) for at in range(len(of.drugs)))


def _line(of: Draft, at: int, text: str, words: Lexicon) -> Line:
    drug, form, route = of.drugs[at], of.form, of.route
    amount = of.dose.each[at] if of.dose else None
    unit = of.dose.units[at] if of.dose else None
    if unit in RATES and form is None:
        form, route = _of_rate(drug, unit, route, words)
    if unit is not None and amount is not None:
        _plausible(drug, form, unit, amount, words)
    _apart(form, of.often, words)
    return Line(
        drug=drug, text=text, form=form, route=route, dose=amount, unit=unit, **of.often._asdict()
    )


def _of_rate(drug: str, unit: str, route: str | None, words: Lexicon) -> tuple[str, str | None]:
    """The form of what is given per hour: a patch where the drug has one, else an infusion."""
    patch = drug in words.patches and unit == "mcg/h" and route in (None, "transdermal")
    if patch:
        return "patch", "transdermal"
    if route not in words.forms["infusion"].routes:
        raise NotRead(
            f"{unit} of {drug} without its route", "the route of an infusion, such as subcutaneous"
        )
    return "infusion", route


def _plausible(drug: str, form: str | None, unit: str, amount: Interval, words: Lexicon) -> None:
    """Units that fit the form, and amounts that no slip of the pen explains."""
    if form is not None and unit not in words.forms[form].units:
        raise NotRead(
            f"{unit} does not fit {form}", f"a dose in {' or '.join(words.forms[form].units)}"
        )
    if amount.low <= 0 or amount.low > amount.high:
        raise NotRead("a dose of zero or less, or a range from high to low", "a dose above zero")
    limit = words.limits.get(drug) or words.limits[""]
    known, factor = MASS.get(unit, (unit, 1.0))
    if known not in limit.units:
        raise NotRead(f"{drug} in {unit}", f"a dose in {' or '.join(limit.units)}")
    least, most = limit.units[known]
    if not least <= amount.low * factor <= amount.high * factor <= most:
        raise NotRead(f"{amount.low:g} {unit} of {drug} at once", f"{least:g} to {most:g} {known}")


def _apart(form: str | None, how: Often, words: Lexicon) -> None:
    shortest = words.forms[form].shortest_hours if form else None
    if shortest and how.per_day and how.per_day.high > DAY / shortest + 1e-9:
        raise NotRead(
            f"a {form} more often than every {shortest:g} hours",
            f"such as every {shortest:g} hours",
        )


def complete(line: Line) -> None:
    """That a line of text says how much and how often. Raises NotRead."""
    if line.dose is None:
        raise NotRead("no dose", "a dose with its unit, such as 10 mg")
    lasting = line.form in ("patch", "infusion") and line.unit in RATES
    if line.per_day is None and line.taken_per_day is None and not lasting:
        raise NotRead("it is not said how often", "how often, such as twice a day or every 4 hours")
