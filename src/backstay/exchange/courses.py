"""One course of radiation from the mCODE summary: dose, fractions, end and technique, as far as they are sure."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.case.dates import Moment, days_between
from backstay.exchange.binding_kinds import Course
from backstay.exchange.claims import Reading
from backstay.exchange.coding import codes, label
from backstay.exchange.fhir import Concept, Extension, Procedure
from backstay.exchange.moments import day_of
from backstay.exchange.problems import NotReadError
from backstay.exchange.values import accept

_GRAYS = {"gy": "Gy", "gray": "Gy", "grays": "Gy", "cgy": "cGy", "centigray": "cGy"}
_DAYS_IN_MONTH = 30.4375


def course_of(one: Procedure, bound: Course, reading: Reading) -> tuple[dict[str, str], list[str]]:
    """The fields of the course that are surely known, and what is in doubt about the others."""
    course: dict[str, str] = {}
    doubts: list[str] = []
    for name, read in (("dose", _dose), ("months_ago", _months_ago), ("technique", _technique)):
        try:
            course |= read(one, bound, reading)
        except NotReadError as error:
            doubts.append(f"radiation without {name}: {error}")
    return course, doubts


def _dose(one: Procedure, bound: Course, reading: Reading) -> dict[str, str]:
    """Dose and fractions of the one volume; doses of several volumes are never added up."""
    volumes = [part for part in one.extension if part.url == bound.dose_to_volume]
    if len(volumes) != 1:
        told = " and ".join(_in_words(part, bound) for part in volumes)
        which = f" ({told}); which of them reached the canal?" if volumes else "; one is expected"
        raise NotReadError(f"{len(volumes)} target volumes have a dose{which}")
    parts = {part.url: part for part in volumes[0].extension}
    found = {
        "dose": _gray(parts.get(bound.total_dose)),
        "fractions": _fractions(parts.get(bound.fractions)),
    }
    if (equal := parts.get(bound.uniform)) and equal.value_boolean is False:
        raise NotReadError(f"{_in_words(volumes[0], bound)}, and its fractions were not equal")
    for given in _told(one, bound, bound.modality):
        if not any(code in reading.bindings.beams for code in codes(given)):
            how = label(given, reading)
            raise NotReadError(f"it was given by {how}, which is not bound as beams from outside")
    accept([found], reading.vocabulary.lesion[bound.fact])
    return found


def _in_words(volume: Extension, bound: Course) -> str:
    """The dose of one volume for a message, whatever of it is there."""
    parts = {part.url: part for part in volume.extension}
    try:
        dose, number = _gray(parts.get(bound.total_dose)), _fractions(parts.get(bound.fractions))
    except NotReadError as error:
        return str(error)
    return f"{dose} in {number}"


def _gray(part: Extension | None) -> str:
    given = part.value_quantity if part else None
    units = {_GRAYS.get(one.lower()) for one in (given.code, given.unit) if one} if given else set()
    unit = units.pop() if len(units) == 1 else None  # a code and words that differ: which holds?
    if given is None or given.value is None or given.comparator or unit is None:
        raise NotReadError("there is no total dose in Gy or cGy")
    if given.value == 0:
        raise NotReadError("its total dose is told as 0, which no course has")
    return f"{given.value / (100 if unit == 'cGy' else 1)} Gy"


def _fractions(part: Extension | None) -> str:
    if part is None or part.value_unsigned_int is None:
        raise NotReadError("there is no number of fractions")
    return str(part.value_unsigned_int)


def _months_ago(one: Procedure, bound: Course, reading: Reading) -> dict[str, str]:
    """Counted from its last day. A year or a month alone could make it older than it is."""
    period = one.performed_period
    ended = day_of(one.performed_date_time or (period.end if period else None), reading.as_of)
    if ended is None:
        raise NotReadError("its end is not given as a full date")
    return {"months_ago": f"{_months(ended, reading.as_of):.1f}"}


def _months(ended: Moment, as_of: Moment) -> float:
    return max(days_between(ended, as_of), 0.0) / _DAYS_IN_MONTH


def _technique(one: Procedure, bound: Course, reading: Reading) -> dict[str, str]:
    """The technique, where one alone is told; the plain words of a modality may hide a stereotactic one."""
    told = [one.code, *_told(one, bound, bound.technique)]
    bindings = reading.bindings.techniques
    found = sorted({bindings[code] for given in told for code in codes(given) if code in bindings})
    if len(found) > 1:
        raise NotReadError(f"several are told: {' and '.join(found)}")
    return {"technique": found[0].lower()} if found else {}


def _told(one: Procedure, bound: Course, url: str) -> Iterator[Concept]:
    """All modalities, or all techniques, that a course names."""
    for pair in one.extension:
        if pair.url == bound.given_by:
            yield from (
                part.value_codeable_concept
                for part in pair.extension
                if part.url == url and part.value_codeable_concept
            )
