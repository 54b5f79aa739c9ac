"""Every row of the published tables, copied here by itself, against what the knowledge says."""

from __future__ import annotations

from math import isclose

import pytest

from backstay.dose.limits.biology import eqd2
from backstay.dose.limits.organs import Limit, limits_for, metric_text
from backstay.dose.limits.tables import dose_limits, rule_sets, tissues
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
Row = dict[int, float]

# rule set, organ, metric -> limit by number of fractions
CORD: dict[tuple[str, str, str], Row] = {
    ("hytec", "spinal_cord", "Dmax"): {1: 12.4, 2: 17.0, 3: 20.3, 4: 23.0, 5: 25.3},
    ("tg101", "spinal_cord", "D0.035cc"): {1: 14, 3: 21.9, 5: 30},
    ("tg101", "spinal_cord", "D0.35cc"): {1: 10, 3: 18, 5: 23},
    ("tg101", "spinal_cord", "D1.2cc"): {1: 7, 3: 12.3, 5: 14.5},
    ("tg101", "spinal_cord", "D10%"): {1: 10, 3: 18, 5: 23},
    ("tg101", "cauda_equina", "D5cc"): {1: 14, 3: 21.9, 5: 30},
    ("tg101", "cauda_equina", "D0.035cc"): {1: 16, 3: 24, 5: 32},
    ("tg101", "sacral_plexus", "D5cc"): {1: 14.4, 3: 22.5, 5: 30},
    ("tg101", "sacral_plexus", "D0.035cc"): {1: 16, 3: 24, 5: 32},
    ("quantec", "spinal_cord", "Dmax"): {1: 13, 3: 20},
    ("practice_no_compromise", "spinal_cord", "Dmax"): {1: 10, 2: 17, 3: 18, 4: 23, 5: 25},
    ("practice_no_compromise", "spinal_cord", "D10%"): {1: 10},
    ("practice_compromise", "spinal_cord", "Dmax"): {1: 8, 2: 17, 3: 18, 4: 23, 5: 25},
    ("practice_compromise", "spinal_cord", "D10%"): {1: 10},
    ("clinic_raystation", "spinal_canal", "D0.035cc"): {3: 20.3, 5: 25.3, 8: 32.0},
    ("spine_trial_2025", "spinal_cord_prv", "D0.03cc"): {1: 14, 2: 19},
    ("spine_trial_2025", "spinal_cord_prv", "D0.35cc"): {1: 10},
    ("spine_trial_2025", "spinal_cord_prv", "D0.3cc"): {2: 13.5},
    ("spine_trial_2025", "cauda_equina", "D0.03cc"): {1: 16, 2: 22},
    ("spine_trial_2025", "cauda_equina", "D0.35cc"): {1: 12, 2: 16.5},
    ("rtog0631", "spinal_cord", "D10%"): {1: 10},
    ("rtog0631", "spinal_cord", "D0.35cc"): {1: 10},
    ("rtog0631", "spinal_cord", "D0.03cc"): {1: 14},
    ("rtog_maxima", "spinal_cord", "Dmax"): {1: 14, 3: 18, 4: 26, 5: 30},
}
ORGANS: dict[tuple[str, str, str], Row] = {
    ("tg101", "esophagus", "D5cc"): {1: 11.9, 3: 17.7, 5: 19.5},
    ("tg101", "esophagus", "D0.035cc"): {1: 15.4, 3: 25.2, 5: 35},
    ("tg101", "trachea", "D4cc"): {1: 10.5, 3: 15, 5: 16.5},
    ("tg101", "trachea", "D0.035cc"): {1: 20.2, 3: 30, 5: 40},
    ("tg101", "small_bronchi", "D0.5cc"): {1: 12.4, 3: 18.9, 5: 21},
    ("tg101", "small_bronchi", "D0.035cc"): {1: 13.3, 3: 23.1, 5: 33},
    ("tg101", "heart", "D15cc"): {1: 16, 3: 24, 5: 32},
    ("tg101", "heart", "D0.035cc"): {1: 22, 3: 30, 5: 38},
    ("tg101", "great_vessels", "D10cc"): {1: 31, 3: 39, 5: 47},
    ("tg101", "great_vessels", "D0.035cc"): {1: 37, 3: 45, 5: 53},
    ("tg101", "brachial_plexus", "D3cc"): {1: 14, 3: 20.4, 5: 27},
    ("tg101", "brachial_plexus", "D0.035cc"): {1: 17.5, 3: 24, 5: 30.5},
    ("tg101", "stomach", "D10cc"): {1: 11.2, 3: 16.5, 5: 18},
    ("tg101", "stomach", "D0.035cc"): {1: 12.4, 3: 22.2, 5: 32},
    ("tg101", "duodenum", "D5cc"): {1: 11.2, 3: 16.5, 5: 18},
    ("tg101", "duodenum", "D0.035cc"): {1: 12.4, 3: 22.2, 5: 32},
    ("tg101", "duodenum", "D10cc"): {1: 9, 3: 11.4, 5: 12.5},
    ("tg101", "small_bowel", "D5cc"): {1: 11.9, 3: 17.7, 5: 19.5},
    ("tg101", "small_bowel", "D0.035cc"): {1: 15.4, 3: 25.2, 5: 35},
    ("tg101", "colon_rectum", "D20cc"): {1: 14.3, 3: 24, 5: 25},
    ("tg101", "colon_rectum", "D0.035cc"): {1: 18.4, 3: 28.2, 5: 38},
    ("tg101", "skin", "D10cc"): {1: 23, 3: 30, 5: 36.5},
    ("tg101", "skin", "D0.035cc"): {1: 26, 3: 33, 5: 39.5},
    ("tg101", "ribs", "D1cc"): {1: 22, 3: 28.8, 5: 35},
    ("tg101", "ribs", "D30cc"): {3: 30},
    ("tg101", "ribs", "D0.035cc"): {1: 30, 3: 36.9, 5: 43},
    ("tg101", "lungs", "DC1000cc"): {1: 7.4, 3: 12.4, 5: 13.5},
    ("tg101", "lungs", "DC1500cc"): {1: 7.0, 3: 11.6, 5: 12.5},
    ("tg101", "kidneys", "DC200cc"): {1: 8.4, 3: 16, 5: 17.5},
    ("tg101", "renal_hilum", "D66.7%"): {1: 10.6, 3: 18.6, 5: 23},
    ("tg101", "liver", "DC700cc"): {1: 9.1, 3: 19.2, 5: 21.5},
    ("spine_trial_2025", "esophagus", "D2.5cc"): {1: 14, 2: 19},
    ("spine_trial_2025", "esophagus", "D3.8cc"): {1: 12, 2: 16.5},
    ("spine_trial_2025", "esophagus", "D0.03cc"): {1: 20, 2: 27.5},
    ("spine_trial_2025", "small_bowel", "D0.03cc"): {1: 15, 2: 20},
    ("spine_trial_2025", "colon_rectum", "D0.03cc"): {1: 15, 2: 20},
    ("spine_trial_2025", "stomach", "D0.03cc"): {1: 15, 2: 20},
    ("spine_trial_2025", "kidney", "Dmean"): {1: 6},
    ("spine_trial_2025", "lungs", "V20Gy"): {1: 3},
    ("spine_trial_2025", "lungs", "V10Gy"): {1: 10},
    ("spine_trial_2025", "lungs", "V5Gy"): {1: 35},
    ("spine_trial_2025", "lungs", "Dmean"): {1: 5},
    ("spine_trial_2025", "nerve_roots", "D0.03cc"): {1: 105, 2: 105},
    ("spine_trial_2025", "brachial_plexus", "D0.03cc"): {1: 105, 2: 105},
    ("spine_trial_2025", "sacral_plexus", "D0.03cc"): {1: 105, 2: 105},
    ("clinic_raystation", "esophagus", "D0.1cc"): {3: 25.2, 5: 35, 8: 40},
    ("clinic_raystation", "trachea", "D0.1cc"): {3: 30, 5: 38, 8: 40},
    ("clinic_raystation", "great_vessels", "D0.1cc"): {3: 45, 5: 53, 8: 65},
    ("clinic_raystation", "ribs", "D0.1cc"): {3: 36.9, 5: 43, 8: 52.3},
    ("clinic_raystation", "ribs", "D30cc"): {3: 30, 5: 32, 8: 35},
    ("clinic_raystation", "skin", "D0.1cc"): {3: 33, 5: 39.5, 8: 48},
    ("clinic_raystation", "skin", "D10cc"): {3: 30, 5: 36.5, 8: 44},
    ("clinic_raystation", "stomach", "D0.1cc"): {3: 22.2, 5: 35, 8: 40},
    ("rtog_maxima", "brachial_plexus", "Dmax"): {1: 17.5, 3: 24, 4: 27.2, 5: 32},
    ("rtog_maxima", "skin", "Dmax"): {1: 26, 3: 24, 4: 36, 5: 32},
    ("rtog_maxima", "esophagus", "Dmax"): {
        1: 15.4,
        3: 27,
        4: 30,
        5: 105,
    },  # 5: percent of the prescription
}
HEART = {3: (30, 26), 5: (38, 29), 8: (46, 40)}  # the clinic's limit and its second, lower figure
SAHGAL = {
    1: (9.2, 12.5, 14.8, 16.7, 18.2), 2: (10.7, 14.6, 17.4, 19.6, 21.5), 3: (11.5, 15.7, 18.8, 21.2, 23.1),
    4: (12.0, 16.4, 19.6, 22.2, 24.4), 5: (12.4, 17.0, 20.3, 23.0, 25.3),
}  # fmt: skip
UPPER = {
    ("hytec", "spinal_cord"): {1: 14.0},
    ("practice_no_compromise", "spinal_cord"): {1: 14, 3: 21, 4: 26, 5: 30},
    ("practice_compromise", "spinal_cord"): {1: 14, 3: 21, 4: 26, 5: 28},
}
UNVERIFIED = {
    "sahgal2013_cord_1_percent", "sahgal2013_cord_2_percent", "sahgal2013_cord_3_percent",
    "sahgal2013_cord_4_percent", "rtog0631_cord_max", "rtog0631_cord_volume", "tg101_lungs_1500_single",
    "tg101_renal_hilum_single",
}  # fmt: skip
RATIOS = {
    "spinal_cord": (2, 2), "thecal_sac": (2, 2), "cervical_cord_fit": (0.87, 0.87),
    "cervical_and_thoracic_cord": (2, 2), "lumbar_cord": (4, 4), "cauda_equina": (2, 4),
    "brachial_plexus": (2, 2), "brainstem": (2, 2), "brain": (2, 2), "kidneys": (2, 2), "liver": (2, 2),
    "skin": (2, 2), "lungs": (3, 3), "heart": (3, 3), "esophagus": (3, 3), "bowel": (3, 3), "stomach": (3, 3),
    "trachea": (3, 3), "ribs": (3, 3), "great_vessels": (3, 3), "breast": (4, 4), "tumor": (10, 10),
    "prostate_cancer": (1.4, 3), "renal_cell_cancer": (2.6, 6.9), "melanoma": (0.6, 2.5),
    "breast_cancer": (3.5, 4), "sarcoma": (4, 4), "lung_cancer_non_small_cell": (10, 10),
}  # fmt: skip
ALL = {**CORD, **ORGANS}


def at(rule_set: str, organ: str, fractions: int) -> tuple[Limit, ...]:
    return limits_for(fractions, rule_set, KNOWLEDGE, [organ]).found


@pytest.mark.parametrize(("key", "row"), ALL.items(), ids=lambda one: " ".join(map(str, one)))
def test_rows(key: tuple[str, str, str], row: Row) -> None:
    rule_set, organ, metric = key
    found = {
        parts: [
            one.limit for one in at(rule_set, organ, parts) if metric_text(one.metric) == metric
        ]
        for parts in range(1, 11)
    }
    assert {parts: limits for parts, limits in found.items() if limits} == {
        parts: [limit] for parts, limit in row.items()
    }


def test_no_other_limit_is_shipped() -> None:
    expected = {(*key, parts, limit) for key, row in ALL.items() for parts, limit in row.items()}
    expected |= {
        ("clinic_raystation", "heart", "D0.1cc", n, one)
        for n, pair in HEART.items()
        for one in pair
    }
    expected |= {
        ("sahgal2013", "spinal_cord", "Dmax", n, row[n - 1])
        for row in SAHGAL.values()
        for n in range(1, 6)
    }
    surrogates = {
        (name, organ, "Dmax", parts, limit)
        for name in ("practice_no_compromise", "practice_compromise")
        for organ in ("spinal_cord_prv", "thecal_sac")
        for parts, limit in CORD[name, "spinal_cord", "Dmax"].items()
    }
    found = {
        (one.rule_set, organ, metric_text(one.metric), parts, limit)
        for one in dose_limits(KNOWLEDGE).values()
        for organ in one.organs
        for parts, limit in one.limits.items()
    }
    assert found == expected | surrogates


@pytest.mark.parametrize(("key", "row"), UPPER.items(), ids=lambda one: " ".join(map(str, one)))
def test_upper_ends_are_shown_and_are_no_limits(key: tuple[str, str], row: Row) -> None:
    for parts in range(1, 6):
        uppers = [one.upper for one in at(*key, parts) if metric_text(one.metric) == "Dmax"]
        assert uppers == [row.get(parts)]


def test_the_clinic_has_two_figures_for_the_heart() -> None:
    for parts, (limit, lower) in HEART.items():
        assert [(one.limit, one.counts) for one in at("clinic_raystation", "heart", parts)] == [
            (limit, True), (lower, False),
        ]  # fmt: skip


@pytest.mark.parametrize(("percent", "row"), SAHGAL.items())
def test_the_table_of_risks(percent: int, row: tuple[float, ...]) -> None:
    for parts, limit in enumerate(row, 1):
        (one,) = (
            one
            for one in at("sahgal2013", "spinal_cord", parts)
            if one.risk_percent == (percent,) * 2
        )
        assert one.limit == limit and one.counts is (percent == 5)
        assert eqd2(limit, parts, 2) == pytest.approx(
            {1: 25.7, 2: 33.9, 3: 38.5, 4: 41.9, 5: 44.6}[percent], abs=0.5
        )


def test_the_default_is_iso_effective() -> None:
    doses = [eqd2(at("hytec", "spinal_cord", parts)[0].limit, parts, 2) for parts in range(1, 6)]
    assert doses == pytest.approx([44.64, 44.62, 44.49, 44.56, 44.65], abs=0.0051)
    assert isclose(eqd2(14, 1, 2), 56.0)
    assert [eqd2(dose, parts, 2) for dose, parts in ((21.9, 3), (30, 5))] == pytest.approx(
        [50.9, 60.0], abs=0.05
    )
    assert [eqd2(dose, parts, 2) for dose, parts in ((14, 1), (26, 4), (30, 5))] == pytest.approx(
        [56.0, 55.3, 60.0], abs=0.051
    )


def test_what_is_not_verified_decides_nothing() -> None:
    listed = dose_limits(KNOWLEDGE).values()
    assert {one.id for one in listed if one.checked.status == "unverified"} == UNVERIFIED
    assert all(not one.counts for one in listed if one.id in UNVERIFIED)


def test_one_set_is_the_default() -> None:
    assert [one.id for one in rule_sets(KNOWLEDGE).values() if one.default] == ["hytec"]
    assert limits_for(3, None, KNOWLEDGE).rule_set == "hytec"


@pytest.mark.parametrize(("tissue", "ratio"), RATIOS.items())
def test_alpha_beta(tissue: str, ratio: tuple[float, float]) -> None:
    assert tissues(KNOWLEDGE)[tissue].alpha_beta == ratio
    unverified = tissue in {"prostate_cancer", "renal_cell_cancer", "melanoma", "breast_cancer", "sarcoma",
                            "lung_cancer_non_small_cell"}  # fmt: skip
    assert (tissues(KNOWLEDGE)[tissue].checked.status == "unverified") is unverified


def test_every_tissue_is_copied_here() -> None:
    assert tissues(KNOWLEDGE).keys() == RATIOS.keys()
    assert [one.alpha_beta for one in tissues(KNOWLEDGE)["prostate_cancer"].published] == [
        (1.5, 1.5)
    ]
    assert [one.alpha_beta for one in tissues(KNOWLEDGE)["cauda_equina"].published] == [(3, 3)]
