"""Whether someone is tolerant to opioids by a label's definition: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.equivalents import LABEL, Tolerance
from backstay.medicines.line import Line
from backstay.medicines.opioids.day import day, in_unit
from backstay.medicines.opioids.equivalents import DEFAULT, may_be_opioid, mme
from backstay.medicines.opioids.factors import way


def tolerant(lines: Iterable[Line], complete: bool | None, knowledge: Knowledge) -> bool | None:
    """Whether someone who takes these lines is tolerant to opioids, by `tolerances` in the knowledge.

    True when one of the drugs the label names was surely taken at its dose for its days: of drugs as needed only
    what was taken counts. False only when the list is complete and nothing on it could reach that. Else None.

    >>> from backstay.knowledge import load_knowledge
    >>> tolerant([], True, load_knowledge()), tolerant([], None, load_knowledge())
    (False, None)
    """
    entry: Tolerance = knowledge.tables["tolerances"][LABEL]
    taken = [
        line
        for line in lines
        if may_be_opioid(knowledge, line.drug) and not _too_short(line, entry)
    ]
    surely: dict[str, float] = {}
    at_most = 0.0
    for line in taken:
        share = _share(line, entry, knowledge)
        surely[line.drug] = surely.get(line.drug, 0.0) + share.low
        at_most += share.high
    if any(share >= 1 for share in surely.values()):
        return True
    return False if complete is True and at_most < 1 else None


def _too_short(line: Line, entry: Tolerance) -> bool:
    return line.days is not None and line.days < entry.days


def _share(line: Line, entry: Tolerance, knowledge: Knowledge) -> Interval:
    """How much of the label's dose one line makes: surely, and at most.

    A drug or a way of giving that the label does not name, or days that nobody said, make surely nothing.
    """
    found = way(knowledge, DEFAULT, line.drug, line.route, line.form)
    route = line.route or (found.factor.routes[0] if found.factor is not None else None)
    named = next(
        (one for one in entry.doses if one.drug == line.drug and route in one.routes), None
    )
    if named is None:
        return Interval(0.0, _others(line, entry, knowledge))
    said = day(line).dose
    dose = None if said is None else in_unit(said, line.unit, named.unit)
    if dose is None:
        return Interval(0.0, inf)
    # A route taken for granted: by another it may be far more, hardly less.
    high = inf if found.warning is not None else dose.high / named.dose
    return Interval(0.0 if line.days is None else dose.low / named.dose, high)


def _others(line: Line, entry: Tolerance, knowledge: Knowledge) -> float:
    """The share that an opioid the label names no dose of makes at most, by the set that counts it highest."""
    sums = [mme([line], knowledge, name) for name in knowledge.tables["factor_sets"]]
    known = [one.total.high for one in sums if one.total is not None]
    guessed = any("route was not said" in text for one in sums for text in one.warnings)
    return inf if guessed or not known else max(known) / entry.morphine
