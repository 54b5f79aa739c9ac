"""Scores of survival before surgery: Tokuhashi, Tomita, Bauer, Katagiri."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from backstay.knowledge import Knowledge

TOKUHASHI = {
    "karnofsky": (40, 70, 80),
    "extraspinal_bone_metastases": (3, 1, 0),
    "vertebral_metastases": (3, 2, 1),
    "visceral_removable": ("unremovable", "removable", "none"),
    "frankel": ("B", "C", "E"),
}
PRIMARIES = {"stomach": 0, "liver": 1, "melanoma": 2, "kidney": 3, "breast": 5}


def test_revised_tokuhashi_reaches_every_total_and_only_its_own_sum(score: Any, every: Any) -> None:
    totals = set()
    for facts, (primary, points) in product(every(TOKUHASHI), PRIMARIES.items()):
        found = score("tokuhashi_revised", {**facts, "primary": primary})
        assert found.total == points + sum(TOKUHASHI[f].index(v) for f, v in facts.items())
        totals.add(found.total)
    assert totals == set(range(16))


@pytest.mark.parametrize(
    ("primary", "revised", "original"),
    [
        ({"primary": "lung_small_cell"}, 0, 0),
        ({"primary": "biliary"}, [1, 2], [1, 2]),
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
def test_tokuhashi_points_of_the_primary(
    primary: dict[str, str], revised: Any, original: Any, score: Any
) -> None:
    found = (score("tokuhashi_revised", primary), score("tokuhashi_original", primary))
    points = [next(i.points for i in s.items if i.fact == "primary") for s in found]
    assert points == [revised, original]


def test_ecog_gives_tokuhashi_an_interval_and_asks_for_karnofsky(score: Any) -> None:
    facts = {f: v[-1] for f, v in TOKUHASHI.items() if f != "karnofsky"} | {"primary": "breast"}
    found = score("tokuhashi_revised", {**facts, "ecog": "1"})
    assert (found.total, found.interval, found.missing) == (None, [14, 15], ["karnofsky"])
    assert score("tokuhashi_revised", {**facts, "ecog": "2"}).total == 14


def test_tokuhashi_reads_the_neighboring_fact_only_where_its_own_is_not_given(score: Any) -> None:
    facts = {f: v[-1] for f, v in TOKUHASHI.items()} | {"primary": "breast"}
    own = {f: v for f, v in facts.items() if f not in ("frankel", "visceral_removable")}
    second = {"asia": "C", "visceral_metastases": "treatable"}
    assert score("tokuhashi_revised", {**own, **second}).total == 13
    assert score("tokuhashi_revised", {**facts, **second}).total == 15


def test_tomita_reaches_every_total(score: Any, every: Any) -> None:
    table = {
        "primary": ("breast", "kidney", "stomach"),
        "visceral_metastases": ("none", "treatable", "untreatable"),
        "bone_metastases_multiple": ("false", "true"),
    }
    assert {score("tomita", facts).total for facts in every(table)} == set(range(2, 11))


@pytest.mark.parametrize(
    "primary", [{"primary": "melanoma"}, {"primary": "colorectal", "colorectal_site": "rectum"}]
)
def test_tomita_asks_for_growth_where_the_primary_is_not_listed(
    primary: dict[str, str], score: Any
) -> None:
    known = {**primary, "visceral_metastases": "none", "bone_metastases_multiple": "false"}
    found = score("tomita", known)
    assert (found.total, found.interval, found.missing) == (None, [2, 5], ["growth_rate"])
    assert score("tomita", {**known, "growth_rate": "rapid"}).total == 5


def test_bauer_versions_differ_in_eight_of_thirty_two_patterns(knowledge: Knowledge) -> None:
    def strategy(name: str, total: int) -> int:
        bands = knowledge.scores[name].bands
        return next(n for n, b in enumerate(bands) if (b.min or 0) <= total <= (b.max or 0))

    differ = [
        (no_fracture, sum(others))
        for no_fracture, *others in product((0, 1), repeat=5)
        if strategy("bauer_original", no_fracture + sum(others))
        != strategy("bauer_modified", sum(others))
    ]
    assert len(differ) == 8
    assert set(differ) == {(1, 1), (0, 3)}


@pytest.mark.parametrize(
    ("primary", "total"),
    [("lung_small_cell", 2), ("melanoma", 3), ("myeloma", 4), ("unknown", None)],
)
def test_bauer_histology_gives_two_one_or_no_points(
    primary: str, total: int | None, score: Any
) -> None:
    known = {
        "visceral_metastases": "none",
        "pathological_fracture": "false",
        "bone_metastases_multiple": "true",
    }
    found = score("bauer_original", {**known, "primary": primary})
    assert found.total == total
    assert total is not None or found.interval == [2, 3]  # a primary never found may be lung


LABORATORY = {
    "platelets": (100, 99),
    "calcium": (10.2, 10.3),
    "bilirubin": (1.3, 1.4),
    "crp": (3.9, 4),
    "ldh": (249, 250),
    "albumin": (3.7, 3.6),
}


def laboratory(found: Any) -> Any:
    return next(i.points for i in found.items if i.fact == "katagiri_laboratory")


def test_katagiri_laboratory_is_never_three(score: Any, every: Any) -> None:
    for facts in every(LABORATORY):
        bad = {name for name, value in facts.items() if value == LABORATORY[name][1]}
        expected = 2 if bad & {"platelets", "calcium", "bilirubin"} else 1 if bad else 0
        assert laboratory(score("katagiri_2014", facts)) == expected


@pytest.mark.parametrize(
    ("facts", "points"), [({"platelets": 99}, 2), ({"crp": 10}, [1, 2]), ({"crp": 1}, [0, 2])]
)
def test_katagiri_laboratory_waits_for_what_is_unknown(
    facts: dict[str, float], points: Any, score: Any
) -> None:
    found = score("katagiri_2014", facts)
    assert laboratory(found) == points
    assert ("bilirubin" in found.missing) is (points != 2)


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
def test_katagiri_primary_is_about_treatability(
    primary: dict[str, str], points: Any, score: Any
) -> None:
    assert score("katagiri_2014", primary).items[0].points == points


def test_katagiri_reaches_every_total(score: Any, every: Any) -> None:
    normal = {name: values[0] for name, values in LABORATORY.items()}
    table = {
        "primary": ("thyroid", "kidney", "melanoma"),
        "cerebral_or_visceral_nodular": ("none", "nodular", "disseminated"),
        "platelets": (300, 50),
        "ecog": ("1", "3"),
        "previous_chemotherapy": ("false", "true"),
        "bone_metastases_multiple": ("false", "true"),
    }
    totals = {score("katagiri_2014", {**normal, **facts}).total for facts in every(table)}
    assert totals == set(range(11))
