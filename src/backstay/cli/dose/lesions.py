"""What commands about one lesion share: its facts from a case, results as JSON, and a planned course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from backstay.cli.fail import Failed

if TYPE_CHECKING:
    from backstay.dose.limits.schedule import Schedule
    from backstay.knowledge import Knowledge

Lesions = list[tuple[str, Mapping[str, Any]]]


def lesions_of(case: str, lesion: str | None, knowledge: Knowledge) -> Lesions:
    """The lesions of a case, or the named one, each with all that is known and evaluated of it."""
    from backstay.cli.source import the_case
    from backstay.plan.assess import prepared
    from backstay.reason import evaluate

    read = the_case(case, knowledge)
    names = [one.name for one in read.lesions or ()]
    if not names:
        raise Failed(f"{case}: no lesion is listed; add `lesions:` with the level of each")
    if lesion is not None and lesion not in names:
        raise Failed(f"--lesion {lesion}: the case has {', '.join(names)}")
    evaluation = evaluate(prepared(knowledge)[0], read)
    return [(name, evaluation.environment(name)) for name in names if lesion in (None, name)]


def planned(text: str | None) -> Schedule | None:
    """The course of --dose, such as 24/2."""
    try:
        return None if text is None else course_to_come("--dose", text)
    except ValueError as error:
        raise Failed(str(error)) from None


def course_to_come(option: str, text: str) -> Schedule:
    """The course of an option. Raises ValueError that names the option; a course of the past is refused."""
    from backstay.dose.limits.schedule import read_schedule

    try:
        course = read_schedule(text)
    except ValueError as error:
        raise ValueError("\n".join(f"{option} {one}" for one in str(error).split("\n"))) from None
    if course.months_ago is not None:
        raise ValueError(
            f"{option} '{course.text}' is an earlier course, which `backstay dose cumulative` adds up; "
            "expected one without a time"
        )
    return course


def as_json(document: Any) -> str:
    """One document: a range of one number as that number, and how well a source was read as one word."""
    import json

    return json.dumps(_plain(document), indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    from msgspec import Struct
    from msgspec.structs import asdict

    from backstay.case.values import Interval
    from backstay.cli.medicines.one_line import written
    from backstay.knowledge.entries import Checked
    from backstay.plan.values import number

    if isinstance(value, Checked):
        return value.status
    if isinstance(value, Interval):
        return written(value)
    if isinstance(value, Struct):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return number(value) if isinstance(value, float) else value
