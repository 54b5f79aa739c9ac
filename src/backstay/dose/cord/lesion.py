"""Everything on the dose of the cord at one lesion: what it has had, each rule, what may still be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.available import Available, available
from backstay.dose.cord.course import CORD, SAC, Ask, Course, Dose, to_tissue
from backstay.dose.cord.cumulative import cumulative
from backstay.dose.cord.rules import Courses, Judged, judged
from backstay.dose.cord.silence import several
from backstay.dose.cord.tissue import least_read
from backstay.dose.cord.told import courses
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.reirradiation import reading, sets
from backstay.reason import judge

HERE = "cord_at_this_level"  # the definition


class CordDose(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The cord and the sac at one lesion. None is unknown; an upper end of inf is open ("at least")."""

    applies: bool | None  # whether the cord lies here; None: not known, and taken as if it did
    courses: tuple[Course, ...] | None  # None: nobody said whether there were any; (): none
    cord_eqd2: Interval | None  # all earlier courses, Gy in fractions of 2 Gy
    sac_eqd2: Interval | None
    rules: tuple[Judged, ...]  # of every rule set, by set; before another course is planned
    available: Available | None  # None without earlier radiation
    asks: tuple[Ask, ...]
    refused: tuple[str, ...]  # what is not answered, and why
    notes: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked | None


def cord_dose(facts: Mapping[str, Any], knowledge: Knowledge) -> CordDose:
    """The dose of cord and sac at one lesion, from its facts: `prior_radiation`, `level`, `neural_element`.

    EQD2 in Gy by the alpha/beta of each tissue. Nothing is taken off for time. Sources: `earlier_courses`,
    `reirradiation_sets` and `tissues` of the knowledge, and the definition `cord_at_this_level`.

    >>> from backstay.knowledge import load_knowledge
    >>> course = {"dose": 30.0, "fractions": 10, "months_ago": 14.0}
    >>> cord_dose({"level": "T8", "prior_radiation": (course,)}, load_knowledge()).sac_eqd2
    Interval(low=37.5, high=43.725)
    """
    told, here = facts.get("prior_radiation"), cord_here(facts, knowledge)
    if not told:
        return _nothing(None if told is None else (), here)
    listed = courses(told, knowledge)
    doses = {tissue: tuple(to_tissue(one, tissue) for one in listed) for tissue in (CORD, SAC)}
    rules = _rules(doses, here, knowledge)
    by_convention = any(map(_read_by_convention, listed))
    read = (reading(knowledge),) if by_convention else ()
    left = available(
        doses[SAC], knowledge, cord_here=here, prior=_prior(listed), by_convention=by_convention
    )
    return CordDose(
        applies=here, courses=listed,
        cord_eqd2=None if here is False else cumulative(doses[CORD], CORD, knowledge).total,
        sac_eqd2=cumulative(doses[SAC], SAC, knowledge).total,
        rules=rules, available=left, asks=_asks(listed, here),
        refused=_refused(left, rules),
        notes=(*several(doses[SAC]), *(note for one in listed for note in one.notes)),
        evidence=tuple(dict.fromkeys(s for one in (*read, *rules) for s in one.evidence)),
        checked=least_read(one.checked for one in (*read, *rules)),
    )  # fmt: skip


def cord_here(facts: Mapping[str, Any], knowledge: Knowledge) -> bool | None:
    """Whether the cord lies at any level of the lesion, by the definition `cord_at_this_level`.

    Of a span the upper end decides: one from T12 to L4 has cord.

    >>> from backstay.knowledge import load_knowledge
    >>> [cord_here({"level": level}, load_knowledge()) for level in ("T12", "L1", "L3")]
    [True, None, False]
    """
    found: bool | None = judge(HERE, {name: facts.get(name) for name in NAMED}, knowledge).value
    return found


NAMED = ("level", "neural_element")


def _nothing(courses_told: tuple[Course, ...] | None, here: bool | None) -> CordDose:
    """Without an earlier course, or where nobody said whether there was one."""
    none = None if courses_told is None else Interval(0.0, 0.0)
    asks = (
        Ask(
            fact="prior_radiation",
            field=None,
            course=None,
            text="Was this level irradiated before?",
        ),
    )
    return CordDose(
        applies=here, courses=courses_told, cord_eqd2=None if here is False else none, sac_eqd2=none,
        rules=(), available=None, asks=asks if courses_told is None else (), refused=(), notes=(),
        evidence=(), checked=None,
    )  # fmt: skip


def _read_by_convention(course: Course) -> bool:
    """Whether a convention of ours, not a measurement, says what a course was."""
    return course.presumed or "prescription" in (course.cord.how, course.sac.how)


def _prior(listed: tuple[Course, ...]) -> tuple[float, int] | None:
    """The one earlier course as it was prescribed."""
    if len(listed) != 1 or listed[0].prescribed is None or listed[0].fractions is None:
        return None
    return listed[0].prescribed, listed[0].fractions


def _rules(
    doses: dict[str, tuple[Dose, ...]], here: bool | None, knowledge: Knowledge
) -> tuple[Judged, ...]:
    return tuple(
        rule
        for by in sets(knowledge).values()
        for rule in judged(by, Courses(earlier=doses[by.tissue], cord_here=here), knowledge)
    )


def _asks(listed: tuple[Course, ...], here: bool | None) -> tuple[Ask, ...]:
    if here is False:
        return ()
    where = Ask(
        fact="neural_element",
        field=None,
        course=None,
        text="Which nerve tissue lies at this level?",
    )
    return (*(() if here else (where,)), *(ask for one in listed for ask in one.asks))


def _refused(left: Available, rules: tuple[Judged, ...]) -> tuple[str, ...]:
    """Each reason once: why no dose is said, and why a rule is not answered where something is missing.

    That no further course is planned is no refusal.
    """
    reasons = [left.refused, *(one.why for one in rules if one.asks and not one.unplanned)]
    return tuple(dict.fromkeys(one for one in reasons if one))


__all__ = ["CordDose", "cord_dose", "cord_here"]
