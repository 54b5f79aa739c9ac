"""A clock that runs: on which findings, how old they are, and how much of its time is used."""

from __future__ import annotations

import pytest
from carded import QUIET, detail_of, person, seen, the_one, view

COMPRESSED = {"level": "T8", "escc": "3"}


def test_a_clock_that_rests_on_old_findings_alone_says_so_at_once() -> None:
    case = person([COMPRESSED], primary="kidney", limb_weakness="true")
    past = {"limb_weakness": "2025-11-01", "T8.escc": "2025-11-01"}
    old = the_one(view(seen(case, past)))
    assert old.indicator == "critical"  # nobody has said that it is over
    assert old.summary == (
        "Emergency if this still holds: limb weakness and epidural compression (ESCC): 3, "
        "last seen 1 November 2025. Check now."
    )
    assert "by 10:30: Immediate contact" in detail_of(old)  # if it holds, the plan is at hand
    some = the_one(view(seen(case, {**past, "limb_weakness": "2026-03-13"})))
    assert some.summary.startswith("Emergency: within 24 hours. Within 1 hour: ")


def test_old_findings_that_do_not_fit_are_counted_and_the_last_day_is_told() -> None:
    days = {
        "limb_weakness": "2025-11-01", "gait_disturbance": "2025-11-02", "sensory_level": "2025-10-01",
        "saddle_numbness": "2025-10-01", "myelopathy": "2025-10-01",
    }  # fmt: skip
    case = seen(person(None, primary="kidney", **dict.fromkeys(days, "true")), days)
    summary = the_one(view(case)).summary
    assert "and 2 more, last seen 2 November 2025. Check now." in summary
    assert len(summary) < 140


def test_old_findings_without_a_cancer_ask_and_do_not_alarm() -> None:
    case = seen(person(limb_weakness="true"), {"limb_weakness": "2009-05-01"})
    card = the_one(view(case))
    assert card.indicator == "warning"  # an old stroke, or a cord: nobody has said
    assert card.summary.startswith("Emergency if this still holds: limb weakness")
    cancer = person(primary="kidney", limb_weakness="true")
    assert the_one(view(seen(cancer, {"limb_weakness": "2009-05-01"}))).indicator == "critical"


def test_a_fresh_finding_at_another_lesion_is_not_called_old() -> None:
    case = person([COMPRESSED, {"level": "L1", "escc": "3"}], primary="kidney")
    some = seen(case, {"T8.escc": "2025-01-01", "L1.escc": "2026-03-13"})
    assert "still holds" not in the_one(view(some)).summary


@pytest.mark.parametrize(
    "hours, says, step",
    [
        ("20", "Emergency, 4 h left of 24 h. Within 1 hour: ", "Within 4 hours, by 13:30: MRI"),
        ("30", "Emergency, 24 h used up: act now. Immediate contact", "3. At once: MRI"),
    ],
)
def test_a_clock_that_has_run_is_not_told_as_if_it_began_now(
    hours: str, says: str, step: str
) -> None:
    case = person(primary="breast", limb_weakness="true", hours_since_first_red_flag=hours)
    card = the_one(view(case))
    assert card.summary.startswith(says)
    assert step in detail_of(card)
    assert "15 March" not in detail_of(card)


def test_the_findings_that_started_the_clock_are_named_with_their_day() -> None:
    case = seen(
        person([COMPRESSED], primary="kidney", ambulatory="false"),
        {"ambulatory": "2026-03-13", "T8.escc": "2026-03-12"},
    )
    assert (
        "- On record: walks: no (13 March 2026) and epidural compression (ESCC): 3 at T8 (12 March 2026)."
        in detail_of(the_one(view(case)))
    )


def test_a_clock_that_runs_from_no_red_flag_asks_for_none() -> None:
    text = detail_of(the_one(view(person(primary="breast", calcium="15"))))
    assert "Calcium of 14 mg/dL or more" in text
    assert "first red flag" not in text


def test_nobody_is_asked_for_medicines_first_where_red_flags_are_open() -> None:
    case = person([{"level": "T8", "escc": "0", "pain": "none"}], primary="breast", **QUIET)
    assert the_one(view(case)).summary.startswith("Red flags are not ruled out; ask ASIA")


def test_of_what_contradicts_itself_only_what_the_record_holds_is_named() -> None:
    case = person(
        [COMPRESSED], primary="breast", **QUIET
    )  # its rule reads the grade of the cauda too
    assert (
        "The record contradicts itself: cord compression on imaging and epidural compression (ESCC)."
        in detail_of(the_one(view(case)))
    )


def test_cancer_with_fresh_spinal_pain_asks_for_red_flags_before_any_lesion_is_known() -> None:
    case = seen(person(primary="breast", spinal_pain="true"), {"spinal_pain": "2026-03-12"})
    card = the_one(view(case))
    assert card.indicator == "info"
    assert card.summary.startswith("Red flags are not ruled out; ask ")
    assert "- On record: pain in the spine (12 March 2026)." in detail_of(card)


@pytest.mark.parametrize(
    "patient, day",
    [
        ({"primary": "breast", "spinal_pain": "true"}, "2024-03-12"),
        ({"spinal_pain": "true"}, "2026-03-12"),
        ({"cancer_history": "none", "spinal_pain": "true"}, "2026-03-12"),
    ],
    ids=["pain of years ago", "nobody spoke of cancer", "no cancer"],
)
def test_spinal_pain_alone_leaves_the_reader_in_peace(patient: dict[str, str], day: str) -> None:
    assert view(seen(person(None, **patient), {"spinal_pain": day})) == []
