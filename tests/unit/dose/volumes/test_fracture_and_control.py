"""Hazard ratios and figures against an independent copy of what was published; which hold, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.dose.volumes.figures import COURSE
from backstay.dose.volumes.lesion import control_figures, fracture_hazards
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
HAZARDS: dict[str, tuple[float, tuple[float, float] | None]] = {
    "fracture_24_a_fraction": (5.25, (2.29, 12.01)),
    "fracture_20_a_fraction": (4.91, (1.96, 12.28)),
    "fracture_half_lost": (6.92, (1.38, 34.77)),
    "fracture_less_lost": (8.98, (4.48, 18.00)),
    "fracture_body_largely_involved": (4.46, (2.08, 9.57)),
    "fracture_misaligned": (2.99, (1.57, 5.70)),
    "fracture_lytic": (3.53, (1.58, 7.93)),
    "regrowth_24_in_2": (1.525, (1.039, 2.238)),
    "regrowth_paraspinal": (1.422, None),
    "regrowth_epidural_resistant": (2.117, None),
    "regrowth_epidural_not_resistant": (1.227, None),
    "regrowth_sacrum_beyond_the_bone": (2.5, (1.3, 4.7)),
    "regrowth_sacrum_resistant": (2.4, (1.4, 4.1)),
    "regrowth_sacrum_under_contoured": (2.4, (1.3, 4.7)),
}
# percent, or (so many, of so many); months
FIGURES: dict[str, tuple[float | tuple[int, int], float | None]] = {
    "regrowth_6_after_28_in_2": (3.5, 6),
    "regrowth_12_after_28_in_2": (5.4, 12),
    "regrowth_24_after_28_in_2": (11.1, 24),
    "regrowth_6_after_24_in_2": (6.0, 6),
    "regrowth_12_after_24_in_2": (12.5, 12),
    "regrowth_24_after_24_in_2": (17.6, 24),
    "trial_regrowth_12_after_24_in_2": (6.1, 12),
    "trial_regrowth_24_after_24_in_2": (14.8, 24),
    "regrowth_12_after_20_in_5": (28.4, 12),
    "regrowth_24_after_20_in_5": (35.6, 24),
    "recurrence_24_after_24_in_1": (2.7, 24),
    "recurrence_36_after_24_in_1": (5.8, 36),
    "recurrence_24_after_27_in_3": (9.1, 24),
    "recurrence_36_after_27_in_3": (22, 36),
    "progression_after_24_in_1": ((28, 811), None),
    "control_24_after_24_in_3": (83.9, 24),
    "control_12_again": (88, 12),
    "control_24_again": (75, 24),
    "sacrum_regrowth_12": (18.4, 12),
    "sacrum_regrowth_24": (23.1, 24),
    "sacrum_drawn_as_recommended_12": (15.1, 12),
    "sacrum_drawn_as_recommended_24": (18.8, 24),
    "sacrum_drawn_too_small_12": (31.4, 12),
    "sacrum_drawn_too_small_24": (40.0, 24),
    "fracture_12_410_segments": (12.35, 12),
    "fracture_24_410_segments": (13.49, 24),
    "fracture_6_after_2_fractions": (5.5, 6),
    "fracture_12_after_2_fractions": (7.6, 12),
    "fracture_24_after_2_fractions": (10.7, 24),
    "fracture_12_series_2026": (11, 12),
    "fracture_36_series_2026": (21, 36),
    "fracture_after_24_in_1": ((27, 71), None),
    "fracture_after_24_in_3": (7.7, None),
    "painful_fracture_779_segments": (2.4, None),
    "sacrum_fracture_12": (7.1, 12),
    "sacrum_fracture_24": (12.3, 24),
    "walking_after_8_in_1": (69.3, 1.84),
    "walking_after_20_in_5": (72.7, 1.84),
    "relief_after_8_in_1": (60.5, 3),
    "relief_after_16_or_18_in_1": (41.3, 3),
    "complete_relief_after_24_in_2": (35, 3),
    "complete_relief_after_20_in_5": (14, 3),
    "no_pain_after_27_or_30_in_3": (54, 6),
    "relief_again_after_8_in_1": (28, None),
    "relief_again_after_several": (32, None),
    "relief_again_after_24_5_in_5": ((15, 19), None),
    "relief_again_after_25_in_5": ((24, 40), None),
    "regrowth_after_separation_24_to_30_in_3": (4.1, 12),
    "regrowth_after_separation_18_to_36_in_5_or_6": (22.6, 12),
    "control_after_surgery_12": (84, 12),
}


def test_every_figure_is_what_was_published() -> None:
    table = KNOWLEDGE.tables["cohort_figures"]
    found = {
        name: (one.percent if one.count is None else one.count, one.months)
        for name, one in table.items()
    }
    assert found == FIGURES
    assert all(one.population and one.evidence for one in table.values())


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_is_what_was_published(name: str) -> None:
    entry = KNOWLEDGE.tables["hazard_ratios"][name]
    assert (entry.ratio, entry.interval) == HAZARDS[name]
    assert entry.checked.status == "primary"


def test_there_is_no_other_hazard() -> None:
    assert set(KNOWLEDGE.tables["hazard_ratios"]) == set(HAZARDS)


def test_the_confusable_risks_by_dose_are_left_out() -> None:
    fractures = [
        one for one in KNOWLEDGE.tables["cohort_figures"].values() if one.outcome == "fracture"
    ]
    assert not {39.0, 23.0, 10.0} & {one.percent for one in fractures}


def held(
    facts: dict[str, Any], dose: float | None = None, fractions: int | None = None
) -> dict[str, Any]:
    found = fracture_hazards(facts, KNOWLEDGE, dose=dose, fractions=fractions)
    return {one.id: one.holds for one in found.hazards}


@pytest.mark.parametrize(
    ("dose", "fractions", "of_24", "of_20"),
    [
        (24, 1, True, False), (26, 1, True, False), (20, 1, False, True), (23, 1, False, True),
        (23.5, 1, None, None), (19.5, 1, False, None), (19, 1, False, False), (18, 1, False, False),
        (24, 2, False, False), (28, 2, False, False), (60, 3, False, True), (None, None, None, None),
    ],
)  # fmt: skip
def test_classes_of_dose_a_fraction(
    dose: float | None, fractions: int | None, of_24: bool | None, of_20: bool | None
) -> None:
    found = held({}, dose, fractions)
    assert (found["fracture_24_a_fraction"], found["fracture_20_a_fraction"]) == (of_24, of_20)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"collapse": "over_half"}, (True, False, False)),
        ({"collapse": "under_half"}, (False, True, False)),
        ({"collapse": "none_over_half_involved", "fracture": "none"}, (False, False, True)),
        ({"collapse": "none_over_half_involved"}, (False, None, True)),
        ({"collapse": "none", "fracture": "none"}, (False, False, False)),
        ({"fracture": "new", "collapse_percent": 50.0}, (True, False, None)),
        ({"fracture": "old", "collapse_percent": 20.0}, (False, True, None)),
        (
            {"fracture": "none", "collapse": "none", "body_involved_percent": 60.0},
            (False, False, False),
        ),
        ({}, (None, None, None)),
    ],
)
def test_classes_of_the_vertebral_body(
    facts: dict[str, Any], expected: tuple[bool | None, bool | None, bool | None]
) -> None:
    found = held(facts)
    names = ("fracture_half_lost", "fracture_less_lost", "fracture_body_largely_involved")
    assert tuple(found[name] for name in names) == expected


def test_alignment_and_lysis() -> None:
    assert held({"alignment": "subluxation"})["fracture_misaligned"] is True
    assert held({"alignment": "normal", "bone": "mixed"})["fracture_misaligned"] is False
    assert held({"bone": "mixed"})["fracture_lytic"] is False


def test_what_is_not_known_is_asked() -> None:
    found = fracture_hazards({}, KNOWLEDGE)
    assert all(KNOWLEDGE.fact(name) for name in found.check_first)
    assert [one.hangs_on for one in found.hazards[:2]] == [COURSE, COURSE]
    planned = fracture_hazards({}, KNOWLEDGE, dose=24, fractions=1)
    assert [one.hangs_on for one in planned.hazards[:2]] == [None, None]
    assert {"bone", "alignment", "collapse", "fracture"} <= set(found.check_first)
    assert any("not multiplied" in one for one in found.cautions)


def test_fracture_by_volume_is_of_single_fractions() -> None:
    (found,) = fracture_hazards({}, KNOWLEDGE, dose=24, fractions=1).volumes
    assert (found.dose, found.above_cc, found.percent_above, found.percent_below) == (
        15,
        42,
        22.1,
        3.8,
    )
    assert found.about is True
    assert fracture_hazards({}, KNOWLEDGE, dose=24, fractions=2).volumes[0].about is False
    assert fracture_hazards({}, KNOWLEDGE).volumes[0].about is None


def test_figures_of_a_site_belong_to_it() -> None:
    sacral = control_figures({"in_the_sacrum": True, "previously_irradiated": False}, KNOWLEDGE)
    elsewhere = control_figures({"in_the_sacrum": False, "previously_irradiated": True}, KNOWLEDGE)
    unknown = control_figures({}, KNOWLEDGE)
    assert "sacrum_regrowth_12" in {one.id for one in sacral.figures}
    assert "control_12_again" in {one.id for one in elsewhere.figures}
    assert "sacrum_regrowth_12" not in {one.id for one in (*elsewhere.figures, *elsewhere.possible)}
    assert {"sacrum_regrowth_12", "control_12_again"} <= {one.id for one in unknown.possible}


@pytest.mark.parametrize(
    ("dose", "fractions", "holds"),
    [(24, 2, True), (28, 2, False), (24, 1, False), (None, None, None)],
)
def test_regrowth_by_dose_in_two_fractions(
    dose: float | None, fractions: int | None, holds: bool | None
) -> None:
    found = control_figures({}, KNOWLEDGE, dose=dose, fractions=fractions)
    assert {one.id: one.holds for one in found.hazards}["regrowth_24_in_2"] is holds


def test_regrowth_with_epidural_tumor_by_radiosensitivity() -> None:
    def found(**facts: Any) -> dict[str, Any]:
        return {one.id: one.holds for one in control_figures(facts, KNOWLEDGE).hazards}

    resistant = found(level="T8", escc="1b", primary="kidney", paraspinal_extension=True)
    other = found(level="T8", escc="1b", primary="breast", paraspinal_extension=False)
    clear = found(level="T8", escc="0", primary="kidney", compartment=None)
    assert (
        resistant["regrowth_epidural_resistant"],
        resistant["regrowth_epidural_not_resistant"],
    ) == (True, False)
    assert (other["regrowth_epidural_resistant"], other["regrowth_epidural_not_resistant"]) == (
        False,
        True,
    )
    assert (resistant["regrowth_paraspinal"], other["regrowth_paraspinal"]) == (True, False)
    assert clear["regrowth_epidural_resistant"] is None  # the compartments were not said


def test_what_hangs_on_no_fact_is_never_known_to_hold() -> None:
    found = control_figures({"in_the_sacrum": True}, KNOWLEDGE)
    drawn = next(one for one in found.hazards if one.id == "regrowth_sacrum_under_contoured")
    assert (drawn.holds, drawn.hangs_on) == (
        None,
        "whether the drawing falls short of the recommendation",
    )


CHOICES = {
    "bone": ["blastic", "mixed", "lytic"],
    "alignment": ["normal", "deformity", "subluxation"],
    "collapse": ["none", "none_over_half_involved", "under_half", "over_half"],
    "fracture": ["none", "old", "new"],
}


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in CHOICES.items()}
    ),
    st.sampled_from(list(CHOICES)),
    st.data(),
)
def test_one_more_fact_takes_back_no_answer(facts: dict[str, str], name: str, data: Any) -> None:
    more = {**facts, name: facts.get(name) or data.draw(st.sampled_from(CHOICES[name]))}
    before, after = held(facts, 24, 2), held(more, 24, 2)
    assert all(after[one] == known for one, known in before.items() if known is not None)
