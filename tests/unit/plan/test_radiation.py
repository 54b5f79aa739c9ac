"""Radiation in an assessment: what cord and sac had, each limit with its numbers, what is left, what is asked."""

from __future__ import annotations

from typing import Any

import pytest
from assessed import KNOWLEDGE, STABLE, assessed
from jsonschema import Draft202012Validator

from backstay.plan.schema import schema_of

T8 = {"level": "T8", **STABLE, "escc": "1a", "symptomatic": True, "prior_surgery": False}
L4 = {
    "level": "L4",
    **STABLE,
    "cauda_compression": "none",
    "symptomatic": True,
    "prior_surgery": False,
}
BREAST = {"primary": "breast", "cancer_diagnosis_known": True}
CONVENTIONAL = {"dose": 30, "fractions": 10, "months_ago": 14, "technique": "conventional"}
SBRT = {"dose": 24, "fractions": 2, "months_ago": 14, "technique": "SBRT"}


def whole(lesion: dict[str, Any], *courses: dict[str, Any]) -> dict[str, Any]:
    return assessed(BREAST, {**lesion, "prior_radiation": list(courses)})


def at(lesion: dict[str, Any], *courses: dict[str, Any]) -> dict[str, Any]:
    found = whole(lesion, *courses)["radiation"]["lesions"]
    assert [one["lesion"] for one in found] == [lesion["level"]]
    return dict(found[0])


def limits(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {limit["id"]: limit for one in found["rules"] for limit in one["limits"]}


def test_a_prescription_stands_for_the_cord_as_a_range_and_says_so() -> None:
    found = at(T8, CONVENTIONAL)
    assert found["cord_here"] is True
    assert found["cord_eqd2"] == found["sac_eqd2"] == [37.5, 43.725]
    course = found["courses"][0]
    assert (course["cord"]["how"], course["cord"]["dose"]) == ("prescription", [30, 33])
    assert "100 to 110 %" in course["cord"]["says"]
    assert course["asks"][0]["fact"] == "prior_radiation"


def test_each_limit_has_its_number_and_sets_stand_apart() -> None:
    found = at(T8, CONVENTIONAL)
    assert [(one["id"], one["default"]) for one in found["rules"]] == [
        ("sahgal2012", True), ("nieder2006", False),
    ]  # fmt: skip
    told = limits(found)
    months = told["interval_months"]
    assert (months["met"], months["value"], months["limit"]) == (True, [14, 14], 5)
    together = told["cumulative_eqd2"]
    assert (together["met"], together["next"], together["value"]) == (None, True, [37.5, 43.725])
    assert (together["at_most"], together["leaves"]) == (70, 26.275)
    assert told["nieder_cumulative_bed"]["next"] and told["nieder_interval_months"]["met"]
    for one in found["rules"]:
        assert one["evidence"] and one["checked"] == "primary" and one["refused"] is None


def test_what_is_left_has_the_published_row_beside_it() -> None:
    free = at(T8, CONVENTIONAL)["available"]
    assert free["tissue"] == "thecal_sac" and free["refused"] is None
    assert (free["fractions"]["1"], free["fractions"]["2"]) == (9, 12.2)
    worked = free["published"][0]
    assert (worked["doses"]["5"], worked["checked"]) == ([18, 18], "unverified")
    assert free["practice"][0]["doses"]["1"] == [9, 12]


def test_a_dose_that_was_measured_takes_the_place_of_the_range() -> None:
    found = at(T8, {**CONVENTIONAL, "cord_max": 29, "thecal_max": 31})
    assert found["cord_eqd2"] == [35.525, 35.525]
    assert found["courses"][0]["cord"]["how"] == "measured"
    assert not found["asks"]


@pytest.mark.parametrize(
    ("courses", "because"),
    [
        ([SBRT], "stereotactic"),
        ([{**CONVENTIONAL, "months_ago": 3}], "5 months"),
        ([{**CONVENTIONAL, "fractions": None}], "not known"),
        ([{}], "conventional or stereotactic"),
        ([CONVENTIONAL, CONVENTIONAL, CONVENTIONAL], "no dose within"),
    ],
    ids=["after-sbrt", "too-soon", "fractions-unknown", "nothing-known", "three-courses"],
)
def test_where_no_dose_is_named_the_reason_is(courses: list[dict[str, Any]], because: str) -> None:
    told = [{key: value for key, value in one.items() if value is not None} for one in courses]
    free = at(T8, *told)["available"]
    assert free["fractions"] is None
    assert because in free["refused"]


def test_after_sbrt_no_set_speaks_and_no_limit_waits_for_the_next_course() -> None:
    found = at(T8, {**SBRT, "cord_max": 15, "thecal_max": 16})
    assert found["sac_eqd2"] == [40, 40]
    assert all("stereotactic" in one["refused"] for one in found["rules"])
    assert all(one["met"] is None and not one["next"] for one in limits(found).values())


def test_an_sbrt_prescription_is_no_dose_of_the_cord() -> None:
    found = at(T8, SBRT)
    assert found["cord_eqd2"] in (None, [0, None])
    assert found["courses"][0]["cord"]["eqd2"] is None


def test_below_the_conus_no_limit_of_the_cord_is_told() -> None:
    found = at(L4, {"dose": 8, "fractions": 1, "months_ago": 8})
    assert found["cord_here"] is False and found["cord_eqd2"] is None
    assert "conus" in found["available"]["refused"]
    assert not found["limits"]
    first = at(L4)
    assert {one["tissue"] for one in first["limits"]} == {"cauda_equina"}
    assert {one["rule_set"] for one in first["limits"]} >= {"tg101", "spine_trial_2025"}


def test_a_level_never_irradiated_has_the_limits_of_a_first_course() -> None:
    found = at(T8)
    assert found["courses"] == [] and found["available"] is None and not found["rules"]
    assert found["limits_hold"] is True
    assert {one["fractions"]: (one["limit"], one["upper"]) for one in found["limits"]} == {
        1: (12.4, 14), 2: (17, None), 3: (20.3, None), 4: (23, None), 5: (25.3, None),
    }  # fmt: skip
    assert {one["rule_set"] for one in found["limits"]} == {"hytec"}


def test_where_nobody_said_whether_it_was_irradiated_the_limits_hold_if_not() -> None:
    found = assessed(BREAST, T8)["radiation"]["lesions"][0]
    assert found["courses"] is None and found["limits_hold"] is None and found["limits"]
    assert "prior_radiation" in found["check_first"]


def test_lesions_that_are_not_known_have_no_radiation() -> None:
    found = assessed(BREAST)["radiation"]
    assert found["lesions"] is None and not found["check_first"]
    assert assessed(BREAST, lesions=[])["radiation"]["lesions"] == []


def test_target_schedules_and_what_was_seen_carry_their_sources() -> None:
    found = at({**T8, "sectors": ["1", "2"]})
    assert set(found["target"]["treat"]) >= {"body", "left_pedicle"}
    assert found["schedules"]["fitting"]
    holds = [one for one in found["fracture"]["hazards"] if one["holds"]]
    assert [(one["ratio"], one["interval"]) for one in holds] == [(3.53, [1.58, 7.93])]
    for one in (*found["control"]["figures"], *found["fracture"]["incidences"]):
        assert (
            one["population"]
            and one["evidence"]
            and one["checked"] in ("primary", "secondary", "unverified")
        )


def test_figures_keep_the_decimals_of_their_source() -> None:
    ratios = {one["ratio"] for one in at(T8)["control"]["hazards"]}
    assert 1.525 in ratios


def test_it_supports_and_does_not_decide() -> None:
    assert "decide nothing" in whole(T8, CONVENTIONAL)["radiation"]["supports"]


@pytest.mark.parametrize("courses", [[], [CONVENTIONAL], [SBRT], [{}]], ids=str)
def test_it_fits_its_schema(courses: list[dict[str, Any]]) -> None:
    schema = schema_of("assessment", KNOWLEDGE)
    document = whole(T8, *courses)
    # Written and read again: a number of fractions is a text in JSON.
    assert not [e.message for e in Draft202012Validator(schema).iter_errors(document)]
