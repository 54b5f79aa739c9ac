"""Courses as a command is given them: doses to one tissue, the last one planned where it has no time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from backstay.case.values import Interval
from backstay.dose.cord.course import CORD, NOTHING_KNOWN, SAC, Dose
from backstay.dose.cord.cumulative import Cumulative, cumulative
from backstay.dose.cord.kind import Kind, kind
from backstay.dose.cord.rules import Courses, Judged, judged
from backstay.dose.cord.silence import several
from backstay.dose.cord.tissue import seen_from
from backstay.dose.limits.schedule import Schedule
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import default_set, reading, sets

Technique = Literal["conventional", "stereotactic"]
ENCLOSED = (CORD, SAC)
NO_LIMITS = "published limits of re-irradiation are of thecal_sac and spinal_cord; give the doses to one of them"
PRESCRIBED = "--prescribed: a prescription stands for thecal_sac and spinal_cord only; give doses to this tissue"


class Read(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Earlier courses, and the planned one where there is one."""

    earlier: tuple[Dose, ...]
    planned: Dose | None
    notes: tuple[str, ...]
    by_convention: bool = (
        False  # by `earlier_courses` of the knowledge: what was given, or of which kind it was
    )


class Summed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The sum over all courses, and what each set of limits says of it."""

    total: Cumulative
    rules: tuple[Judged, ...]  # of the default set
    beside: dict[str, tuple[Judged, ...]]  # of every other set, by its id; never merged
    notes: tuple[str, ...]


def read_courses(
    schedules: Sequence[Schedule], tissue: str, knowledge: Knowledge, *, prescribed: bool = False,
    technique: Technique | None = None, planned_last: bool = True,
) -> Read:  # fmt: skip
    """Courses as doses to a tissue. The last is the planned one where it has no time.

    Gy in total. With `prescribed`, earlier courses are prescriptions: a conventional one stands for cord and sac as
    the range in `earlier_courses`, any other for nothing. Without `technique` an earlier course is presumed
    conventional only by its dose per fraction. Raises ValueError where a prescription can stand for nothing.

    >>> from backstay.dose.limits.schedule import read_schedules
    >>> from backstay.knowledge import load_knowledge
    >>> read = read_courses(read_schedules(("30/10@14mo", "9/1")), "thecal_sac", load_knowledge())
    >>> read.planned.text, [one.stereotactic for one in read.earlier]
    ('9/1', [False])
    """
    if prescribed and tissue not in ENCLOSED:
        raise ValueError(PRESCRIBED)
    planned = planned_last and bool(schedules) and schedules[-1].months_ago is None
    before = schedules[:-1] if planned else schedules
    kinds = [kind(technique, one.dose, one.fractions, knowledge) for one in before]
    pairs = list(zip(before, kinds, strict=True))
    earlier = tuple(_earlier(one, what, prescribed, knowledge) for one, what in pairs)
    notes = [note for one, what in pairs for note in _notes(one, what, prescribed, knowledge)]
    return Read(
        earlier=earlier, planned=_dose(schedules[-1]) if planned else None,
        notes=(*several(earlier), *notes),
        by_convention=any(one.presumed or (prescribed and one.stereotactic is False) for one in kinds),
    )  # fmt: skip


def _dose(course: Schedule) -> Dose:
    return Dose(
        text=name(course), dose=Interval(course.dose, course.dose), fractions=course.fractions
    )


def name(course: Schedule) -> str:
    """A course as readers know it: "30/10"."""
    return f"{course.dose:g}/{course.fractions}"


def _earlier(course: Schedule, what: Kind, prescribed: bool, knowledge: Knowledge) -> Dose:
    ago = course.months_ago
    low, high = reading(knowledge).stands_for
    span = (
        Interval(course.dose * low, course.dose * high)
        if what.stereotactic is False
        else NOTHING_KNOWN
    )
    return msgspec.structs.replace(
        _dose(course), stereotactic=what.stereotactic, months=None if ago is None else Interval(ago, ago),
        **({"dose": span} if prescribed else {}),
    )  # fmt: skip


def _notes(course: Schedule, what: Kind, prescribed: bool, knowledge: Knowledge) -> list[str]:
    text, found = name(course), []
    if what.contradicts:
        found.append(f"{text}: told as conventional, but {what.contradicts}")
    if what.presumed:
        found.append(
            f"{text}: presumed conventional by its dose per fraction; --earlier says what it was"
        )
    if what.stereotactic is None:
        found.append(f"{text}: conventional or stereotactic? --earlier says what it was")
    if prescribed and what.stereotactic is False:
        low, high = (100 * share for share in reading(knowledge).stands_for)
        found.append(f"{text}: a prescription; {low:g} to {high:g} % of it stand for the tissue")
    if prescribed and what.stereotactic is not False:
        found.append(
            f"{text}: such a prescription says nothing of the cord; give the maximum of the tissue"
        )
    return found


def summed(read: Read, tissue: str, knowledge: Knowledge) -> Summed:
    """All courses together, and each limit of each set met, not met or unknown.

    EQD2 in Gy by the alpha/beta of the tissue. A dose to the sac bounds that to the cord from above, and the other
    way round; so a set on the other tissue answers where that is enough. Raises ValueError for an unknown tissue.

    >>> from backstay.dose.limits.schedule import read_schedules
    >>> from backstay.knowledge import load_knowledge
    >>> knowledge = load_knowledge()
    >>> read = read_courses(read_schedules(("50/25@14mo", "12.2/2")), "thecal_sac", knowledge)
    >>> [(one.id, one.met) for one in summed(read, "thecal_sac", knowledge).rules if not one.met]
    [('cumulative_eqd2', False)]
    """
    planned = () if read.planned is None else (read.planned,)
    total = cumulative((*read.earlier, *planned), tissue, knowledge)
    if tissue not in ENCLOSED:
        return Summed(total=total, rules=(), beside={}, notes=(*read.notes, NO_LIMITS))
    found = {
        by.id: judged(by, _of(read, tissue, by.tissue), knowledge)
        for by in sets(knowledge).values()
    }
    rules = found.pop(default_set(knowledge).id)
    return Summed(total=total, rules=rules, beside=found, notes=read.notes)


def _of(read: Read, tissue: str, wanted: str) -> Courses:
    return Courses(
        earlier=tuple(seen_from(one, tissue, wanted) for one in read.earlier),
        planned=None if read.planned is None else seen_from(read.planned, tissue, wanted),
    )
