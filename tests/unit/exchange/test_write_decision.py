"""A decision is read strictly: every problem at once, and no way against Backstay without a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plans import COMPRESSED, DECISION, assessed

from backstay.exchange.write import Decision, DecisionError, read_decision

MINIMAL: dict[str, Any] = {"decided_on": "2026-03-15", "by": ["spine_surgeon"]}


def read(**fields: Any) -> Decision:
    _, assessment, knowledge = assessed(COMPRESSED)
    given = {**MINIMAL, **fields}
    return read_decision(json.dumps(given).encode(), assessment, knowledge)


def problems(text: str = "", **fields: Any) -> list[str]:
    _, assessment, knowledge = assessed(COMPRESSED)
    data = text or json.dumps({**MINIMAL, **fields})
    with pytest.raises(DecisionError) as raised:
        read_decision(data.encode(), assessment, knowledge)
    return raised.value.problems


def test_a_decision_is_read_from_yaml_as_from_json() -> None:
    _, assessment, knowledge = assessed(COMPRESSED)
    decision = read_decision(DECISION.encode(), assessment, knowledge)
    assert decision.decided_on == "2026-03-15"
    assert decision.by == ("spine_surgeon", "radiation_oncologist")
    assert [one.option for one in decision.chosen] == [
        "separation_surgery", "dexamethasone_mscc", "mri_whole_spine_24h"
    ]  # fmt: skip
    assert decision.chosen[0].lesion == "T8" and decision.chosen[0].why is None
    assert decision.set_aside[0].reason.startswith("Radiosurgery")
    assert decision.goals == ("Walk to the bathroom again",)
    assert decision.next == "Theater tomorrow"
    assert read(decided_on="2026-03-14T10:00+01:00").decided_on == "2026-03-14T10:00:00+01:00"


def test_what_is_left_out_is_empty() -> None:
    decision = read(chosen=[], goals="", next=None)
    assert (decision.chosen, decision.set_aside, decision.goals, decision.next) == (
        (),
        (),
        (),
        None,
    )


def test_every_problem_of_the_shape_is_told_at_once() -> None:
    found = problems(
        decided_on="soon",
        by="me",
        hue="red",
        chosen=["sbrt", {"option": "sbrt", "because": "x"}, {"lesion": "T8"}],
        set_aside=[{"option": "sbrt", "lesion": "T8"}],
        goals=[["walk"]],
        next="x" * 1001,
    )
    assert found == [
        "hue: there is no such key; there are decided_on, by, case, chosen, set_aside, goals, next",
        "decided_on: this is not a date or an instant; a date such as 2026-03-14, or an instant such as "
        "2026-03-14T09:30+01:00",
        "by: this is not a list",
        "chosen[0]: an entry is a map with option, lesion, drug, why",
        "chosen[1].because: there is no such key; there are option, lesion, drug, why",
        "chosen[2].option: this is needed",
        "set_aside[0].reason: this is needed",
        "goals[0]: this is not a text",
        "next: at most 1000 characters",
    ]


def test_what_is_needed_is_told() -> None:
    assert problems("{}") == ["decided_on: this is needed", "by: this is needed"]
    assert problems("[]") == ["this is not a decision: it needs the keys decided_on, by"]
    assert problems("a: b: c")[0].startswith("line 1: this is not YAML")
    assert problems(decided_on="2026-02-30") == ["decided_on: there is no such day; give another"]


def test_a_list_has_an_end() -> None:
    assert problems(goals=["walk"] * 201) == ["goals: at most 200 entries"]


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"option": "separation_surgry", "lesion": "T8"},
         "there is no such option; did you mean: separation_surgery"),
        ({"option": "xylophone"}, "there is no such option"),
        ({"option": "sbrt"}, "sbrt is decided for each lesion: lesion is one of L3, T8"),
        ({"option": "bloods", "lesion": "T8"}, "bloods is decided for the person; leave lesion out"),
        ({"option": "sbrt", "lesion": "T8"}, "sbrt at T8 is not advised here; choosing it needs a reason (why)"),
        ({"option": "cryoablation", "lesion": "T8"},
         "cryoablation at T8 is contraindicated here; choosing it needs a reason (why)"),
        ({"option": "physical_therapy"}, "physical_therapy is disputed here; choosing it needs a reason (why)"),
        ({"option": "gastroprotection", "drug": "ranitidine"},
         "ranitidine is not proposed for gastroprotection; proposed: esomeprazole, lansoprazole, omeprazole, "
         "pantoprazole"),
        ({"option": "bloods", "drug": "iron"}, "iron is not proposed for bloods; proposed: none"),
    ],
)  # fmt: skip
def test_a_choice_that_does_not_fit(chosen: dict[str, str], problem: str) -> None:
    assert problems(chosen=[chosen]) == [f"chosen[0]: {problem}"]


def test_any_option_can_be_chosen_with_a_reason() -> None:
    why = "The patient asks for it, knowing the harm."
    decision = read(chosen=[{"option": "cryoablation", "lesion": "T8", "why": why}])
    assert decision.chosen[0].why == why
    assert read(chosen=[{"option": "bloods"}]).chosen[0].why is None  # only to be considered
    assert read(chosen=[{"option": "gastroprotection", "drug": "omeprazole"}]).chosen[0].drug


def test_setting_aside_always_has_a_reason() -> None:
    aside = {"option": "separation_surgery", "lesion": "T8"}
    assert problems(set_aside=[aside]) == ["set_aside[0].reason: this is needed"]
    assert (
        read(set_aside=[{**aside, "reason": "He declined."}]).set_aside[0].reason == "He declined."
    )


def test_one_option_is_decided_once() -> None:
    bloods = {"option": "bloods"}
    assert problems(chosen=[bloods], set_aside=[{**bloods, "reason": "done"}]) == [
        "set_aside[0]: bloods stands twice; decide it once"
    ]


def test_two_that_exclude_each_other_need_a_reason() -> None:
    one = {"option": "ebrt_multifraction", "lesion": "L3"}
    other = {"option": "ebrt_single_8gy", "lesion": "L3"}
    assert problems(chosen=[one, other]) == [
        "chosen[1]: ebrt_single_8gy and ebrt_multifraction exclude each other; choosing both needs a reason (why)"
    ]
    assert len(read(chosen=[one, {**other, "why": "The second comes months later."}]).chosen) == 2
    apart = {"option": "ebrt_single_8gy", "lesion": "T8", "why": "Pain there."}
    assert len(read(chosen=[one, apart]).chosen) == 2
    assert problems(chosen=[{"option": "xylophone"}, one]) == ["chosen[0]: there is no such option"]


def test_a_decision_about_another_case_is_refused() -> None:
    (problem,) = problems(case="t9")
    assert problem == "case: this decision is about another case; the assessment is of t8"
    assert read(case="t8").case == "t8"


@pytest.mark.parametrize("day", ["2026-03-13", "2026-03-14T08:29:59Z"])
def test_a_decision_from_before_the_assessment_is_refused(day: str) -> None:
    (problem,) = problems(decided_on=day)
    assert "is before the assessment (2026-03-14T09:30:00+01:00)" in problem


@pytest.mark.parametrize("day", ["2026-03-14", "2026-03-14T08:30:00Z"])
def test_the_day_and_the_instant_of_the_assessment_are_late_enough(day: str) -> None:
    assert read(decided_on=day).by == ("spine_surgeon",)


def test_texts_are_bounded_and_printable() -> None:
    decision = read(goals=["walk\n  again\u202e"], next="a" * 1000)
    assert decision.goals == ("walk again\\u202e",)
    assert len(str(decision.next)) == 1000
