"""What must hold between entries on re-irradiation, where a part of the knowledge is missing."""

from __future__ import annotations

from typing import Any

import msgspec
from cord_courses import KNOWLEDGE

from backstay.knowledge.tables.reirradiation import KINDS, READING, problems


def made(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {**{kind: KNOWLEDGE.tables[kind] for kind in KINDS}, **changed}


def told(**changed: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, text) for _, name, text in problems(made(**changed))]


def test_the_shipped_tables_hold() -> None:
    assert told() == []


def test_without_a_default_no_dose_can_be_proposed() -> None:
    assert told(reirradiation_sets={}, reirradiation_limits={}) == [
        ("none", "one set is the default")
    ]


def test_a_default_without_a_limit_on_doses() -> None:
    found = told(reirradiation_limits={})
    assert [name for name, _ in found] == ["sahgal2012"]


def test_how_an_earlier_course_is_read_must_stand_somewhere() -> None:
    assert told(earlier_courses={}) == [(READING, "how an earlier course is read stands nowhere")]


def test_no_recovery_is_fine() -> None:
    assert told(recovery_steps={}) == []


def test_doses_are_rounded_to_something() -> None:
    entry = msgspec.structs.replace(KNOWLEDGE.tables["earlier_courses"][READING], step=0.0)
    assert told(earlier_courses={READING: entry}) == [
        (READING, "step is more than 0, and most_fractions at least 1")
    ]


def test_every_figure_has_a_source_that_was_read_or_says_that_it_was_not() -> None:
    for kind in KINDS:
        for entry in KNOWLEDGE.tables[kind].values():
            assert entry.evidence, entry.id
            assert entry.checked.status in ("primary", "unverified"), entry.id
