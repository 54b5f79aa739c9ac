"""What follows from the facts of one lesion alone, taken as read. None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.case.levels import span
from backstay.case.values import Members, Value


def span_levels(facts: Mapping[str, Value]) -> Value:
    """Every level that the lesion spans, as a complete set.

    >>> sorted(span_levels({"level": "T12", "to_level": "L1"}).present)
    ['L1', 'T12']
    """
    level, to_level = facts.get("level"), facts.get("to_level")
    if not isinstance(level, str):
        return None
    last = to_level if isinstance(to_level, str) else None
    return Members(frozenset(span(level, last)), complete=True)


def previously_irradiated(facts: Mapping[str, Value]) -> Value:
    """Whether any earlier course reached this level.

    >>> previously_irradiated({"prior_radiation": ()})
    False
    """
    courses = _courses(facts)
    return None if courses is None else bool(courses)


def radiation_courses(facts: Mapping[str, Value]) -> Value:
    """How many earlier courses reached this level.

    >>> radiation_courses({"prior_radiation": ({"dose": 30.0},)})
    1
    """
    courses = _courses(facts)
    return None if courses is None else len(courses)


def months_since_radiation(facts: Mapping[str, Value]) -> Value:
    """Months since the last course; unknown while a course has no date, for it may be the last.

    >>> months_since_radiation({"prior_radiation": ({"months_ago": 14.0}, {"months_ago": 6.0})})
    6.0
    """
    months = [course.get("months_ago") for course in _courses(facts) or ()]
    known = [float(ago) for ago in months if ago is not None]
    return min(known) if known and len(known) == len(months) else None


def irradiated_stereotactically(facts: Mapping[str, Value]) -> Value:
    """Whether any earlier course was stereotactic; unknown while a technique that decides is not told.

    >>> irradiated_stereotactically({"prior_radiation": ({"technique": "SBRT"}, {})})
    True
    """
    courses = _courses(facts)
    told = [stereotactic(course.get("technique")) for course in courses or ()]
    if courses is None or (None in told and True not in told):
        return None
    return True in told


STEREOTACTIC = (
    "sbrt",
    "srs",
    "sabr",
    "ssrs",
    "stereotactic",
    "radiosurgery",
    "cyberknife",
    "gamma knife",
)
# Beams from outside that are surely no stereotactic ones; a plain "IMRT" or "VMAT" may be either.
EXTERNAL = (
    "conventional",
    "cebrt",
    "ebrt",
    "external beam",
    "2d",
    "3d",
    "opposed",
    "hemibody",
)
INSIDE = ("brachytherapy",)
OTHERWISE = (*EXTERNAL, *INSIDE)


def stereotactic(technique: object) -> bool | None:
    """Free text names the technique; words that tell neither leave it unknown.

    >>> stereotactic("SBRT"), stereotactic("opposed beams"), stereotactic("VMAT")
    (True, False, None)
    """
    if _names(technique, STEREOTACTIC):
        return True
    return False if _names(technique, OTHERWISE) else None


def external_beam(technique: object) -> bool:
    """Whether free text says that it was radiation from outside and not a stereotactic one.

    >>> external_beam("3D conformal"), external_beam("3D brachytherapy"), external_beam("stereotactic, 3D")
    (True, False, False)
    """
    return stereotactic(technique) is False and not _names(technique, INSIDE)


def _names(technique: object, words: tuple[str, ...]) -> bool:
    said = technique.lower() if isinstance(technique, str) else ""
    return any(word in said for word in words)


def _courses(facts: Mapping[str, Value]) -> tuple[dict[str, Any], ...] | None:
    courses = facts.get("prior_radiation")
    return courses if isinstance(courses, tuple) else None
