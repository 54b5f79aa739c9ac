"""Radiation in the text and on the page: short in the decision, whole among the details, else silent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backstay import present
from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess
from backstay.present import radiation
from backstay.present.dose_parts import cord_parts
from backstay.present.page.parts import anchor
from backstay.present.values import DASH

KNOWLEDGE = load_knowledge()
T8: dict[str, Any] = {
    "level": "T8", "pain": "non_mechanical", "bone": "lytic", "alignment": "normal", "collapse": "none",
    "posterolateral": "none", "escc": "1a", "prior_surgery": False, "sectors": ["1", "2"],
}  # fmt: skip
L4: dict[str, Any] = {
    "level": "L4", "pain": "non_mechanical", "bone": "lytic", "alignment": "normal", "collapse": "none",
    "posterolateral": "none", "cauda_compression": "none", "prior_surgery": False,
}  # fmt: skip
THIRTY = {"dose": 30, "fractions": 10, "months_ago": 14, "technique": "conventional"}
SBRT = {"dose": 24, "fractions": 2, "months_ago": 14, "technique": "SBRT"}


def _assessed(*lesions: dict[str, Any]) -> dict[str, Any]:
    facts = {"age": 60, "sex": "female", "primary": "breast", "ecog": "1"}
    document = {
        "case": "invented",
        "as_of": "2026-03-14",
        "patient": facts,
        "lesions": list(lesions),
    }
    return as_document(assess(read_case(document, KNOWLEDGE.facts), KNOWLEDGE, what_if=False))


def _after(*courses: dict[str, Any], lesion: dict[str, Any] = T8) -> dict[str, Any]:
    return _assessed({**lesion, "prior_radiation": list(courses)})


def _text(document: dict[str, Any], *, details: bool = False) -> str:
    told = present.text(document, KNOWLEDGE, width=240, details=details)
    return " ".join(told.replace(DASH, "-").split())


def test_the_decision_says_what_the_cord_had_and_may_still_get() -> None:
    told = _text(_after(THIRTY))
    assert (
        "Irradiated before: 30 Gy in 10 fractions, 14 months ago. Cord and thecal sac 37.5-43.73 Gy (EQD2)."
        in told
    )
    assert "100 to 110 % of 30 Gy stand for the cord." in told
    assert "> Still available to the thecal sac at its maximum: 9 Gy in 1, 12.2 Gy in 2, " in told
    assert (
        "* SBRT after a conventional course (Sahgal 2012, HyTEC 2021): Met: months between the courses 14"
        in told
    )
    assert "all courses together (EQD2) 37.5-43.73 so far (at most 70 Gy)" in told
    assert "(Nieder 2006): Met:" in told
    assert "? Ask: What was the maximum dose to cord and sac in 30/10?" in told


def test_a_dose_says_its_condition_what_it_rests_on_and_the_stricter_end() -> None:
    told = _text(_after({"dose": 30, "fractions": 10}))
    free = told.partition("Still available to the thecal sac at its maximum:")[2]
    assert "only if at least 5 months lie between the courses; it is not known how long" in free
    assert "in 5 fractions. [convention" not in _text(
        _after({**THIRTY, "cord_max": 29, "thecal_max": 31})
    )
    assert "17.9 Gy in 5 fractions. [Sahgal 2012 +2: unverified" in _text(_after(THIRTY))
    assert "(at most 25 Gy, 20 at its stricter end)" in told


def test_a_row_of_practice_says_its_tissue_and_that_it_is_no_limit() -> None:
    whole = _text(_after(THIRTY), details=True)
    assert "Reported practice after 30 Gy in 10 (spinal cord; no limit)" in whole


def test_a_schedule_says_whose_dose_it_is_in_fractions_of_two_gray() -> None:
    whole = _text(_after(THIRTY), details=True)
    told = " ".join(whole.split())
    assert "EQD2 tumor 12 Gy" in told
    assert "if it had" in told.partition("EQD2 tumor 12 Gy")[2][:200]


def test_a_schedule_of_an_option_that_is_spoken_against_says_so() -> None:
    words = "Something holds against it here"
    assert words not in _text(_after(THIRTY), details=True).partition("24 Gy in 3 after")[0]
    full = {"dose": 50, "fractions": 25, "months_ago": 30, "technique": "conventional"}
    rows = _text(_after(full, {**THIRTY, "months_ago": 20}), details=True).partition("Schedules")[2]
    assert words in rows.partition("Fracture")[0]


def test_a_limit_that_is_not_met_says_so_with_its_numbers() -> None:
    told = _text(_after({**THIRTY, "months_ago": 3}))
    assert "x No dose is named: Less than 5 months have passed" in told
    assert "Not met: months between the courses 3 (at least 5 months)." in told


def test_after_sbrt_the_reason_stands_once_and_the_dose_is_asked() -> None:
    told = _text(_after(SBRT))
    assert "Irradiated before: Stereotactic 24 Gy in 2 fractions, 14 months ago." in told
    assert "What cord and thecal sac had is not known." in told
    assert told.count("24/2 was stereotactic; these limits were found after") == 1
    assert "Ask: What was the maximum dose to cord and sac in 24/2?" in told


def test_a_measured_dose_is_told_for_cord_and_sac() -> None:
    told = _text(_after({**THIRTY, "cord_max": 29, "thecal_max": 31}))
    assert "Cord 35.53 Gy, thecal sac 39.53 Gy (EQD2). The cord had 29 Gy at its maximum." in told
    assert "? Ask" not in told


def test_below_the_conus_the_sac_is_told_and_no_dose_is_named() -> None:
    document = _after({"dose": 8, "fractions": 1, "months_ago": 8}, lesion=L4)
    told = _text(document)
    assert "Thecal sac 20-23.76 Gy (EQD2)." in told
    assert "No dose is named: Below the conus" in told
    whole = _text(document, details=True)
    assert (
        "Reported practice" not in whole
    )  # a row for the cord would read as a dose that may be given


def test_several_courses_and_those_of_which_nothing_is_known() -> None:
    told = _text(_after(THIRTY, {**THIRTY, "months_ago": 30}, {}))
    assert "course 3, of which nothing is known" in told
    assert "How that is known stands below, course by course." in told
    assert "And 2 more." in told or "And 3 more." in told
    whole = _text(_after(THIRTY, {**THIRTY, "months_ago": 30}), details=True)
    assert "All courses 75-87.45 Gy 75-87.45 Gy" in whole


def test_a_level_never_irradiated_is_told_in_one_line_where_stereotaxy_is_offered() -> None:
    told = _text(_after())
    assert "Not irradiated before: HyTEC, cord 2021, spinal cord, Dmax, at most" in told
    assert "at most 12.4 Gy (upper end 14) in 1, 17 Gy in 2" in told
    assert "Irradiated before" not in told
    cauda = _text(_after(lesion=L4))
    assert "TG-101, report of 2010, cauda equina, D0.035cc, at most 16 Gy in 1, 24 Gy in 3" in cauda


def test_a_level_without_an_offer_of_radiation_has_no_block() -> None:
    assert "Dose" not in present.text(_assessed({"level": "T8"}), KNOWLEDGE, details=False).split(
        "\n"
    )


def test_the_details_tell_limits_rows_target_schedules_and_figures() -> None:
    whole = _text(_after(THIRTY), details=True)
    for told in (
        "Radiation dose at T8", "Worked table after 20 Gy in 5", "Reported practice after 30 Gy in 10",
        "9-12 12.2 14-21", "Bound by: maximum of the further course in the sac", "leaves 26.27 Gy",
        "To treat: body, left pedicle and left transverse process and lamina", "hazard ratio 3.53 (1.58-7.93)",
        "252 people, 410 segments", "decide nothing",
    ):  # fmt: skip
        assert told.lower() in whole.lower(), told


def test_what_two_lesions_share_is_told_at_the_first() -> None:
    two = [{**T8, "prior_radiation": []}, {**L4, "prior_radiation": []}]
    whole = _text(_assessed(*two), details=True)
    assert whole.count("252 people, 410 segments") == 1
    assert "that hold at T8 too stand there." in whole


@pytest.mark.parametrize("courses", [[], [THIRTY], [SBRT], [{}], [THIRTY, SBRT]], ids=str)
def test_the_page_tells_the_same_with_links_to_sources(courses: list[dict[str, Any]]) -> None:
    document = json.loads(json.dumps(_after(*courses)))  # as other software sends it back
    page = present.html(document, KNOWLEDGE)
    assert 'id="dose-t8"' in page and 'href="#dose-t8"' in page
    for line in radiation.brief(document, "T8"):
        for source in line.reason.sources:
            assert f'id="{anchor(source)}"' in page


def test_an_assessment_without_radiation_has_no_part() -> None:
    document = {**_after(THIRTY), "radiation": {}}
    assert "Radiation dose at" not in _text(document, details=True)
    assert 'id="dose-t8"' not in present.html(document, KNOWLEDGE)


def test_the_question_says_what_to_get_first() -> None:
    told = _text(_after(SBRT))
    assert "Earlier radiation" in told or "earlier radiation" in told


def test_where_radiation_is_declined_and_was_never_given_there_is_nothing_to_tell() -> None:
    facts = {"primary": "breast", "accepts_radiation": False}
    lesion = {**T8, "prior_radiation": []}
    case = read_case({"patient": facts, "lesions": [lesion]}, KNOWLEDGE.facts)
    document = as_document(assess(case, KNOWLEDGE, what_if=False))
    assert "Radiation dose at T8" not in _text(document, details=True)


def test_a_set_that_does_not_speak_says_why_where_nothing_else_does() -> None:
    found = {**radiation.told(_after(SBRT))[0], "refused": []}
    part = next(one for one in cord_parts(found) if "Nieder" in one.title)
    assert not part.rows and "stereotactic" in part.told[0].text


def test_a_lesion_of_which_nobody_said_whether_it_was_irradiated() -> None:
    whole = _text(_assessed(T8), details=True)
    assert "Limits if there was no earlier course, spinal cord, Gy" in whole
    assert "Ask: Was this level irradiated before?" in whole
