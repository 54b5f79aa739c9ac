"""What of a case is dated: pain that was measured, radiation and operations, treatments with their length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from backstay.present import names, radiation
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean, is_span, number
from backstay.present.words import plain, say

MONTH = timedelta(days=30.4375)
# The first of these that was measured is drawn; they are not one line, for they ask other questions.
PAINS = ("pain_worst", "pain_average")
AT_LESION = "pain_intensity"


class Pain(NamedTuple):
    """One measured pain, 0 to 10."""

    at: datetime
    value: float


class Event(NamedTuple):
    """A course of radiation or an operation, at the time that it is known to have been."""

    at: datetime
    what: str  # "L3: 8 Gy in 1 fraction"
    kind: str  # radiation | operation
    about: bool  # the time is known to a month or less well


class Bar(NamedTuple):
    """A treatment over time; a start that nobody gave is not known."""

    what: str
    start: datetime | None
    end: datetime
    taken: bool  # still


class Course(NamedTuple):
    """All that is dated, up to now."""

    now: datetime
    label: str  # which pain
    pains: list[Pain]
    events: list[Event]
    bars: list[Bar]
    undated: list[str]  # treatments of which no time is known

    @property
    def empty(self) -> bool:
        return not (self.pains or self.events or self.bars)


def course(document: Mapping[str, Any], assessment: Assessment, knowledge: Knowledge) -> Course:
    """The course of a case; `document` is the case as it is written, with its dated values."""
    now = moment(str(assessment["as_of"]))
    facts = assessment.get("facts") or {}
    name, pains = _pains(document, facts, now)
    events = sorted([*_irradiated(assessment, now), *_operated(facts, now)])
    bars, undated = _treatments(document, facts.get("patient") or {}, now)
    return Course(now, names.fact(knowledge, name), pains, events, bars, undated)


def moment(text: str) -> datetime:
    """An instant; one without a zone, and a day, stand in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pains(document: Mapping[str, Any], facts: Entry, now: datetime) -> tuple[str, list[Pain]]:
    """The pain that was measured, with its name; at a lesion where nothing is known of the person."""
    paths = [(name, name) for name in PAINS]
    paths += [(f"{one['level']}.{AT_LESION}", AT_LESION) for one in facts.get("lesions") or []]
    for path, name in paths:
        found = [one for one in _looks(document, path) if one.at <= now]
        if found:
            return name, sorted(found)
    return PAINS[0], []


def _looks(document: Mapping[str, Any], path: str) -> Iterator[Pain]:
    """Each dated value under a path: a list of them, or one date for the value that the case holds."""
    seen = (document.get("observed") or {}).get(path)
    if isinstance(seen, list):
        for one in seen:
            if _is_number(one.get("value")) and one.get("at"):
                yield Pain(moment(str(one["at"])), float(one["value"]))
    elif seen is not None:
        value = _held(document, path)
        at = seen.get("at") if isinstance(seen, Mapping) else seen
        if at and _is_number(value):
            yield Pain(moment(str(at)), float(value))


def _held(document: Mapping[str, Any], path: str) -> Any:
    level, _, name = path.rpartition(".")
    places = document.get("lesions") or [] if level else [document.get("patient") or {}]
    return next((one.get(name) for one in places if not level or one.get("level") == level), None)


def _is_number(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and value is not None and 0 <= float(value) <= 10
    except (TypeError, ValueError):
        return False


def _irradiated(assessment: Assessment, now: datetime) -> Iterator[Event]:
    for one in radiation.told(assessment):
        for given in one["courses"] or []:
            if given["months"] is None:
                continue
            low, high = given["months"]
            if high is None:
                continue
            at = now - MONTH * ((low + high) / 2)
            what = say("where", lesion=clean(str(one["lesion"])), text=_dose(given))
            yield Event(at, what, "radiation", True)


def _dose(given: Entry) -> str:
    """A course in a few words: "8 Gy in 1"; what is not known is left out or says so."""
    dose, count = given["prescribed"], given["fractions"]
    if dose is None:
        return say("dose_not_known")
    if count is None:
        return say("dose", dose=number(dose))
    return say("dose_in", dose=say("dose", dose=number(dose)), count=number(count))


def _operated(facts: Entry, now: datetime) -> Iterator[Event]:
    for one in facts.get("lesions") or []:
        days = _middle(one.get("surgery_days_ago"))
        if days is not None:
            what = say("where", lesion=clean(str(one["level"])), text=say("tl_operated"))
            yield Event(now - timedelta(days=days), what, "operation", False)


def _middle(value: Any) -> float | None:
    if is_span(value):
        return None if value[1] is None else float(value[0] + value[1]) / 2
    return float(value) if isinstance(value, int | float) else None


def _treatments(
    document: Mapping[str, Any], patient: Entry, now: datetime
) -> tuple[list[Bar], list[str]]:
    """Cancer drugs with their last dose, and medicines whose length is known; the longest first."""
    found: dict[str, Bar] = {}
    undated: dict[str, None] = {}
    for one in patient.get("systemic_treatments") or []:
        end = _last(document, one, now)
        name = _drug(one)
        if end is None:
            undated[name] = None
        else:
            found[name] = Bar(name, None, end, one.get("still_taken") is True)
    for one in patient.get("medicines") or []:
        name, days = _drug(one), one.get("days")
        if isinstance(days, int | float) and not isinstance(days, bool):
            seen = _seen(document, "medicines") or now
            found[name] = Bar(name, seen - timedelta(days=float(days)), now, True)
    bars = sorted(found.values(), key=lambda bar: (bar.start or bar.end, bar.what))
    return bars, [name for name in undated if name not in found]


def _last(document: Mapping[str, Any], one: Entry, now: datetime) -> datetime | None:
    """When the last dose was: now while it is taken, else so many days before it was asked."""
    if one.get("still_taken") is True:
        return now
    days = _middle(one.get("last_dose_days_ago"))
    if days is None:
        return None
    return (_seen(document, "systemic_treatments") or now) - timedelta(days=days)


def _seen(document: Mapping[str, Any], path: str) -> datetime | None:
    seen = (document.get("observed") or {}).get(path)
    at = seen.get("at") if isinstance(seen, Mapping) else seen
    return moment(str(at)) if isinstance(at, str) and at else None


def _drug(one: Entry) -> str:
    return clean(plain(str(one.get("drug") or say("not_known"))))
