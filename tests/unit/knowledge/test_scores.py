"""Every score as data, run through the engine over all that its table can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest

from backstay.case import read_case
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan.assessment import ScoreResult
from backstay.plan.computed import COMPUTED
from backstay.plan.scores import scores
from backstay.reason import Missing, Program, compile_program, evaluate
from backstay.reason.program import item_spans

SCORES = (
    "sins", "escc", "tokuhashi_revised", "tokuhashi_original", "tomita", "bauer_original",
    "bauer_modified", "katagiri_2014", "van_der_linden", "mizumoto", "prism", "prism_spinert",
    "prism_mayo", "rades_early_death", "nesms", "h2_fails", "mfi5", "charlson",
    "charlson_without_cancer", "charlson_age",
)  # fmt: skip
SUMMED = tuple(name for name in SCORES if name != "escc")
OPEN_ENDED = ("mizumoto", "nesms", "h2_fails")  # an item of each rests on a limit nobody has read
SINS = {
    "pain": ("none", "non_mechanical", "mechanical"),
    "bone": ("blastic", "mixed", "lytic"),
    "alignment": ("normal", "deformity", "subluxation"),
    "collapse": ("none", "none_over_half_involved", "under_half", "over_half"),
    "posterolateral": ("none", "unilateral", "bilateral"),
}
Facts = Mapping[str, Any]


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@cache
def scoring() -> Program:
    """Definitions and scores alone, so that thousands of cases are quick."""
    program = compile_program(knowledge(), COMPUTED)
    kinds = ("computed", "definition", "score")
    return replace(program, units=tuple(u for u in program.units if u.unit.kind in kinds))


def score(name: str, patient: Facts | None = None, lesion: Facts | None = None) -> ScoreResult:
    """One score of one person, with one lesion at T8 unless said otherwise."""
    document: dict[str, Any] = {"case": "one", "as_of": "2026-03-14", "patient": patient or {}}
    if lesion is not None or knowledge().scores[name].scope == "lesion":
        document["lesions"] = [{"level": "T8", **(lesion or {})}]
    evaluation = evaluate(scoring(), read_case(document, knowledge().facts))
    return next(s for s in scores(evaluation, Missing(evaluation)) if s.id == name)


def combinations(table: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for values in product(*table.values()):
        yield dict(zip(table, values, strict=True))


def test_the_scores_of_the_contract_are_shipped() -> None:
    assert set(SCORES) <= set(knowledge().scores)


@pytest.mark.parametrize("name", SUMMED)
def test_range_is_what_the_items_can_add_up_to(name: str) -> None:
    entry = knowledge().scores[name]
    spans = item_spans(scoring().by_key[name].unit)
    most = sum(high for _, high in spans)
    assert entry.range == (
        sum(low for low, _ in spans),
        most if entry.cap is None else min(most, entry.cap),
    )


@pytest.mark.parametrize("name", SUMMED)
def test_bands_have_no_gap_and_no_overlap(name: str) -> None:
    entry = knowledge().scores[name]
    assert entry.range is not None
    if not entry.bands:
        assert name.startswith("charlson"), "only Charlson has no published bands"
        return
    ordered = sorted(entry.bands, key=lambda band: band.min or 0)
    assert (ordered[0].min, ordered[-1].max) == entry.range
    for lower, upper in zip(ordered, ordered[1:], strict=False):
        assert upper.min == (lower.max or 0) + 1


@pytest.mark.parametrize("name", SUMMED)
def test_nothing_known_gives_an_interval_and_what_is_missing(name: str) -> None:
    found = score(name)
    entry = knowledge().scores[name]
    assert found.total is None
    assert found.missing
    assert entry.range is not None
    low, high = found.interval
    assert entry.range[0] <= low < high <= entry.range[1]


@pytest.mark.parametrize("name", SCORES)
def test_every_score_says_whom_it_is_for_and_where_it_fails(name: str) -> None:
    entry = knowledge().scores[name]
    assert entry.population
    assert entry.pitfalls
    assert entry.evidence
    assert entry.prognostic is (name not in ("sins", "escc"))


def test_sins_reaches_every_total_and_only_its_own_sum() -> None:
    points = {
        item.fact: item.points for item in knowledge().scores["sins"].items if item.fact != "level"
    }
    places = {"T12": 3, "L3": 2, "T8": 1, "S3": 0}
    totals = set()
    for level, facts in product(places, combinations(SINS)):
        found = score("sins", lesion={"level": level, **facts})
        expected = places[level] + sum(float(str(points[f][v])) for f, v in facts.items())
        assert found.total == expected
        totals.add(found.total)
    assert totals == set(range(19))


@pytest.mark.parametrize(
    ("points", "levels"),
    [
        (3, ["C0", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"]),
        (2, ["C3", "C4", "C5", "C6", "L2", "L3", "L4"]),
        (1, [f"T{n}" for n in range(3, 11)]),
        (0, ["S2", "S3", "S4", "S5"]),
    ],
)
def test_sins_location_of_every_level(points: int, levels: list[str]) -> None:
    first = {fact: values[0] for fact, values in SINS.items()}
    assert {score("sins", lesion={"level": at, **first}).total for at in levels} == {points}


def test_sins_of_a_span_takes_its_worst_level() -> None:
    first = {fact: values[0] for fact, values in SINS.items()}
    assert score("sins", lesion={"level": "T9", "to_level": "T11", **first}).total == 3


@pytest.mark.parametrize("fact", SINS)
def test_sins_with_one_item_missing_is_an_interval(fact: str) -> None:
    known = {name: values[0] for name, values in SINS.items() if name != fact}
    found = score("sins", lesion=known)
    assert (found.total, found.missing) == (None, [fact])
    assert found.interval[0] == 1


@pytest.mark.parametrize(
    ("lesion", "applies"),
    [
        ({"level": "C5"}, True),
        ({"level": "T12"}, True),
        ({"level": "L1"}, None),
        ({"level": "L1", "neural_element": "conus"}, True),
        ({"level": "L2", "neural_element": "cauda_equina"}, False),
        ({"level": "L3"}, False),
    ],
)
def test_escc_below_the_conus_does_not_apply(lesion: Facts, applies: bool | None) -> None:
    found = score("escc", lesion={"escc": "1c", **lesion})
    assert found.applies is applies
    assert found.total == (None if applies is False else "1c")


def test_tomita_reaches_every_total() -> None:
    table = {
        "primary": ("breast", "kidney", "stomach"),
        "visceral_metastases": ("none", "treatable", "untreatable"),
        "bone_metastases_multiple": ("false", "true"),
    }
    assert {score("tomita", facts).total for facts in combinations(table)} == set(range(2, 11))


def test_tomita_asks_for_growth_where_the_primary_is_not_listed() -> None:
    known = {"primary": "melanoma", "visceral_metastases": "none", "bone_metastases_multiple": "false"}
    found = score("tomita", known)
    assert (found.total, found.interval, found.missing) == (None, [2, 5], ["growth_rate"])
    assert score("tomita", {**known, "growth_rate": "rapid"}).total == 5


TOKUHASHI = {
    "karnofsky": (40, 70, 80),
    "extraspinal_bone_metastases": (3, 1, 0),
    "vertebral_metastases": (3, 2, 1),
    "visceral_removable": ("unremovable", "removable", "none"),
    "primary": ("stomach", "liver", "melanoma", "kidney", "breast"),
    "frankel": ("B", "C", "E"),
}


def test_revised_tokuhashi_reaches_every_total() -> None:
    worst = {fact: values[0] for fact, values in TOKUHASHI.items()}
    totals = set()
    for count in range(len(TOKUHASHI) + 1):
        best = {fact: TOKUHASHI[fact][-1] for fact in list(TOKUHASHI)[:count]}
        for primary in TOKUHASHI["primary"]:
            totals.add(score("tokuhashi_revised", {**worst, **best, "primary": primary}).total)
    assert {0, 2, 4, 15} <= totals
    assert totals <= set(range(16))


@pytest.mark.parametrize(
    ("primary", "revised", "original"),
    [
        ({"primary": "lung_small_cell"}, 0, 0),
        ({"primary": "biliary"}, 1, [1, 2]),
        ({"primary": "unknown"}, 1, [0, 2]),
        ({"primary": "melanoma"}, 2, [1, 2]),
        ({"primary": "endometrium"}, 3, 1),
        ({"primary": "colorectal"}, [2, 4], [1, 2]),
        ({"primary": "colorectal", "colorectal_site": "rectum"}, 4, 2),
        ({"primary": "colorectal", "colorectal_site": "colon"}, 2, [1, 2]),
        ({"primary": "sarcoma"}, [0, 2], [1, 2]),
        ({"primary": "sarcoma", "sarcoma_type": "osteosarcoma"}, 0, [1, 2]),
        ({"primary": "neuroendocrine"}, [2, 5], [1, 2]),
        ({"primary": "neuroendocrine", "carcinoid": "true"}, 5, [1, 2]),
        ({"primary": "prostate"}, 5, 2),
    ],
)
def test_tokuhashi_points_of_the_primary(primary: Facts, revised: Any, original: Any) -> None:
    found = (score("tokuhashi_revised", primary), score("tokuhashi_original", primary))
    points = [next(i.points for i in s.items if i.fact == "primary") for s in found]
    assert points == [revised, original]


def test_ecog_gives_tokuhashi_an_interval_and_asks_for_karnofsky() -> None:
    facts = {f: v[-1] for f, v in TOKUHASHI.items() if f != "karnofsky"}
    found = score("tokuhashi_revised", {**facts, "ecog": "1"})
    assert (found.total, found.interval, found.missing) == (None, [14, 15], ["karnofsky"])
    assert score("tokuhashi_revised", {**facts, "ecog": "2"}).total == 14


def test_bauer_versions_differ_in_eight_of_thirty_two_patterns() -> None:
    differ = [
        pattern
        for pattern in product((0, 1), repeat=5)
        if strategy("bauer_original", sum(pattern)) != strategy("bauer_modified", sum(pattern[1:]))
    ]
    assert len(differ) == 8
    assert {(pattern[0], sum(pattern[1:])) for pattern in differ} == {(1, 1), (0, 3)}


def strategy(name: str, total: int) -> str:
    bands = knowledge().scores[name].bands
    return next(b.id for b in bands if (b.min or 0) <= total <= (b.max or 0))


def test_bauer_of_a_primary_that_may_be_lung_stays_open() -> None:
    known = {
        "visceral_metastases": "none",
        "pathological_fracture": "false",
        "bone_metastases_multiple": "true",
    }
    assert score("bauer_original", {**known, "primary": "lung_small_cell"}).total == 2
    assert score("bauer_original", {**known, "primary": "melanoma"}).total == 3
    assert score("bauer_original", {**known, "primary": "myeloma"}).total == 4
    assert score("bauer_original", {**known, "primary": "unknown"}).interval == [2, 3]


LABORATORY = {
    "platelets": (100, 99),
    "calcium": (10.2, 10.3),
    "bilirubin": (1.3, 1.4),
    "crp": (3.9, 4),
    "ldh": (249, 250),
    "albumin": (3.7, 3.6),
}


def laboratory(facts: Facts) -> Any:
    items = score("katagiri_2014", facts).items
    return next(i.points for i in items if i.fact == "katagiri_laboratory")


def test_katagiri_laboratory_is_never_three() -> None:
    for facts in combinations(LABORATORY):
        bad = [name for name, value in facts.items() if value == LABORATORY[name][1]]
        critical = {"platelets", "calcium", "bilirubin"} & set(bad)
        assert laboratory(facts) == (2 if critical else 1 if bad else 0)


def test_katagiri_laboratory_waits_for_what_is_unknown() -> None:
    assert laboratory({"platelets": 99}) == 2
    assert laboratory({"crp": 10}) == [1, 2]
    assert laboratory({"crp": 1}) == [0, 2]
    missing = score("katagiri_2014", {"platelets": 200}).missing
    assert {"calcium", "bilirubin", "crp", "ldh", "albumin"} <= set(missing)


@pytest.mark.parametrize(
    ("primary", "points"),
    [
        ({"primary": "breast"}, [0, 2]),
        ({"primary": "breast", "hormone_receptor": "negative"}, 2),
        ({"primary": "breast", "hormone_receptor": "positive", "endocrine_resistant": "false"}, 0),
        ({"primary": "prostate", "castration_resistant": "true"}, 2),
        ({"primary": "lung_non_small_cell"}, [2, 3]),
        ({"primary": "lung_non_small_cell", "targeted_drug_active": "true"}, 2),
        ({"primary": "melanoma"}, 3),
        ({"primary": "ovary"}, None),
        ({"primary": "ovary", "growth_rate": "moderate"}, 2),
    ],
)
def test_katagiri_primary_is_about_treatability(primary: Facts, points: Any) -> None:
    assert score("katagiri_2014", primary).items[0].points == points


def test_van_der_linden_needs_pain_and_a_karnofsky_in_its_table() -> None:
    known = {"vertebral_metastases": 1, "spinal_pain": "true", "primary": "breast",
             "visceral_metastases": "none", "karnofsky": 90}  # fmt: skip
    assert score("van_der_linden", known).total == 6
    assert score("van_der_linden", {**known, "karnofsky": 10}).applies is False
    assert score("van_der_linden", {**known, "spinal_pain": "false"}, {"pain": "none"}).applies is False


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


def test_prism_spans_both_versions_and_names_a_group_only_where_they_agree() -> None:
    for patient, lesion in product(combinations(PRISM), combinations(SITE)):
        facts = {**patient, "metastatic_sites_known": "true", "metastases_total": 4}
        both, one, other = (
            score(name, facts, lesion) for name in ("prism", "prism_spinert", "prism_mayo")
        )
        assert both.interval[0] <= min(one.total, other.total)
        assert both.interval[1] >= max(one.total, other.total)
        assert both.band is None or both.band == one.band == other.band


def test_prism_is_not_used_below_karnofsky_60() -> None:
    assert score("prism", {"karnofsky": 50}, {"nature": "metastasis"}).applies is False


RADES = {
    "ecog": "3", "primary": "lung_non_small_cell", "extraspinal_bone_metastases": 2,
    "visceral_metastases": "treatable", "months_from_cancer_diagnosis_to_cord_compression": 15,
    "ambulatory": "false", "motor_deficit_onset_days": 7,
}  # fmt: skip


def test_rades_early_death_reaches_both_ends_and_shows_both_limits() -> None:
    worst = score("rades_early_death", RADES)
    assert (worst.total, worst.band) == (25, "above_both_limits")
    best = {"ecog": "2", "primary": "breast", "extraspinal_bone_metastases": 0,
            "bone_metastases_multiple": "false", "visceral_metastases": "none",
            "months_from_cancer_diagnosis_to_cord_compression": 16, "ambulatory": "true",
            "motor_deficit_onset_days": 8}  # fmt: skip
    assert score("rades_early_death", best).total == 6
    assert score("rades_early_death", {**best, "bone_metastases_multiple": "true"}).interval == [6, 8]


@pytest.mark.parametrize("ecog", ["0", "1"])
def test_rades_early_death_leaves_out_ecog_0_and_1(ecog: str) -> None:
    found = score("rades_early_death", {**RADES, "ecog": ecog})
    assert (found.applies, found.total, found.interval) == (False, None, None)


def test_rades_early_death_leaves_out_people_without_a_motor_deficit() -> None:
    known = {"ecog": "3", "limb_weakness": "false", "asia": "E", "frankel": "E", "motor_power_worst": "5"}
    assert score("rades_early_death", known).applies is not True


def test_nesms_stops_at_three() -> None:
    high = {"visceral_metastases": "none", "bone_metastases_multiple": "false", "primary": "breast",
            "ambulatory": "true", "albumin": 4.4}  # fmt: skip
    assert score("nesms", high).interval == [3, 3]
    low = {"visceral_metastases": "treatable", "bone_metastases_multiple": "true",
           "primary": "lung_small_cell", "ambulatory": "false", "albumin": 4.4}  # fmt: skip
    assert score("nesms", low).interval == [0, 1]
    middle = {**high, "primary": "melanoma"}
    assert (score("nesms", middle).total, score("nesms", middle).interval) == (None, [1, 3])


@pytest.mark.parametrize("name", OPEN_ENDED)
def test_what_was_not_seen_is_said(name: str) -> None:
    entry = knowledge().scores[name]
    assert entry.partial
    assert any(item.partial for item in entry.items)


def test_mizumoto_and_h2_fails_never_give_a_total() -> None:
    mizumoto = {"primary": "breast", "ecog": "1", "calcium": 9, "visceral_metastases": "none",
                "previous_chemotherapy": "false", "bone_metastases_multiple": "false", "age": 70}  # fmt: skip
    found = score("mizumoto", mizumoto)
    assert (found.total, found.interval, found.missing) == (None, [0, 5], [])
    h2_fails = {"comorbidities": ["heart_failure"], "comorbidities_known": "true", "smoker": "true",
                "dependence": "total", "albumin": 4, "inr": 1, "white_cells": 6}  # fmt: skip
    found = score("h2_fails", h2_fails)
    assert (found.total, found.interval, found.missing) == (None, [4, 7], [])


def test_mfi5_counts_each_of_five_once() -> None:
    groups = {"diabetes": "diabetes_complicated", "hypertension": None, "copd": "recent_pneumonia",
              "heart_failure": None}  # fmt: skip
    for chosen in combinations({name: (False, True) for name in (*groups, "dependence")}):
        listed = [name for name in groups if chosen[name]]
        twins = [groups[name] for name in listed if groups[name]]
        facts = {"comorbidities": [*listed, *twins], "comorbidities_known": "true",
                 "dependence": "partial" if chosen["dependence"] else "independent"}  # fmt: skip
        assert score("mfi5", facts).total == sum(chosen.values())


def comorbid(*listed: str, complete: bool = True, **more: Any) -> dict[str, Any]:
    return {"comorbidities": list(listed), "comorbidities_known": "true" if complete else "false", **more}


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
def test_charlson_counts_the_worse_of_two(listed: tuple[str, ...], total: int) -> None:
    assert score("charlson_without_cancer", comorbid(*listed)).total == total


def test_charlson_without_cancer_reaches_its_most() -> None:
    values = knowledge().facts.patient["comorbidities"].values
    assert score("charlson_without_cancer", comorbid(*values)).total == 23


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        ({"primary": "kidney", "vertebral_metastases": 1}, 6),
        ({"primary": "lymphoma", "vertebral_metastases": 1}, 2),
        ({"primary": "leukemia", "vertebral_metastases": 1}, 2),
        ({"primary": "myeloma", "vertebral_metastases": 1}, 2),
    ],
)
def test_charlson_metastasis_replaces_tumor(facts: Facts, total: int) -> None:
    assert score("charlson", {**comorbid(), **facts}).total == total
    assert score("charlson_without_cancer", {**comorbid(), **facts}).total == 0


@pytest.mark.parametrize(
    ("age", "points"), [(49, 0), (50, 1), (59, 1), (60, 2), (70, 3), (79, 3), (80, 4), (95, 4)]
)
def test_charlson_age_points(age: int, points: int) -> None:
    facts = comorbid(primary="kidney", vertebral_metastases=1, age=age)
    assert score("charlson_age", facts).total == 6 + points


def test_charlson_with_an_open_list_is_an_interval() -> None:
    found = score("charlson_without_cancer", comorbid("diabetes", complete=False))
    assert found.total is None
    assert found.interval == [1, 23]
