"""Earlier courses as a case tells them: what each gave to cord and sac, and how that is known."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

import msgspec

from backstay.case.derived import external_beam
from backstay.case.values import Interval
from backstay.dose.cord.course import CORD, NOTHING_KNOWN, SAC, Ask, Course, Dose, Given, How
from backstay.dose.cord.effect import equivalent
from backstay.dose.cord.kind import Kind, kind
from backstay.dose.cord.tissue import alpha_beta
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.reirradiation import reading

Fields = Mapping[str, Any]
NAMES = {CORD: "cord", SAC: "sac"}


def courses(told: tuple[Fields, ...], knowledge: Knowledge) -> tuple[Course, ...]:
    """The courses of `prior_radiation`, in their order.

    Gy, physical and EQD2. A prescription is no dose to the cord: one of a conventional course stands for it as the
    range in `earlier_courses`, one of SBRT stands for nothing. What contradicts itself is not used. Sources:
    `earlier_courses` and `tissues` of the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> one, = courses(({"dose": 30.0, "fractions": 10, "months_ago": 14.0},), load_knowledge())
    >>> one.cord.how, one.cord.dose, one.presumed
    ('prescription', Interval(low=30.0, high=33.0), True)
    """
    return tuple(_course(number, one, knowledge) for number, one in enumerate(told, start=1))


def _course(number: int, told: Fields, knowledge: Knowledge) -> Course:
    what = kind(told.get("technique"), told.get("dose"), told.get("fractions"), knowledge)
    spans = _spans(told, what, knowledge)
    text = named(told, number)
    fractions = told.get("fractions")
    return Course(
        number=number, text=text, prescribed=told.get("dose"), fractions=fractions,
        months=_months(told.get("months_ago")), technique=told.get("technique"),
        stereotactic=what.stereotactic, presumed=what.presumed,
        cord=_given(CORD, spans, told, fractions, knowledge),
        sac=_given(SAC, spans, told, fractions, knowledge),
        asks=tuple(_asks(told, what, spans, number, text)),
        notes=tuple(_notes(told, what, text)),
    )  # fmt: skip


def named(told: Fields, number: int) -> str:
    """A course as a reader knows it: its schedule, else its place in the list."""
    dose, fractions = told.get("dose"), told.get("fractions")
    if dose is None:
        return f"course {number}"
    return f"{dose:g} Gy" if fractions is None else f"{dose:g}/{fractions}"


def _months(value: float | Interval | None) -> Interval | None:
    if value is None or isinstance(value, Interval):
        return value
    return Interval(float(value), float(value))


class _Spans(msgspec.Struct, frozen=True):
    """Physical dose to cord and sac, each with how it is known."""

    cord: tuple[Interval, How]
    sac: tuple[Interval, How]

    def of(self, tissue: str) -> tuple[Interval, How]:
        return self.cord if tissue == CORD else self.sac


UNKNOWN: tuple[Interval, How] = (NOTHING_KNOWN, "unknown")


def _spans(told: Fields, what: Kind, knowledge: Knowledge) -> _Spans:
    """The sac encloses the cord: its maximum is no less than that of the cord."""
    cord, sac = told.get("cord_max"), told.get("thecal_max")
    if told.get("fractions") is None or contradicts(told):
        return _Spans(UNKNOWN, UNKNOWN)
    stands = _stands_for(told, what, knowledge)
    return _Spans(
        _measured(cord) or _inside(sac, stands) or stands or UNKNOWN,
        _measured(sac) or _around(cord, stands) or stands or UNKNOWN,
    )


def contradicts(told: Fields) -> bool:
    """Whether the cord is said to have had more than the sac around it."""
    cord, sac = told.get("cord_max"), told.get("thecal_max")
    return cord is not None and sac is not None and cord > sac


def _stands_for(told: Fields, what: Kind, knowledge: Knowledge) -> tuple[Interval, How] | None:
    """What a conventional prescription stands for; nothing where it was not beams from outside."""
    dose, technique = told.get("dose"), told.get("technique")
    if dose is None or what.stereotactic is not False:
        return None
    if not (what.presumed or external_beam(technique)):
        return None
    low, high = reading(knowledge).stands_for
    return Interval(dose * low, dose * high), "prescription"


def _measured(dose: float | None) -> tuple[Interval, How] | None:
    return None if dose is None else (Interval(dose, dose), "measured")


def _inside(sac: float | None, stands: tuple[Interval, How] | None) -> tuple[Interval, How] | None:
    """The cord, where only the sac was measured."""
    if sac is None:
        return None
    return Interval(min(stands[0].low, sac) if stands else 0.0, sac), "enclosing"


def _around(cord: float | None, stands: tuple[Interval, How] | None) -> tuple[Interval, How] | None:
    """The sac, where only the cord was measured."""
    if cord is None:
        return None
    return Interval(cord, max(stands[0].high, cord) if stands else inf), "enclosing"


def _given(
    tissue: str, spans: _Spans, told: Fields, fractions: int | None, knowledge: Knowledge
) -> Given:
    span, how = spans.of(tissue)
    if how == "unknown":
        return Given(
            dose=None, eqd2=None, how=how, says=f"the dose to the {NAMES[tissue]} is not known"
        )
    dose = Dose(text="", dose=span, fractions=fractions)
    return Given(
        dose=span, eqd2=equivalent(dose, alpha_beta(tissue, knowledge)), how=how,
        says=_says(tissue, span, how, told, knowledge),
    )  # fmt: skip


def _says(tissue: str, span: Interval, how: How, told: Fields, knowledge: Knowledge) -> str:
    name = NAMES[tissue]
    if how == "measured":
        return f"the {name} had {span.low:g} Gy at its maximum"
    if how == "enclosing":
        other = NAMES[SAC if tissue == CORD else CORD]
        most = "no upper end" if span.high == inf else f"at most {span.high:g} Gy"
        return f"only the maximum of the {other} is known: the {name} had {span.low:g} Gy or more, {most}"
    low, high = (100 * share for share in reading(knowledge).stands_for)
    return f"only the prescription is known; {low:g} to {high:g} % of {told['dose']:g} Gy stand for the {name}"


def _asks(told: Fields, what: Kind, spans: _Spans, number: int, text: str) -> list[Ask]:
    """What would make the doses of this course known."""
    wanted: dict[str, str] = {}
    if told.get("fractions") is None:
        wanted["fractions"] = f"In how many fractions was {text} given?"
    if contradicts(told):
        wanted["cord_max"] = (
            f"{text}: the cord cannot have had more than the sac around it; what was the maximum of the cord?"
        )
        wanted["thecal_max"] = f"{text}: what was the maximum of the sac?"
    elif told.get("thecal_max") is None and told.get("cord_max") is None:
        wanted["thecal_max"] = f"What was the maximum dose to cord and sac in {text}?"
    elif told.get("thecal_max") is None:
        wanted["thecal_max"] = f"What was the maximum dose to the sac in {text}?"
    elif told.get("cord_max") is None:
        wanted["cord_max"] = f"What was the maximum dose to the cord in {text}?"
    if what.stereotactic is None:
        wanted["technique"] = f"Was {text} conventional or stereotactic radiation?"
    if told.get("months_ago") is None:
        wanted["months_ago"] = f"How many months ago was {text}?"
    return [
        Ask(fact="prior_radiation", field=field, course=number, text=question)
        for field, question in wanted.items()
    ]


def _notes(told: Fields, what: Kind, text: str) -> list[str]:
    found = []
    if contradicts(told):
        found.append(
            f"{text}: the cord is said to have had more than the sac around it; neither is used"
        )
    if what.contradicts:
        found.append(f"{text}: told as conventional, but {what.contradicts}; ask which it was")
    if what.presumed:
        found.append(_presumed(told.get("technique"), text))
    if what.stereotactic and told.get("cord_max") is None and told.get("thecal_max") is None:
        found.append(
            f"{text}: an SBRT prescription says nothing of the cord; its maximum is needed"
        )
    return found


def _presumed(technique: str | None, text: str) -> str:
    """That the kind of a course was presumed: nobody told it, or the word for it fits both kinds."""
    if not technique:
        return f"{text}: the technique is not told; presumed conventional by its dose per fraction"
    return (
        f"{text}: {technique} may be conventional or stereotactic; presumed conventional by its dose per "
        "fraction, and it may have spared the cord"
    )
