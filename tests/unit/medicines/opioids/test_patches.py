"""Bands of patches as published, the gaps between them, and who is given one."""

from __future__ import annotations

from typing import Any

import pytest
from opioid_lines import line
from opioid_people import STURDY

from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.patches import NoSuchTable, strength
from backstay.medicines.opioids.rotation import Rotation, rotate

KNOWLEDGE = load_knowledge()
US = (25.0, 50.0, 75.0, 100.0)
# An independent copy: drug and route, then the bands of the label in mg a day.
LABEL = {
    ("morphine", "oral"): [(60, 134), (135, 224), (225, 314), (315, 404)],
    ("oxycodone", "oral"): [(30, 67), (67.5, 112), (112.5, 157), (157.5, 202)],
    ("hydromorphone", "oral"): [(8, 17), (17.1, 28), (28.1, 39), (39.1, 51)],
    ("morphine", "intravenous"): [(10, 22), (23, 37), (38, 52), (53, 67)],
    ("codeine", "oral"): [(150, 447), (448, 747), (748, 1047), (1048, 1347)],
    ("methadone", "oral"): [(20, 44), (45, 74), (75, 104), (105, 134)],
}
CANADA = [(60, 134, 25), (135, 179, 37), (180, 224, 50), (225, 269, 62), (270, 314, 75), (315, 359, 87),
          (360, 404, 100)]  # fmt: skip
UK = [(61, 90, 25), (91, 134, 37), (135, 224, 50), (225, 314, 75), (315, 404, 100)]


def patch(
    drug: str, dose: float, table: str | None = None, facts: Any = STURDY, **more: Any
) -> Rotation:
    route = more.pop("route", "oral")
    return rotate([line(drug, dose, 1, route=route)], "fentanyl", KNOWLEDGE, None, facts, table)


@pytest.mark.parametrize(("drug", "route"), LABEL)
def test_the_label_band_by_band(drug: str, route: str) -> None:
    table = KNOWLEDGE.tables["patch_tables"][f"fentanyl_us_{route}_{drug}"]
    for (low, high), expected in zip(LABEL[drug, route], US, strict=True):
        assert strength(table, low, KNOWLEDGE) == strength(table, high, KNOWLEDGE) == expected
    assert strength(table, LABEL[drug, route][0][0] - 0.01, KNOWLEDGE) is None
    assert strength(table, LABEL[drug, route][-1][1] + 0.01, KNOWLEDGE) is None


@pytest.mark.parametrize(("drug", "route"), LABEL)
def test_between_two_bands_the_smaller_patch_holds(drug: str, route: str) -> None:
    table = KNOWLEDGE.tables["patch_tables"][f"fentanyl_us_{route}_{drug}"]
    for (_, end), expected in zip(LABEL[drug, route][:-1], US, strict=False):
        assert strength(table, end + 0.05, KNOWLEDGE) == expected


@pytest.mark.parametrize(("low", "high", "expected"), CANADA)
def test_canada_band_by_band(low: float, high: float, expected: float) -> None:
    assert patch("morphine", low, "canada").daily_dose == expected
    assert patch("morphine", high, "canada").daily_dose == expected


@pytest.mark.parametrize(("low", "high", "expected"), UK)
def test_the_united_kingdom_band_by_band(low: float, high: float, expected: float) -> None:
    assert patch("morphine", low, "uk").daily_dose == expected
    assert patch("morphine", high, "uk").daily_dose == expected


@pytest.mark.parametrize(
    ("dose", "expected"), [(59, 12), (60, 12), (60.5, 12), (29, 12), (28, None), (5, None)]
)
def test_below_60_only_the_united_kingdom_and_never_more_than_is_taken(
    dose: float, expected: float | None
) -> None:
    assert patch("morphine", dose, "uk").daily_dose == expected


@pytest.mark.parametrize(
    ("dose", "word"), [(59, "below the table"), (405, "specialist"), (404.5, "specialist")]
)
def test_outside_of_the_label(dose: float, word: str) -> None:
    found = patch("morphine", dose)
    assert found.daily_dose is None and word in (found.refused or "")


def test_sources_differ_at_120_mg() -> None:
    found = patch("morphine", 120)
    (difference,) = found.differ
    assert difference.says == {"us": 25, "canada": 25, "uk": 37, "rule_of_thumb": 60}
    assert found.daily_dose == 25 and found.reduction_percent == 0


def test_no_difference_where_all_agree_is_still_told_beside_the_rule_of_thumb() -> None:
    assert patch("morphine", 150).differ[0].says["rule_of_thumb"] == 75


def test_not_tolerant_is_contraindicated() -> None:
    found = patch("morphine", 120, facts=STURDY | {"opioid_tolerant": False})
    assert found.daily_dose is None and "contraindicated" in (found.refused or "")
    assert found.check_first == ()


@pytest.mark.parametrize("facts", [None, {}, STURDY | {"opioid_tolerant": None}])
def test_tolerance_not_known_is_asked(facts: Any) -> None:
    found = patch("morphine", 120, facts=facts)
    assert found.daily_dose is None
    assert "how many days" in (found.refused or "")
    assert found.check_first == ("medicines", "medicines_known")


def test_lines_that_say_for_how_long_prove_tolerance() -> None:
    lines = [line("morphine", 60, 2, route="oral", days=7.0)]
    assert rotate(lines, "fentanyl", KNOWLEDGE).daily_dose == 25


def test_one_drug_of_the_table_is_read_directly_and_its_difference_told() -> None:
    found = patch("oxycodone", 100)
    assert (found.daily_dose, found.table) == (50, "fentanyl_us_oral_oxycodone")
    assert found.differ[0].says == {"us": 50}


def test_several_drugs_go_through_oral_morphine_by_lower_bounds() -> None:
    lines = [line("oxycodone", 100, 1, route="oral"), line("morphine", 20, 1, route="oral")]
    found = rotate(lines, "fentanyl", KNOWLEDGE, facts=STURDY)
    assert (found.daily_dose, found.table) == (25, "fentanyl_us_oral_morphine")
    assert sum(one.low for one in found.legs) == 120


def test_a_drug_without_a_way_is_refused() -> None:
    found = patch("dihydrocodeine", 300)
    assert "no ratio leads" in (found.refused or "")


def test_methadone_is_no_source_but_the_label_row_is_told() -> None:
    found = patch("methadone", 30)
    assert found.daily_dose is None and "specialist" in (found.refused or "")
    assert found.differ[0].says == {"us": 25}


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(NoSuchTable, match="us, canada, uk"):
        patch("morphine", 120, "france")


@pytest.mark.parametrize(
    ("dose", "expected"), [(61, 35), (90, 35), (91, 52.5), (134.5, 52.5), (135, 70), (224, 70)]
)
def test_buprenorphine_by_its_one_table(dose: float, expected: float) -> None:
    table = KNOWLEDGE.tables["patch_tables"]["buprenorphine_uk_oral_morphine"]
    assert strength(table, dose, KNOWLEDGE) == expected


def to_buprenorphine(dose: float, facts: Any = STURDY) -> Rotation:
    return rotate(
        [line("morphine", dose, 1, route="oral")], "buprenorphine", KNOWLEDGE, facts=facts
    )


@pytest.mark.parametrize(("dose", "expected"), [(100, 35), (150, 52.5), (224, 70), (400, None)])
def test_a_table_of_equal_doses_is_read_after_the_cut(dose: float, expected: float | None) -> None:
    found = to_buprenorphine(dose)  # a third less: 67, 100.5, 150, 268
    assert found.daily_dose == expected
    if expected is not None:
        assert (found.unit, found.table) == ("mcg/h", "buprenorphine_uk_oral_morphine")
        assert found.reduction_percent == 33
        assert any("partial agonist" in text for text in found.timing)


def test_the_old_begin_with_half_of_what_the_buprenorphine_table_says() -> None:
    found = to_buprenorphine(160, STURDY | {"old_or_frail": True})
    assert (found.daily_dose, found.reduction_percent) == (35, 50)


WEAK_KIDNEYS = STURDY | {
    "egfr": 45.0, "creatinine_clearance": 45.0, "dialysis": "none", "organs_sound": False,
}  # fmt: skip


@pytest.mark.parametrize(("dose", "expected"), [(120, 12), (150, 25), (240, 37), (360, 50)])
def test_half_the_patch_of_the_label_with_weak_kidneys(dose: float, expected: float) -> None:
    found = patch("morphine", dose, facts=WEAK_KIDNEYS)
    assert (found.daily_dose, found.reduction_percent) == (expected, 50)


def test_no_patch_where_what_the_organs_leave_is_less_than_the_smallest() -> None:
    found = patch("morphine", 50, "uk", facts=WEAK_KIDNEYS)
    assert found.daily_dose is None and "no patch is as small" in (found.refused or "")


def test_from_a_patch_what_remains_is_told() -> None:
    worn = line("fentanyl", 50, None, unit="mcg/h", route="transdermal")
    found = rotate([worn], "morphine", KNOWLEDGE, facts=STURDY)
    assert found.smaller_bound == 100 and found.daily_dose == 65
    said = " ".join(found.timing)
    assert "14 to 24 hours" in said and "12 to 24 hours" in said and "at least 24 hours" in said


@pytest.mark.parametrize("table", ["us", "canada", "uk"])
@pytest.mark.parametrize("dose", [60, 61, 90, 91, 120, 134, 135, 180, 224, 300, 404])
def test_to_a_patch_and_back_is_never_more(dose: float, table: str) -> None:
    there = patch("morphine", dose, table).daily_dose
    assert there is not None
    worn = line("fentanyl", there, None, unit="mcg/h", route="transdermal")
    back = rotate([worn], "morphine", KNOWLEDGE, facts=STURDY)
    assert back.smaller_bound is not None and back.smaller_bound <= dose
