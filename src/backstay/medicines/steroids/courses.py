"""How much is given for cord compression or against a flare of pain, and what speaks against it in one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.steroids import Purpose, SteroidCourse
from backstay.reason import judge


class Against(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A statement that speaks against a course, for one person."""

    rule: str
    truth: bool | None
    because: str
    check: tuple[str, ...]  # facts to ask while it is unknown


class Course(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One published course."""

    course: SteroidCourse
    against: tuple[Against, ...]


def courses(
    purpose: Purpose, knowledge: Knowledge, facts: Mapping[str, Any] | None = None
) -> tuple[Course, ...]:
    """Every published course for a purpose, the default first; with facts, what speaks against each.

    Doses are mg. Source: `steroid_courses` of the knowledge, and the statements it names.

    >>> from backstay.knowledge import load_knowledge
    >>> courses("cord_compression", load_knowledge())[0].course.first
    (16.0, 16.0)
    """
    table: dict[str, SteroidCourse] = knowledge.tables["steroid_courses"]
    found = sorted((one for one in table.values() if one.purpose == purpose), key=_last)
    return tuple(Course(course=one, against=_against(one, knowledge, facts)) for one in found)


def _last(course: SteroidCourse) -> tuple[bool, bool]:
    return not course.default, course.never_default


def _against(
    course: SteroidCourse, knowledge: Knowledge, facts: Mapping[str, Any] | None
) -> tuple[Against, ...]:
    found = []
    for rule in course.left_out_by:
        judged = judge(f"statement:{rule}", facts or {}, knowledge)
        because = knowledge.statements[rule].because
        found.append(Against(rule=rule, truth=judged.value, because=because, check=judged.missing))
    return tuple(found)
