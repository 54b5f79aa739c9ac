"""Limits held to structures: what passes, what fails, what stays unknown, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_histograms import made, partly_outside, refused
from msgspec.structs import replace

from backstay.dose.check.evaluate import Plan, evaluate
from backstay.dose.check.judged import Judged, verdict
from backstay.dose.check.mapping import mapped
from backstay.dose.check.metrics import Bounds
from backstay.dose.histogram.shapes import Histogram
from backstay.dose.limits.organs import limits_for
from backstay.knowledge import load_knowledge


def judged(
    histograms: Sequence[Histogram],
    fractions: int = 3,
    rules: str = "hytec",
    more: Sequence[str] = (),
    **plan: Any,
) -> list[Judged]:
    """Every limit of a rule set, for structures by their names; `more` are structures without a histogram."""
    knowledge = load_knowledge()
    names = [(one.number, one.name) for one in histograms]
    names += [(100 + at, name) for at, name in enumerate(more)]
    limits = limits_for(fractions, rules, knowledge).found
    return list(evaluate(limits, histograms, mapped(names, knowledge), knowledge, Plan(**plan)))


def of(found: Sequence[Judged], name: str) -> Judged:
    (one,) = [one for one in found if one.limit.id == name]
    return one


def cord(dose: float, cc: float = 4.0, **changes: Any) -> Histogram:
    return made("SpinalCord", (1.0, cc), (dose, 0.5), **changes)


@pytest.mark.parametrize(
    "fractions, limit", [(1, 12.4), (2, 17.0), (3, 20.3), (4, 23.0), (5, 25.3)]
)
def test_the_default_limits_of_the_cord_at_their_edge(fractions: int, limit: float) -> None:
    (kept,) = judged([cord(limit)], fractions)
    (broken,) = judged([cord(limit + 0.1)], fractions)
    assert kept.status == "pass" and kept.bound == limit and kept.measure == "Dmax"
    assert kept.margin is not None and kept.margin.low == pytest.approx(0, abs=1e-9)
    assert broken.status == "fail" and broken.margin is not None
    assert broken.margin.low == pytest.approx(-0.1)


def test_the_upper_end_of_a_range_is_shown_and_lets_nothing_pass() -> None:
    (one,) = judged([cord(13.5)], 1)
    assert one.status == "fail" and one.why == ("within the upper end of the published range (14)",)
    (more,) = judged([cord(14.5)], 1)
    assert more.status == "fail" and more.why == (
        "above the upper end of the published range (14)",
    )


def test_without_the_organ_a_limit_is_unknown_and_says_what_to_ask() -> None:
    (one,) = judged([made("Heart", (5.0, 100))])
    assert (one.status, one.structure, one.value, one.margin) == ("unknown", None, None, None)
    assert one.why == ("no structure is known as spinal cord",) and not one.missing
    (canal,) = judged([made("SpinalCanal", (5.0, 100))])
    assert canal.why == (
        "no structure is known as spinal cord; SpinalCanal may enclose it: if so, "
        '--map "SpinalCanal=spinal_cord" judges it in its place',
    )
    (two,) = judged([cord(5.0), made("Myelon", (5.0, 4), number=2)])
    assert two.status == "unknown"
    assert two.why == ("which structure is spinal cord is asked: SpinalCord, Myelon",)


def test_an_organ_that_nobody_drew_is_missing() -> None:
    liver = of(judged([cord(5.0)], 3, "tg101"), "tg101_liver_700")
    assert liver.missing and liver.why == ("no structure is known as liver",)
    assert (liver.bound, liver.unit, liver.sense) == (700, "cc", "at_least")


def test_a_structure_that_was_not_computed_or_not_asked_for() -> None:
    (one,) = judged([refused("SpinalCord", 1, "its contours enclose no volume")])
    assert one.why == ("SpinalCord was not computed: its contours enclose no volume",)
    assert one.structure == "SpinalCord" and one.status == "unknown"
    (other,) = judged([], more=["SpinalCord"])
    assert other.why == ("no histogram of SpinalCord was asked for",)


def test_a_part_outside_of_the_grid_keeps_a_pass_open_and_no_fail() -> None:
    (kept,) = judged([partly_outside(cord(5.0), 0.2)])
    assert kept.status == "unknown" and kept.why == (
        "0.2 cc of it lie outside the dose grid, and could matter",
    )
    (broken,) = judged([partly_outside(cord(25.0), 0.2)])
    assert broken.status == "fail"


def test_a_part_outside_that_cannot_matter_does_not() -> None:
    found = judged([partly_outside(cord(5.0), 0.2)], 3, "tg101")
    assert of(found, "tg101_cord_max").status == "unknown"
    assert of(found, "tg101_cord_12_cc").status == "pass"


def test_a_dose_that_is_not_that_of_a_plan_judges_nothing() -> None:
    (one,) = judged([cord(50.0)], doubts=("the dose is relative",))
    assert one.status == "unknown" and one.why == ("the dose is relative",)


def test_contours_that_could_not_be_read_keep_a_pass_open() -> None:
    (one,) = judged([cord(5.0)], incomplete=frozenset({1}))
    assert one.status == "unknown" and "could not be read" in one.why[0]
    (broken,) = judged([cord(25.0)], incomplete=frozenset({1}))
    assert broken.status == "fail"


def test_a_coarse_grid_keeps_a_pass_open() -> None:
    found = judged([cord(5.0)], 3, "tg101", voxel_cc=0.064)
    one = of(found, "tg101_cord_max")
    assert one.status == "unknown" and one.why == (
        "the dose grid is too coarse for it: a voxel has 0.064 cc, the limit speaks of 0.035 cc",
    )
    assert of(found, "tg101_cord_12_cc").status == "pass"
    (point,) = judged([cord(5.0)], voxel_cc=0.064)
    assert point.status == "unknown"
    (broken,) = judged([cord(25.0)], voxel_cc=0.064)
    assert broken.status == "fail"


def test_a_small_structure_passes_only_by_its_highest_dose() -> None:
    small = ("small (0.4 cc in 2 slices): uncertain",)
    (safe,) = judged([made("SpinalCord", (5.0, 0.4), warnings=small)])
    assert safe.status == "pass"
    found = judged([made("SpinalCord", (1.0, 0.38), (22.0, 0.02), warnings=small)], 3, "tg101")
    one = of(found, "tg101_cord_max")
    assert one.status == "unknown" and "too small" in one.why[0]
    volume = of(found, "tg101_cord_12_cc")
    assert volume.status == "unknown" and "only 0.4 cc" in volume.why[0]


def test_a_spared_volume_needs_an_organ_that_large() -> None:
    lungs = [made("Lung_L", (1.0, 900.0)), made("Lung_R", (1.0, 800.0), (20.0, 300.0), number=2)]
    found = of(judged(lungs, 3, "tg101"), "tg101_lungs_1500")
    assert (found.status, found.structure, found.number) == ("pass", "Lung_L + Lung_R", None)
    assert found.value == Bounds(1700, 1700) and found.margin == Bounds(200, 200)
    assert found.measure == "volume below 11.6 Gy" and found.sense == "at_least"
    hot = [made("Lung_L", (20.0, 900.0)), made("Lung_R", (20.0, 800.0), number=2)]
    assert of(judged(hot, 3, "tg101"), "tg101_lungs_1500").status == "fail"
    part = [made("Lungs", (1.0, 800.0))]
    one = of(judged(part, 3, "tg101"), "tg101_lungs_1500")
    assert one.status == "unknown" and one.why == (
        "the structure has only 800 cc in all: is the organ drawn whole?",
    )


def test_one_half_alone_is_not_the_organ() -> None:
    found = of(judged([made("Lung_L", (1.0, 900.0))], 3, "tg101"), "tg101_lungs_1500")
    assert found.status == "unknown" and found.structure is None
    halves = [made("Lung_L", (1.0, 900.0)), refused("Lung_R", 2)]
    one = of(judged(halves, 3, "tg101"), "tg101_lungs_1500")
    assert one.why == ("not all of Lung_L and Lung_R were computed",)
    other_grid = [made("Lung_L", (1.0, 900.0)), made("Lung_R", (1.0, 900.0), number=2)]
    other_grid[1] = replace(other_grid[1], edges=other_grid[1].edges - 1)
    assert of(judged(other_grid, 3, "tg101"), "tg101_lungs_1500").structure is None


def test_parts_of_an_organ_are_judged_together() -> None:
    parts = [made("Trachea", (16.0, 3.0)), made("Bronchus_Main_L", (16.0, 3.0), number=2)]
    found = of(judged(parts, 3, "tg101"), "tg101_trachea_volume")
    assert found.status == "fail" and found.structure == "Trachea + Bronchus_Main_L"
    assert of(judged(parts[:1], 3, "tg101"), "tg101_trachea_volume").status == "unknown"
    cut = [partly_outside(parts[0], 0.5), parts[1]]
    assert of(judged(cut, 3, "tg101"), "tg101_trachea_max").status == "unknown"


def test_a_limit_of_a_part_never_looks_at_the_whole_cord() -> None:
    whole = of(judged([cord(5.0)], 3, "tg101"), "tg101_cord_share")
    assert whole.status == "unknown" and whole.why == (
        "no structure is known as spinal cord 5 to 6 mm above and below the target",
    )
    part = made("Partial cord", (1.0, 9.0), (19.0, 1.5), number=2)
    found = of(judged([cord(5.0), part], 3, "tg101"), "tg101_cord_share")
    assert (found.status, found.structure) == ("fail", "Partial cord")
    assert found.point is not None and found.point.volume_cc == pytest.approx(1.05)


def test_a_part_that_no_structure_is_known_by() -> None:
    knowledge = load_knowledge()
    (limit,) = limits_for(3, "hytec", knowledge).found
    odd = replace(limit, region="the dura behind the target")
    names = mapped([(1, "SpinalCord")], knowledge)
    organ = replace(odd, organ="liver")
    (one,) = evaluate([organ], [cord(5.0)], names, knowledge, Plan())
    assert one.status == "unknown" and one.why == (
        "it speaks of a part that no structure is known by: the dura behind the target",
    )


def test_each_lung_is_judged_apart() -> None:
    lungs = [
        made("Lung_L", (1.0, 950.0), (21.0, 20.0)),
        made("Lung_R", (1.0, 900.0), (21.0, 100.0), number=2),
    ]
    found = [
        one
        for one in judged(lungs, 1, "spine_trial_2025")
        if one.limit.id == "spine_trial_lung_v20"
    ]
    assert [(one.structure, one.status, one.unit) for one in found] == [
        ("Lung_L", "pass", "percent"), ("Lung_R", "fail", "percent"),
    ]  # fmt: skip
    right = found[1]
    assert right.value == Bounds(10, 10) and right.point is not None
    assert (right.point.dose, right.point.keep) == (
        20,
        "down",
    ) and right.point.volume_cc == pytest.approx(30)


def test_a_share_above_a_dose_of_a_small_structure() -> None:
    small = ("small (0.4 cc in 2 slices): uncertain",)
    hot = judged([made("Lung_L", (1.0, 0.39), (21.0, 0.01), warnings=small)], 1, "spine_trial_2025")
    assert of(hot, "spine_trial_lung_v20").status == "unknown"
    cold = judged([made("Lung_L", (1.0, 0.4), warnings=small)], 1, "spine_trial_2025")
    assert of(cold, "spine_trial_lung_v20").status == "pass"


def test_a_mean_dose() -> None:
    kidney = judged([made("Kidney_L", (5.0, 100.0))], 1, "spine_trial_2025")
    one = of(kidney, "spine_trial_kidney")
    assert one.status == "pass" and one.measure == "Dmean" and one.point is None


def test_a_limit_in_shares_of_the_prescription() -> None:
    root = made("Nrv_Root", (20.0, 2.0))
    known = of(
        [o for o in judged([root], 1, "spine_trial_2025", prescription=16.0) if o.structure],
        "spine_trial_nerve_roots",
    )
    assert known.status == "fail" and known.bound == pytest.approx(16.8) and known.unit == "Gy"
    assert known.why == ("above the upper end of the published range (110)",)
    (unknown,) = [o for o in judged([root], 1, "spine_trial_2025") if o.structure]
    assert unknown.status == "unknown" and "--prescription" in unknown.why[0]


def test_a_limit_that_awaits_review_is_shown_and_decides_nothing() -> None:
    for dose, word in ((20.0, "broken"), (5.0, "kept")):
        found = of(judged([cord(dose)], 1, "rtog0631"), "rtog0631_cord_max")
        assert found.status == "unknown" and found.value is not None
        assert found.why[0].startswith(f"{word}, but the limit awaits review")
    cut = of(judged([partly_outside(cord(5.0), 0.2)], 1, "rtog0631"), "rtog0631_cord_max")
    assert cut.why[0].startswith("not judged") and "outside" in cut.why[1]


def test_cord_and_cauda_have_limits_of_their_own() -> None:
    found = judged([cord(5.0), made("CaudaEquina", (23.0, 6.0), number=2)], 3, "tg101")
    assert of(found, "tg101_cord_max").structure == "SpinalCord"
    assert of(found, "tg101_cauda_equina_max").structure == "CaudaEquina"
    assert of(found, "tg101_cauda_equina_max").status == "pass"
    assert of(found, "tg101_cauda_equina_volume").status == "fail"


@given(
    st.floats(0, 50), st.floats(0, 20), st.floats(0, 20), st.floats(0, 20), st.sampled_from(["at_most", "at_least"])
)  # fmt: skip
def test_more_that_is_uncertain_never_makes_a_verdict(
    low: float, wide: float, wider: float, bound: float, sense: Any
) -> None:
    sure, unsure = Bounds(low, low + wide), Bounds(low, low + wide + wider)
    worst = (lambda one: one.low) if sense == "at_least" else (lambda one: one.high)
    before = verdict(sure, worst(sure), bound, sense)
    after = verdict(unsure, worst(unsure), bound, sense)
    assert after in (before, "unknown")
