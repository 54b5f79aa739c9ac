"""The plan as text: the same order as the page, within the width, nothing left out."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from backstay import present
from backstay.present.knows import Knowledge
from backstay.present.terminal.lines import both_ends, columns, wrap

Assessment = dict[str, Any]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_longer_than_the_width(
    assessment: Assessment, knowledge: Knowledge, width: int
) -> None:
    told = present.text(assessment, knowledge, width=width)
    assert max(len(line) for line in told.splitlines()) <= width
    assert not any(line != line.rstrip() for line in told.splitlines())


def test_the_clock_comes_before_lesions_options_plan_and_questions(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = present.text(assessment, knowledge)
    parts = [
        "EMERGENCY: WITHIN 48 HOURS",
        "T8: four questions",
        "Options for T8",
        "L3: four questions",
        "Plan in time",
        "What is missing",
        "What would change it",
        "ALL OPTIONS AND REASONS",
        "Where sources differ",
        "Options for the whole person",
        "Prognostic scores",
        "Sources and what was read",
        "it does not decide",
    ]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)


def test_every_live_option_and_every_reason_that_holds_is_told(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    told = _squeezed(present.text(assessment, knowledge))
    for option in assessment["options"]:
        if option["stance"] == "not_indicated":
            continue
        assert option["title"] in told
        for statement in option["statements"]:
            if statement["truth"] == "true":
                assert statement["because"] in told


def test_what_is_not_indicated_is_a_count(assessment: Assessment, knowledge: Knowledge) -> None:
    told = present.text(assessment, knowledge)
    assert "Kyphoplasty" not in told and "2 more not indicated on what is known." in told


def test_stance_name_and_check_share_a_line(assessment: Assessment, knowledge: Knowledge) -> None:
    told = present.text(assessment, knowledge)
    assert "[RECOMMENDED] Separation surgery - after checking platelets" in told.splitlines()
    assert "[DECLINED] En bloc resection - otherwise: Needs facts" in told.splitlines()


def test_unknown_is_an_interval_and_a_word(assessment: Assessment, knowledge: Knowledge) -> None:
    told = present.text(assessment, knowledge)
    assert "SINS at L3: 4 to 10 of 18, stable or potentially unstable" in told
    assert "0\N{EN DASH}3" in told and "not known" in told


def test_notes_on_facts_are_told_once(assessment: Assessment, knowledge: Knowledge) -> None:
    stale = assessment["remarks"][0]
    assessment["notices"].append({"id": "x", "text": stale["text"], "lesion": None})
    told = present.text(assessment, knowledge)
    assert told.count("Albumin 3.9") == 1 and "! Out of date: Albumin 3.9" in told


def test_a_local_protocol_is_named_beside_its_reason(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    assessment["options"][0]["statements"][0]["local"] = "when changed by Dr. Example: longer wait"
    assert "Local: when changed by Dr. Example" in _squeezed(present.text(assessment, knowledge))


def test_an_unverified_contraindication_that_counts_as_avoid_is_against(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    statement = assessment["options"][0]["statements"][2]
    statement.update(says="contraindicated", counts_as="avoid", checked="unverified")
    assert "2 for, 1 against" in present.text(assessment, knowledge)


def test_printing_uses_the_width_of_the_terminal(
    assessment: Assessment, knowledge: Knowledge
) -> None:
    out = io.StringIO()
    present.print_text(assessment, knowledge, Console(file=out, width=60, no_color=True))
    shown = out.getvalue()
    assert max(len(line) for line in shown.splitlines()) <= 60
    assert shown == present.text(assessment, knowledge, width=60)


def test_color_changes_no_word(assessment: Assessment, knowledge: Knowledge) -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=True, color_system="standard")
    present.print_text(assessment, knowledge, console)
    assert "\x1b[1;31mEMERGENCY" in out.getvalue()


def test_with_almost_nothing_known_the_text_says_so(knowledge: Knowledge) -> None:
    told = present.text({"facts": {"patient": {}, "lesions": []}, "urgency": {}}, knowledge)
    assert "No lesion of the spine is listed." in told
    assert "URGENCY NOT KNOWN" in told and "No step yet." in told and "No question is open." in told


@given(st.text(), st.integers(min_value=20, max_value=100))
def test_wrapping_keeps_to_the_width(text: str, width: int) -> None:
    assert all(len(line) <= width for line in wrap(text, width, first="  "))


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=200)), max_size=4))
def test_columns_keep_to_the_width(rows: list[tuple[str, str]]) -> None:
    assert all(len(line) <= 60 for line in columns(rows, 60))


def test_two_ends_share_a_line_only_where_there_is_room() -> None:
    assert both_ends("left", "right", 12) == ["left   right"]
    assert both_ends("left", "right", 9) == ["left", "right"]
