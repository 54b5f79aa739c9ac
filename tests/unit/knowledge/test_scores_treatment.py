"""Scores of people under treatment, of frailty and of other illness."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from backstay.knowledge import Knowledge

PRISM = {
    "sex": ("female", "male"),
    "karnofsky": (60, 80, 100),
    "metastatic_sites": ([], ["lung", "pleura", "liver"]),
    "months_from_cancer_diagnosis_to_spine": (60, 61),
}
SITE = {
    "prior_surgery": ("false", "true"),
    "prior_radiation": ([], [{"dose": 30, "fractions": 10, "months_ago": 9}]),
}
RADES_WORST = {
    "ecog": "3", "primary": "lung_non_small_cell", "extraspinal_bone_metastases": 2,
    "visceral_metastases": "treatable", "months_from_cancer_diagnosis_to_cord_compression": 15,
    "ambulatory": "false", "motor_deficit_onset_days": 7,
}  # fmt: skip
RADES_BEST = {
    "ecog": "2", "primary": "breast", "extraspinal_bone_metastases": 0,
    "bone_metastases_multiple": "false", "visceral_metastases": "none",
    "months_from_cancer_diagnosis_to_cord_compression": 16,
    "ambulatory": "true", "motor_deficit_onset_days": 8,
}  # fmt: skip


def test_van_der_linden_needs_pain_and_a_karnofsky_in_its_table(score: Any) -> None:
    known = {"vertebral_metastases": 1, "spinal_pain": "true", "primary": "breast",
             "visceral_metastases": "none", "karnofsky": 90}  # fmt: skip
    assert score("van_der_linden", known).total == 6
    assert score("van_der_linden", {**known, "karnofsky": 10}).applies is False
    painless = score("van_der_linden", {**known, "spinal_pain": "false"}, {"pain": "none"})
    assert painless.applies is False


def test_prism_spans_both_versions_and_names_a_group_only_where_they_agree(
    score: Any, every: Any
) -> None:
    for patient, lesion in product(every(PRISM), every(SITE)):
        facts = {**patient, "metastatic_sites_known": "true", "metastases_total": 4}
        both, one, other = (
            score(name, facts, lesion) for name in ("prism", "prism_spinert", "prism_mayo")
        )
        assert both.interval[0] <= min(one.total, other.total)
        assert both.interval[1] >= max(one.total, other.total)
        assert both.band is None or both.band == one.band == other.band


def test_prism_counts_lung_and_pleura_once(score: Any) -> None:
    facts = {"metastatic_sites": ["lung", "pleura", "liver"], "metastatic_sites_known": "true"}
    items = score("prism", facts).items
    assert next(i.points for i in items if i.fact == "metastatic_sites") == -2


def test_prism_is_not_used_below_karnofsky_60(score: Any) -> None:
    assert score("prism", {"karnofsky": 50}, {"nature": "metastasis"}).applies is False


def test_rades_early_death_reaches_both_ends_and_shows_both_limits(score: Any) -> None:
    worst = score("rades_early_death", RADES_WORST)
    assert (worst.total, worst.band) == (25, "above_both_limits")
    assert score("rades_early_death", RADES_BEST).total == 6


def test_rades_early_death_leaves_a_second_vertebra_open(score: Any) -> None:
    found = score("rades_early_death", {**RADES_BEST, "bone_metastases_multiple": "true"})
    assert found.interval == [6, 8]


@pytest.mark.parametrize("ecog", ["0", "1"])
def test_rades_early_death_leaves_out_ecog_0_and_1(ecog: str, score: Any) -> None:
    found = score("rades_early_death", {**RADES_WORST, "ecog": ecog})
    assert (found.applies, found.total, found.interval) == (False, None, None)


def test_rades_early_death_leaves_out_people_without_a_motor_deficit(score: Any) -> None:
    intact = {"limb_weakness": "false", "asia": "E"}
    assert score("rades_early_death", {"ecog": "3", **intact}).applies is False


def test_nesms_stops_at_three(score: Any) -> None:
    high = {"visceral_metastases": "none", "bone_metastases_multiple": "false", "primary": "breast",
            "ambulatory": "true", "albumin": 4.4}  # fmt: skip
    low = {"visceral_metastases": "treatable", "bone_metastases_multiple": "true",
           "primary": "lung_small_cell", "ambulatory": "false", "albumin": 4.4}  # fmt: skip
    assert score("nesms", high).interval == [3, 3]
    assert score("nesms", low).interval == [0, 1]
    middle = score("nesms", {**high, "primary": "melanoma"})
    assert (middle.total, middle.interval) == (None, [1, 3])


def test_mizumoto_never_gives_a_total(score: Any) -> None:
    facts = {
        "primary": "breast", "ecog": "1", "calcium": 9, "visceral_metastases": "none",
        "previous_chemotherapy": "false", "bone_metastases_multiple": "false", "age": 70,
    }  # fmt: skip
    found = score("mizumoto", facts)
    assert (found.total, found.interval, found.missing) == (None, [0, 5], [])


def test_h2_fails_never_gives_a_total(score: Any) -> None:
    facts = comorbid(
        "heart_failure", smoker="true", dependence="total", albumin=4, inr=1, white_cells=6
    )
    found = score("h2_fails", facts)
    assert (found.total, found.interval, found.missing) == (None, [4, 7], [])


def comorbid(*listed: str, complete: bool = True, **more: Any) -> dict[str, Any]:
    known = "true" if complete else "false"
    return {"comorbidities": list(listed), "comorbidities_known": known, **more}


def test_mfi5_counts_each_of_five_once(score: Any, every: Any) -> None:
    twins = {"diabetes": "diabetes_complicated", "copd": "recent_pneumonia"}
    illnesses = ("diabetes", "hypertension", "copd", "heart_failure")
    for chosen in every(dict.fromkeys((*illnesses, "dependent"), (False, True))):
        listed = [name for name in illnesses if chosen[name]]
        facts = comorbid(
            *listed,
            *(twins[name] for name in listed if name in twins),
            dependence="partial" if chosen["dependent"] else "independent",
        )
        assert score("mfi5", facts).total == sum(chosen.values())


@pytest.mark.parametrize(
    ("listed", "total"),
    [
        ((), 0),
        (("diabetes",), 1),
        (("diabetes_complicated",), 2),
        (("diabetes", "diabetes_complicated"), 2),
        (("liver_mild",), 1),
        (("liver_mild", "liver_moderate_severe"), 3),
        (("hemiplegia", "kidney_moderate_severe", "aids"), 10),
        (("hypertension", "osteoporosis"), 0),
    ],
)
def test_charlson_counts_the_worse_of_two(listed: tuple[str, ...], total: int, score: Any) -> None:
    assert score("charlson_without_cancer", comorbid(*listed)).total == total


def test_charlson_without_cancer_reaches_its_most(knowledge: Knowledge, score: Any) -> None:
    values = knowledge.facts.patient["comorbidities"].values
    assert score("charlson_without_cancer", comorbid(*values)).total == 23


@pytest.mark.parametrize(
    ("primary", "total"), [("kidney", 6), ("lymphoma", 2), ("leukemia", 2), ("myeloma", 2)]
)
def test_charlson_metastasis_replaces_tumor(primary: str, total: int, score: Any) -> None:
    facts = comorbid(primary=primary, vertebral_metastases=1)
    assert score("charlson", facts).total == total
    assert score("charlson_without_cancer", facts).total == 0


@pytest.mark.parametrize(
    ("age", "points"), [(49, 0), (50, 1), (59, 1), (60, 2), (70, 3), (79, 3), (80, 4), (95, 4)]
)
def test_charlson_age_points(age: int, points: int, score: Any) -> None:
    facts = comorbid(primary="kidney", vertebral_metastases=1, age=age)
    assert score("charlson_age", facts).total == 6 + points


def test_charlson_with_an_open_list_is_an_interval(score: Any) -> None:
    found = score("charlson_without_cancer", comorbid("diabetes", complete=False))
    assert (found.total, found.interval) == (None, [1, 23])
