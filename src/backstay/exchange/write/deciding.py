"""The strict reader of a decision in YAML or JSON: every problem at once, with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from backstay.case.dates import Moment, read_moment
from backstay.case.problems import Refused
from backstay.case.text import BadText, looks_like_json, printable, read_json, read_yaml
from backstay.exchange.write.decision import (
    LONGEST,
    MOST,
    Chosen,
    Decision,
    DecisionError,
    SetAside,
    problems_of,
)
from backstay.knowledge import Knowledge
from backstay.plan import Assessment

KEYS = ("decided_on", "by", "case", "chosen", "set_aside", "goals", "next")
NEEDED = ("decided_on", "by")


def read_decision(text: bytes, assessment: Assessment, knowledge: Knowledge) -> Decision:
    """The decision of a team about this assessment.

    Raises DecisionError with everything that is wrong with it.
    """
    try:
        given = (
            read_json(text, numbers_as_text=True)
            if looks_like_json(text)
            else read_yaml(text).value
        )
    except BadText as error:
        raise DecisionError([str(error)]) from None
    problems: list[str] = []
    decision = _decision(given, problems)
    if decision is None:
        raise DecisionError(problems)
    check_decision(decision, assessment, knowledge)
    return decision


def check_decision(decision: Decision, assessment: Assessment, knowledge: Knowledge) -> None:
    """Raise DecisionError where a decision does not fit an assessment or lacks a reason that it owes."""
    problems = [f"{place}: {why}" for place, why in problems_of(decision, assessment, knowledge)]
    made = read_moment(assessment.as_of).at
    decided = read_moment(decision.decided_on)
    if decided.at.date() < made.date() if decided.day_only else decided.at < made:
        problems.append(
            f"decided_on: {decision.decided_on} is before the assessment ({assessment.as_of}); "
            "give the case the as_of of what the team saw"
        )
    if problems:
        raise DecisionError(problems)


def _decision(given: Any, problems: list[str]) -> Decision | None:
    """The document in its shape, or None with what is wrong."""
    if not isinstance(given, dict):
        problems.append(f"this is not a decision: it needs the keys {', '.join(NEEDED)}")
        return None
    problems += [f"{key}: this is needed" for key in NEEDED if given.get(key) in (None, "", [])]
    problems += [
        f"{printable(str(key))}: there is no such key; there are {', '.join(KEYS)}"
        for key in given
        if key not in KEYS
    ]
    found: dict[str, Any] = {
        "decided_on": _day(given.get("decided_on"), problems),
        "by": tuple(_texts(given.get("by"), "by", problems)),
        "case": _text(given.get("case"), "case", problems),
        "chosen": tuple(_entries(given, "chosen", Chosen, problems)),
        "set_aside": tuple(_entries(given, "set_aside", SetAside, problems)),
        "goals": tuple(_texts(given.get("goals"), "goals", problems)),
        "next": _text(given.get("next"), "next", problems),
    }
    return None if problems else Decision(**found)


def _day(given: Any, problems: list[str]) -> str:
    text = _text(given, "decided_on", problems) or ""
    if not text:
        return ""
    try:
        read: Moment = read_moment(text)
    except Refused as error:
        problems.append(f"decided_on: {error.problem}; {error.allowed or 'give another'}")
        return ""
    return read.text


def _text(given: Any, at: str, problems: list[str]) -> str | None:
    """One text, made printable; nothing for an empty one."""
    if given in (None, ""):
        return None
    if not isinstance(given, str):
        problems.append(f"{at}: this is not a text")
        return None
    if len(given) > LONGEST:
        problems.append(f"{at}: at most {LONGEST} characters")
    return printable(" ".join(given.split()), LONGEST)


def _listed(given: Any, at: str, problems: list[str]) -> list[Any]:
    if given in (None, ""):
        return []
    if not isinstance(given, list):
        problems.append(f"{at}: this is not a list")
        return []
    if len(given) > MOST:
        problems.append(f"{at}: at most {MOST} entries")
    return given[:MOST]


def _texts(given: Any, at: str, problems: list[str]) -> list[str]:
    texts = [
        _text(one, f"{at}[{n}]", problems) for n, one in enumerate(_listed(given, at, problems))
    ]
    return [one for one in texts if one]


def _entries(
    given: dict[str, Any], at: str, kind: Callable[..., Any], problems: list[str]
) -> list[Any]:
    """The entries of `chosen` or `set_aside`."""
    fields: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]
    needed = [one.name for one in msgspec.structs.fields(kind) if one.required]  # type: ignore[arg-type]
    found = []
    for number, one in enumerate(_listed(given.get(at), at, problems)):
        place = f"{at}[{number}]"
        if not isinstance(one, dict):
            problems.append(f"{place}: an entry is a map with {', '.join(fields)}")
            continue
        before = len(problems)
        texts = {name: _text(one.get(name), f"{place}.{name}", problems) for name in fields}
        problems += [f"{place}.{name}: this is needed" for name in needed if not texts[name]]
        problems += [
            f"{place}.{printable(str(key))}: there is no such key; there are {', '.join(fields)}"
            for key in one
            if key not in fields
        ]
        if len(problems) == before:
            found.append(kind(**texts))
    return found
