"""What the items of a line say together: drugs, form and route, dose, and how often."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.often import IN_MG
from backstay.medicines.reading.amounts import runs
from backstay.medicines.reading.doses import Dose, dose, times
from backstay.medicines.reading.lexicon import Lexicon
from backstay.medicines.reading.matching import KNOWN, Matched
from backstay.medicines.reading.most import Most, most
from backstay.medicines.reading.nearest import nearest
from backstay.medicines.reading.times import Often, limited, often
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item

ONCE = Interval(1, 1)
WORN = ("transdermal", "topical")
LIMITS = "a limit of so many times a day, or of the dose that was said"


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
    understood(found, words)
    for item in found.of("bad"):
        raise NotRead(*item.key)
    items, limit = most(found.items, words)
    amount = dose(runs(items, words), len(found.drugs))
    form, route = form_and_route(found, words)
    how = often(items, amount.times if amount else None)
    _changed(found, route, amount)
    amount, how = _divided(amount, how, found.of("divided"))
    if limit:
        how = limited(how, _times_of(limit, amount))
    if amount and amount.multiplied and how.per_day in (None, ONCE, amount.multiplied):
        raise NotRead(
            "an amount times a number",
            "whether that is taken at once or at so many times of the day",
        )
    return Draft(found.drugs, form, route, amount, how)


def understood(found: Matched, words: Lexicon) -> None:
    """That each word means something, and one medicine is named. Raises NotRead."""
    for item in found.of("unsafe"):
        raise NotRead(f"{item.key[0]!r} is misread", item.key[1])
    strange = [item.key for item in found.of("strange")]
    if not found.drugs:
        near = nearest(strange, words.names)
        problem = f"{strange[0]!r} is not known as a drug" if strange else "no drug"
        raise NotRead(problem, f"did you mean {near}?" if near else KNOWN)
    for word in strange:
        raise NotRead(f"{word!r} is not understood", KNOWN)
    _one_medicine(found)
    _salts(found.items)
    marks = [item.means for item in found.items if item.means in ("open", "close")]
    if marks != ["open", "close"] * (len(marks) // 2):
        raise NotRead("a parenthesis without its other half", KNOWN)


def _one_medicine(found: Matched) -> None:
    """One drug, or the drugs of a combination with nothing but strengths between them."""
    places = [at for at, item in enumerate(found.items) if item.means == "drug"]
    keys = {item.key for item in found.of("drug")}
    between = {item.means for item in found.items[places[0] : places[-1]]}
    if len(keys) > 1 and between - {"drug", "salt", "slash", "number", "unit"}:
        raise NotRead("two drugs", "one medicine in one line")
    if len(keys) == 1 and between - {"drug", "salt", "open"}:
        raise NotRead("the same drug twice", "one medicine in one line")


def _changed(found: Matched, route: str | None, amount: Dose | None) -> None:
    """That what is changed is worn; of anything else it says that the order was. Raises NotRead."""
    patch = route is None and amount is not None and amount.units[0] == "mcg/h"
    if not (patch or route in WORN) and any(item.key == "worn" for item in found.of("filler")):
        raise NotRead("'changed', of what is not worn", "what is taken now")


def _salts(items: list[Item]) -> None:
    """The name of a salt stands beside its drug; alone it would be another drug."""
    for before, item in zip([None, *items], items, strict=False):
        if item.means == "salt" and (before is None or before.means not in ("drug", "salt")):
            raise NotRead("a salt without its drug", KNOWN)


def form_and_route(found: Matched, words: Lexicon) -> tuple[str | None, str | None]:
    """The one form and the one route that were said or are implied. Raises NotRead."""
    forms = {item.key: words.forms[item.key] for item in found.of("form")}
    routes = list(dict.fromkeys(item.key for item in found.of("route")))
    said = [one for one in forms.values() if not one.plain]
    plain = [one for one in forms.values() if one.plain]
    if len(said) > 1 or len(plain) > 1 or len(routes) > 1:
        raise NotRead("two forms or two routes", "one form and one route")
    route = routes[0] if routes else None
    become = [one.becomes[route] for one in plain if route in one.becomes and not said]
    shapes = said or [words.forms[one] for one in become] or plain
    for one in shapes:
        if route is None and len(one.routes) == 1:
            route = one.routes[0]
        if route is not None and route not in one.routes:
            raise NotRead(
                f"{one.id} by the route {route}", f"a route of {one.id}: {', '.join(one.routes)}"
            )
    form = next((one.id for one in shapes if not one.plain), None)
    return form, route


def _divided(amount: Dose | None, how: Often, divided: list[Item]) -> tuple[Dose | None, Often]:
    """60 mg a day in 3 doses: 20 mg, three times."""
    if not divided:
        return amount, how
    parts = divided[0]
    if (
        amount is None
        or how.per_day not in (None, ONCE)
        or len(divided) > 1
        or not 0 < parts.low == parts.high
    ):
        raise NotRead(
            "a dose that is divided",
            "the dose of a day and in how many parts: 60 mg a day in 3 doses",
        )
    each = Interval(1 / parts.low, 1 / parts.low)
    return times(amount, each), how._replace(per_day=Interval(parts.low, parts.low))


def _times_of(limit: Most, amount: Dose | None) -> float:
    """How many doses reach the highest amount of a day."""
    if amount is None or (len(amount.each) > 1 and limit.unit):
        raise NotRead("a limit without one dose", LIMITS)
    one = amount.pieces if limit.unit is None else amount.each[0]
    share = 1.0 if limit.unit in (None, amount.units[0]) else _share(limit.unit, amount.units[0])
    if one is None or one.low != one.high or share is None or one.low <= 0:
        raise NotRead("a limit that does not fit the dose", LIMITS)
    if limit.value * share < one.low:
        raise NotRead("a limit of the day below one dose", LIMITS)
    return limit.value * share / one.low


def _share(one: str | None, other: str) -> float | None:
    """How much of the other unit one of this is; None where they do not measure the same."""
    return IN_MG[one] / IN_MG[other] if one in IN_MG and other in IN_MG else None
