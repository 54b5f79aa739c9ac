"""The plan in one card: for whom, how loud, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from carded import (
    KNOWLEDGE,
    LAUNCHING,
    QUIET,
    SETTINGS,
    called,
    detail_of,
    person,
    seen,
    the_one,
    view,
)

from backstay.case import Case, Lesion
from backstay.case.values import Interval
from backstay.exchange import Unread
from backstay.hooks.cards.concern import may_be_emergency
from backstay.hooks.cards.view import view_cards
from backstay.plan.assessment import Plan, Urgency
from backstay.plan.glance import glance

COMPRESSED = {"level": "T8", "escc": "3"}


@pytest.mark.parametrize(
    "patient, lesions",
    [
        ({}, None),
        ({"age": "50", "sex": "female", "creatinine": "1.0"}, None),
        ({"primary": "breast"}, None),
        ({"primary": "breast"}, []),
        ({"primary": "breast", "radicular_pain": "false", "ambulatory": "true"}, []),
        ({"respiratory_rate": "14", "post_void_residual": "20"}, None),
        ({"spinal_pain": "true", "comorbidities": ["diabetes"]}, None),
    ],
    ids=["nothing known", "ordinary", "cancer", "no lesion", "no flag", "numbers", "back pain"],
)
def test_no_card_without_metastasis_or_clock(
    patient: dict[str, Any], lesions: list[dict[str, Any]] | None
) -> None:
    assert view(person(lesions, **patient)) == []


@pytest.mark.parametrize(
    "patient, lesions, indicator, starts",
    [
        ({"limb_weakness": "true"}, None, "critical", "Emergency: within 24 hours. MRI of the"),
        (
            {"primary": "kidney", "limb_weakness": "true"},
            [COMPRESSED],
            "critical",
            "Emergency: within 24 hours. Within 1 hour: Immediate contact with the spinal-cord",
        ),
        ({"neurologic_progression": "over_hours"}, None, "critical", "Emergency: within 1 hour"),
        ({"calcium": "15"}, None, "critical", "Emergency: within 24 hours"),
        (
            {"primary": "breast"},
            [{"level": "L1", "escc": "2"}],
            "warning",
            "Urgent: within 24 hours, could be emergency. Contact with the cord-compression",
        ),
        ({"suicidal_thoughts": "true"}, None, "warning", "Urgent: within 24 hours, could be"),
        ({"primary": "breast"}, [{"level": "L1"}], "info", "Red flags are not ruled out; ask epi"),
    ],
    ids=["deficit", "cord", "over hours", "calcium", "compressed", "suicide", "lesion alone"],
)
def test_the_summary_says_how_soon_and_what_first(
    patient: dict[str, Any], lesions: list[dict[str, Any]] | None, indicator: str, starts: str
) -> None:
    card = the_one(view(person(lesions, **patient)))
    assert (card.indicator, card.summary[: len(starts)]) == (indicator, starts)
    assert len(card.summary) < 140


def test_a_red_flag_without_a_word_on_cancer_asks_for_it() -> None:
    card = the_one(view(person(radicular_pain="true")))
    assert card.indicator == "warning"
    assert card.summary.startswith("Red flags are not ruled out; ask primary cancer")
    assert "Which cancer is it" in detail_of(card)
    assert "metastasis" not in card.summary


def test_a_value_that_may_lie_beyond_a_limit_leaves_an_emergency_open() -> None:
    case = person()
    case.patient["corrected_calcium"] = Interval(11.0, 15.0)
    case.patient["calcium"] = Interval(11.0, 15.0)
    assert may_be_emergency(case, glance(case, KNOWLEDGE), KNOWLEDGE)
    assert the_one(view(case)).indicator == "warning"


def test_a_flag_of_a_lesion_counts_too() -> None:
    now = datetime(2026, 3, 14, tzinfo=UTC)
    here = Case("c", now, {}, (Lesion("T8", {"level": "T8", "cauda_compression": "none"}),))
    assert not may_be_emergency(here, glance(here, KNOWLEDGE), KNOWLEDGE)
    bad = Case("c", now, {}, (Lesion("T8", {"level": "T8", "escc": "1b"}),))
    assert may_be_emergency(bad, glance(bad, KNOWLEDGE), KNOWLEDGE)


def test_an_emergency_is_short_and_asks_only_what_a_step_waits_for() -> None:
    card = the_one(view(person([COMPRESSED], primary="kidney", limb_weakness="true")))
    text = detail_of(card)
    assert "1. Within 1 hour, by 10:30: Immediate contact" in text
    assert "6. " in text and "7. " not in text
    assert "3 more steps stand in the assessment." in text
    assert "For and against" not in text  # physical therapy is disputed, and can wait
    assert "What is missing" not in text
    assert len(text) < 1500


def test_the_time_that_is_used_and_left_is_told() -> None:
    flags = {"limb_weakness": "true", "hours_since_first_red_flag": "5"}
    card = the_one(view(person([COMPRESSED], primary="kidney", **flags)))
    assert "First red flag 5 h ago" in detail_of(card)
    assert "19 h left of 24 h." in detail_of(card)


def test_the_detail_of_a_plan_has_reason_steps_questions_and_foot() -> None:
    text = detail_of(the_one(view(person([{"level": "L1", "escc": "2"}], primary="breast"))))
    assert "- The cord or cauda is compressed or threatened on imaging" in text
    assert "Not known when the first red flag was: ask, the clock runs from then." in text
    assert "Could still be emergency. Ask now: whether walking is possible" in text
    assert "1. Within 24 hours, by 15 March 09:30: Contact with" in text
    assert "Radiation oncology; one of a choice; after checking" in text
    assert "- Can the patient walk, with or without aids? Could make it more urgent." in text
    assert "more questions could change something." in text
    assert "await clinical review. Decision support: people decide." in text
    assert "As of 14 March 2026 09:30 +01:00. Knowledge" in text


def test_what_is_disputed_is_told_with_both_sides() -> None:
    case = person(
        [{"level": "T8", "escc": "1c", "pain": "mechanical", "bone": "lytic", "alignment": "normal",
          "collapse": "under_half", "posterolateral": "none", "fracture": "new"}],
        **{**QUIET, "primary": "kidney"},
    )  # fmt: skip
    text = detail_of(the_one(view(case)))
    assert "**For and against**" in text
    assert " For: " in text and " Against: " in text


def test_what_could_not_be_had_or_read_is_told_without_naming_a_resource() -> None:
    lost = [Unread("Observation/secret-1", "x"), Unread("Observation/2", "y", counted=True)]
    case = person([{"level": "L1"}], primary="breast")
    text = detail_of(the_one(view(case, *lost, doubts=("Conditions could not be had.",))))
    assert "- Conditions could not be had." in text
    assert "- 1 entry of the record gave no fact" in text
    assert "secret" not in text
    many = detail_of(the_one(view(case, *lost[:1] * 3)))
    assert "- 3 entries of the record gave no fact" in many


def test_stale_facts_and_conflicts_are_named() -> None:
    document = {"albumin": "3.0", "limb_weakness": "true"}
    case = person([{"level": "L1"}], primary="breast", **document)
    old = seen(case, {"albumin": "2025-01-01", "limb_weakness": "2026-01-01"})
    text = detail_of(the_one(view(old)))
    assert "Out of date, so not used: albumin." in text
    assert "Old, still counted: limb weakness." in text


def test_where_no_red_flag_is_open_none_is_asked_for() -> None:
    case = person([{"level": "L1"}], primary="breast")
    asked = [one for one in glance(case, KNOWLEDGE).questions if one.fact == "medicines"]
    summary, _ = _shortened(case, questions=asked)
    assert summary == "Spinal metastasis, next: Molecular and biomarker testing"


def test_a_smart_link_only_where_this_service_can_be_launched() -> None:
    case = person([{"level": "L1"}], primary="breast")
    assert the_one(view(case)).links == ()
    (link,) = the_one(view(case, settings=LAUNCHING)).links
    assert (link.type, link.url) == ("smart", "https://backstay.example/smart/launch")


def test_the_same_call_gives_the_same_names_and_another_call_others() -> None:
    case = person([{"level": "L1"}], primary="breast")
    assert view(case) == view(case)
    assert view(case)[0].uuid != view(case, instance="i2")[0].uuid


def test_every_card_can_be_answered_with_a_reason() -> None:
    reasons = the_one(view(person([{"level": "L1"}], primary="breast"))).override_reasons
    assert len(reasons) >= 5
    assert all(one.code and one.display and one.system for one in reasons)


def _shortened(case: Case, **fields: Any) -> tuple[str, str]:
    """Summary and detail of a glance in which some parts are put in place."""
    found = msgspec.structs.replace(glance(case, KNOWLEDGE), **fields)
    call = called("patient-view")
    card = the_one(view_cards(call, case, (), found, KNOWLEDGE, SETTINGS))
    return card.summary, detail_of(card)


CALM = Urgency(level="routine", could_be=None, within_hours=None, because=[], open=[])
NONE = Plan(steps=[], team=[])


def test_without_a_clock_the_next_step_is_told() -> None:
    summary, _ = _shortened(person([{"level": "L1"}], primary="breast"), urgency=CALM)
    assert summary == "Spinal metastasis, next: Molecular and biomarker testing"


def test_without_a_step_what_is_to_be_weighed_is_told() -> None:
    case = person([{"level": "L1"}], primary="breast")
    shown = glance(case, KNOWLEDGE, about=("sbrt", "kyphoplasty")).options
    options = [
        msgspec.structs.replace(one, stance="consider")
        for one in shown
        if one.id in ("sbrt", "kyphoplasty")
    ]
    summary, _ = _shortened(case, urgency=CALM, plan=NONE, options=options)
    assert summary.startswith("Spinal metastasis, to be weighed: ")
    done = [msgspec.structs.replace(one, done=True) for one in options]
    summary, _ = _shortened(case, urgency=CALM, plan=NONE, options=done)
    assert summary.startswith("Spinal metastasis, the plan waits for: ")


def test_nothing_to_do_gives_no_card() -> None:
    case = person([{"level": "L1"}], primary="breast")
    found = msgspec.structs.replace(
        glance(case, KNOWLEDGE), urgency=CALM, plan=NONE, options=[], questions=[]
    )
    assert view_cards(called("patient-view"), case, (), found, KNOWLEDGE, SETTINGS) == []


def test_a_clock_without_a_step_is_told_all_the_same() -> None:
    case = person(limb_weakness="true")
    summary, text = _shortened(case, plan=NONE, questions=[])
    assert summary == (
        "Emergency: within 24 hours. Cord or cauda signs are an emergency whatever their cause, with or without a "
        "known cancer."
    )
    assert "What is missing" not in text


def test_few_questions_are_not_counted() -> None:
    case = person([{"level": "L1"}], primary="breast")
    asked = glance(case, KNOWLEDGE).questions[:2]
    _, text = _shortened(case, questions=asked)
    assert "more questions" not in text


def test_in_an_emergency_what_a_step_waits_for_is_asked() -> None:
    case = person(
        [{"level": "L1", "pain": "mechanical", "pain_intensity": "8", "collapse": "under_half", "fracture": "new",
          "escc": "0"}],
        primary="breast", pain_worst="8", limb_weakness="true",
    )  # fmt: skip
    text = detail_of(the_one(view(case)))
    assert "Strong opioid - Ward physician; after checking whether death is near" in text
    assert "**What is missing**" in text
    assert "- Is the patient expected to die within days?" in text


def test_contradicting_facts_are_named() -> None:
    case = person([{"level": "L1"}], primary="breast", ambulatory="false", walks_unaided="true")
    assert "The record contradicts itself: " in detail_of(the_one(view(case)))
