"""What commands about earlier courses share: reading them, and each limit as JSON and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstay.cli.fail import Failed

if TYPE_CHECKING:
    from backstay.case.values import Interval
    from backstay.dose.cord.rules import Judged
    from backstay.dose.cord.written import Read, Technique
    from backstay.dose.limits.schedule import Schedule
    from backstay.knowledge import Knowledge

WORDS = {True: "met", False: "not met", None: "unknown"}


def read_or_fail(
    texts: tuple[str, ...], tissue: str, knowledge: Knowledge, *, prescribed: bool,
    technique: Technique | None, planned_last: bool, missing: str | None = None,
) -> tuple[tuple[Schedule, ...], Read]:  # fmt: skip
    """Courses as written, and as doses to the tissue; or one refusal that names every problem."""
    from backstay.dose.cord.written import read_courses
    from backstay.dose.limits.ratio import tissue_named
    from backstay.dose.limits.schedule import EXPECTED, read_schedules

    problems: list[str] = [] if texts else [missing or f"no course is named; {EXPECTED}"]
    schedules: tuple[Schedule, ...] = ()
    read: Read | None = None
    try:
        schedules = read_schedules(texts)
    except ValueError as error:
        problems.append(str(error))
    try:
        tissue_named(tissue, knowledge)
        read = read_courses(
            schedules, tissue, knowledge, prescribed=prescribed, technique=technique, planned_last=planned_last
        )  # fmt: skip
    except ValueError as error:
        problems.append(str(error))
    if problems or read is None:
        raise Failed("\n".join(problems))
    return schedules, read


def rule_json(one: Judged) -> dict[str, Any]:
    """One limit: whether it is met, its number and what it is compared with."""
    from backstay.cli.medicines.one_line import written
    from backstay.plan.values import plain

    return {
        "id": one.id, "met": one.met, "value": written(one.value), "limit": plain(one.limit),
        "at_least": one.at_least is not None, "unit": one.unit, "stricter": plain(one.stricter),
        "leaves": plain(one.leaves), "why": one.why, "questions": list(one.asks), "label": one.label,
        "rules": one.rule_set, "evidence": list(one.evidence), "checked": one.checked.status,
    }  # fmt: skip


def rule_lines(rules: tuple[Judged, ...], knowledge: Knowledge) -> list[str]:
    """The limits of one set for readers, under its title."""
    from textwrap import wrap

    from backstay.cli.medicines.one_line import sources
    from backstay.knowledge.tables.reirradiation import sets

    by = sets(knowledge)[rules[0].rule_set]
    lines = [by.title]
    for one in rules:
        lines += wrap(_rule(one), 100, initial_indent="  ", subsequent_indent="    ")
    reasons = dict.fromkeys(one.why for one in rules if one.why)
    for why in reasons:
        lines += wrap(f"unknown: {why}", 100, initial_indent="  ", subsequent_indent="    ")
    note = f"{by.note} " if by.note else ""
    said = f"{note}{sources(by.evidence, by.checked.status, knowledge)}"
    return [*lines, *wrap(said, 100, initial_indent="  ", subsequent_indent="  ")]


def _rule(one: Judged) -> str:
    unit = f" {one.unit}" if one.unit else ""
    value = f"{_value(one.value)}{unit}" if one.value else "no number"
    side = "at least" if one.at_least is not None else "at most"
    stricter = f", {one.stricter:g} at its stricter end" if one.stricter is not None else ""
    return f"{WORDS[one.met]}: {one.label}: {value}; {side} {one.limit:g}{unit}{stricter}"


def _value(span: Interval) -> str:
    """A number, a range, or one end of it where the other says nothing."""
    from backstay.cli.medicines.one_line import in_words

    if span.low == 0 < span.high:
        return f"no more than {in_words(span._replace(low=span.high), 3)}"
    return in_words(span, 3)
