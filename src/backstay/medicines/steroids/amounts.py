"""Steroids of the table by name, and how much of one a line says is taken in a day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import names_of, spoken
from backstay.knowledge.tables.steroids import Steroid
from backstay.medicines.line import Line
from backstay.medicines.often import IN_MG, times_taken

CLASS = "steroid"  # of ingredients
# By these routes, or where none is said, a dose reaches the whole body and compares with one by mouth.
WHOLE_BODY = (None, "oral", "subcutaneous", "intravenous", "intramuscular")


def steroid_table(knowledge: Knowledge) -> Mapping[str, Steroid]:
    """Every steroid that others are compared with, by the id of its ingredient."""
    return knowledge.tables["steroids"]


@lru_cache(maxsize=4)
def systemic_steroids(knowledge: Knowledge) -> frozenset[str]:
    """The ids of all ingredients that are steroids, whether the table compares them or not."""
    return frozenset(one.id for one in knowledge.ingredients.values() if CLASS in one.classes)


def steroid_named(name: str, knowledge: Knowledge) -> Steroid:
    """The steroid of the table that a word means. Raises ValueError that lists them.

    >>> from backstay.knowledge import load_knowledge
    >>> steroid_named("Decadron", load_knowledge()).id
    'dexamethasone'
    """
    found = _by_name(knowledge).get(spoken(name))
    if found is None:
        known = ", ".join(steroid_table(knowledge))
        raise ValueError(f"{name!r} is not a steroid that can be compared; expected one of {known}")
    return found


@lru_cache(maxsize=4)
def _by_name(knowledge: Knowledge) -> dict[str, Steroid]:
    table, ingredients = steroid_table(knowledge), knowledge.ingredients
    return {name: one for one in table.values() for name in names_of(ingredients[one.id])}


def one_dose(line: Line, steroid: Steroid) -> Interval | None:
    """mg of the base in one dose of a line; a salt named on it counts with what it holds of the base."""
    if line.dose is None or line.unit is None or line.unit not in IN_MG:
        return None
    part = IN_MG[line.unit] * base_share(line, steroid)
    return Interval(line.dose.low * part, line.dose.high * part)


def base_share(line: Line, steroid: Steroid) -> float:
    """How much of a mg that a line names is the base: 1, or less where it names a salt."""
    words = f" {spoken(line.text)} "
    for salt in steroid.salts:
        if f" {salt.name} " in words:
            return salt.base / salt.dose
    return 1.0


def daily_dose(line: Line, steroid: Steroid) -> Interval | None:
    """mg of the base in a day; None where dose or times are not said."""
    one, times = one_dose(line, steroid), times_taken(line)
    if one is None or times is None:
        return None
    return Interval(one.low * times.low, one.high * times.high)


def taken_daily(line: Line, knowledge: Knowledge) -> float:
    """The one dose in mg that a line says is taken in a day. Raises ValueError where it is none, or a range.

    >>> from backstay.knowledge import load_knowledge
    >>> line = Line(drug="gabapentin", text="", dose=Interval(300, 300), unit="mg", per_day=Interval(3, 3))
    >>> taken_daily(line, load_knowledge())
    900.0
    """
    steroid, times = steroid_table(knowledge).get(line.drug), times_taken(line)
    unit = IN_MG.get(line.unit or "")
    if steroid is not None and line.route not in WHOLE_BODY:
        raise ValueError(
            f"{line.text!r}: {line.route} acts in its place; expected by mouth or injected"
        )
    if line.dose is None or unit is None or times is None:
        raise ValueError(f"{line.text!r}: the dose of a day is not said; expected mg and how often")
    low, high = line.dose.low * times.low, line.dose.high * times.high
    if low != high:
        raise ValueError(
            f"{line.text!r}: a way down begins at one dose, not a range; expected what is taken in a day"
        )
    return low * unit * (base_share(line, steroid) if steroid else 1.0)
