"""One steroid in terms of another, with how far sources disagree."""

from __future__ import annotations

from math import inf

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked, Status
from backstay.knowledge.tables.steroids import Steroid
from backstay.medicines.line import Line
from backstay.medicines.often import times_taken
from backstay.medicines.steroids.amounts import (
    WHOLE_BODY,
    base_share,
    one_dose,
    steroid_named,
    steroid_table,
)

WEAKEST: tuple[Status, ...] = ("unverified", "secondary", "primary")


class SteroidDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How much of one steroid does what a dose of another does to inflammation."""

    drug: str
    to: str
    dose: Interval | None  # of `to`, in `unit`; both ends the same for one dose. None where refused
    unit: str
    per: str  # "day", or "dose" where the line does not say how often
    spread: Interval | None  # what the dose could be by any published figure
    salt: str | None  # said where the line names a salt
    refused: str | None
    warnings: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked | None


def convert(what: Line | tuple[str, float], to: str, knowledge: Knowledge) -> SteroidDose:
    """What dose of the steroid `to` equals a line, or so many mg of a drug.

    In mg a day where a line says how often, else in mg of one dose. A line as needed gives what is taken at least
    and at most. Doses compare by their effect on inflammation only. Raises ValueError for a drug that is no steroid
    of the table, a dose that is not above 0, or one that only a slip of the pen would write. Source: `steroids` of
    the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> found = convert(("dexamethasone", 16), "prednisone", load_knowledge())
    >>> round(found.dose.high, 1), [round(end, 1) for end in found.spread]
    (106.7, [80.0, 106.7])
    """
    target = steroid_named(to, knowledge)
    if isinstance(what, tuple):
        what = Line(
            drug=steroid_named(what[0], knowledge).id, text=what[0], dose=_given(what[1]), unit="mg"
        )
    steroid = steroid_table(knowledge).get(what.drug)
    if steroid is None:
        return _not_compared(what, target, knowledge)
    if what.route not in WHOLE_BODY:
        return _refused(what, target, f"{what.route} acts in its place, and compares with nothing")
    return _converted(what, steroid, target)


def _given(dose: float) -> Interval:
    if not 0 < dose < inf:
        raise ValueError(f"a dose of {dose:g} mg cannot be; expected more than 0")
    return Interval(float(dose), float(dose))


def _not_compared(line: Line, target: Steroid, knowledge: Knowledge) -> SteroidDose:
    known = knowledge.ingredients.get(line.drug)
    if known is None or "steroid" not in known.classes:
        raise ValueError(f"{line.text!r}: {line.drug} is not a steroid")
    return _refused(line, target, f"no figure that compares {line.drug} was read")


def _refused(line: Line, target: Steroid, why: str) -> SteroidDose:
    return SteroidDose(
        drug=line.drug, to=target.id, dose=None, unit="mg", per="day", spread=None, salt=None,
        refused=why, warnings=(), evidence=(), checked=None,
    )  # fmt: skip


def _converted(line: Line, steroid: Steroid, target: Steroid) -> SteroidDose:
    one, times = one_dose(line, steroid), times_taken(line)
    if times is not None and times.high == inf:  # as needed, without a limit
        times = None
    if one is None:
        raise ValueError(f"{line.text!r}: the dose is missing; expected mg, mcg or g")
    amount = one if times is None else Interval(one.low * times.low, one.high * times.high)
    not_a_slip(steroid, one.high if times is None else amount.high, line.text)
    low, high = span(target, steroid)
    ratio = target.equals / steroid.equals
    return SteroidDose(
        drug=steroid.id, to=target.id, unit="mg", per="dose" if times is None else "day",
        dose=Interval(amount.low * ratio, amount.high * ratio),
        spread=Interval(amount.low * low, amount.high * high),
        salt=_salt(line, steroid), refused=None, warnings=_warnings(steroid, target),
        evidence=tuple(dict.fromkeys((*steroid.evidence, *target.evidence))),
        checked=min(steroid.checked, target.checked, key=lambda one: WEAKEST.index(one.status)),
    )  # fmt: skip


def not_a_slip(steroid: Steroid, dose: float, text: str) -> None:
    """Refuse a daily dose that nobody means. Raises ValueError."""
    if dose > steroid.slip_above:
        raise ValueError(
            f"{text!r}: {dose:g} mg of {steroid.id} cannot be meant; "
            f"expected at most {steroid.slip_above:g} mg a day"
        )


def span(target: Steroid, steroid: Steroid) -> Interval:
    """The smallest and the largest ratio that published figures give; a drug to itself is itself."""
    if target.id == steroid.id:
        return Interval(1.0, 1.0)
    above, below = figures(target), figures(steroid)
    return Interval(min(above) / max(below), max(above) / min(below))


def figures(steroid: Steroid) -> tuple[float, ...]:
    """Every published dose that equals the unit of the table."""
    return tuple(one.dose for one in steroid.published) or (steroid.equals,)


def _salt(line: Line, steroid: Steroid) -> str | None:
    share = base_share(line, steroid)
    if share == 1.0:
        return None
    salt = next(one for one in steroid.salts if one.base / one.dose == share)
    return f"{salt.dose:g} mg of the {salt.name} hold {salt.base:g} mg of {steroid.id}"


def _warnings(steroid: Steroid, target: Steroid) -> tuple[str, ...]:
    found = ["Doses compare by their effect on inflammation only, and roughly."]
    for one in dict.fromkeys((steroid, target)):
        if len(figures(one)) > 1:
            said = ", ".join(f"{dose:g}" for dose in figures(one))
            found.append(f"Sources set {said} mg of {one.id} equal to 5 mg of prednisone.")
    return tuple(found)
