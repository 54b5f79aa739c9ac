"""The published figures of myelopathy, and that no number is given where no model holds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.limits.biology import dose_of_eqd2
from backstay.dose.limits.risk import curve, risk_of_cord, risk_text
from backstay.dose.limits.tables import risk_models
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
CONVENTIONAL, SBRT = (risk_models(KNOWLEDGE)[name] for name in ("cord_conventional", "cord_sbrt"))


@pytest.mark.parametrize(
    ("dose", "computed", "published", "within"),
    [
        (45, 0.030, 0.03, 0.005), (50, 0.216, 0.2, 0.05), (54, 0.90, 1, 0.11), (59.3, 5, 5, 0.001),
        (60, 6.15, 6, 0.5),
        (61, 8.20, 10, 1.9), (69.4, 50, 50, 0.001),
    ],
)  # fmt: skip
def test_published_figures(dose: float, computed: float, published: float, within: float) -> None:
    assert curve(CONVENTIONAL, dose) == pytest.approx(published, abs=within)
    assert curve(CONVENTIONAL, dose) == pytest.approx(computed, rel=0.02)


def test_the_steepness() -> None:
    odds = [curve(CONVENTIONAL, dose) / (100 - curve(CONVENTIONAL, dose)) for dose in (60.0, 66.0)]
    assert odds[1] / odds[0] == pytest.approx(1.1**18.72, rel=1e-3)
    assert curve(CONVENTIONAL, 0) == 0


ROWS = {
    1: (9.2, 12.5, 14.8, 16.7, 18.2), 2: (10.7, 14.6, 17.4, 19.6, 21.5), 3: (11.5, 15.7, 18.8, 21.2, 23.1),
    4: (12.0, 16.4, 19.6, 22.2, 24.4), 5: (12.4, 17.0, 20.3, 23.0, 25.3),
}  # fmt: skip


@pytest.mark.parametrize(("percent", "doses"), ROWS.items())
def test_our_fit_gives_its_table_back(percent: int, doses: tuple[float, ...]) -> None:
    for parts, dose in enumerate(doses, 1):
        found = risk_of_cord(dose, parts, KNOWLEDGE)
        assert found.model == "cord_sbrt" and found.ours and found.percent is not None
        assert found.percent.high == pytest.approx(percent, abs=0.1) and found.reason is None


def test_above_five_percent_is_no_number() -> None:
    found = risk_of_cord(14, 1, KNOWLEDGE)
    assert (found.percent, found.at_least, found.at_most) == (None, 5, None)
    assert risk_text(
        found
    ) == "above 5 %" and "from 25.6 to 44.7 Gy EQD2, and this is 56 Gy" in str(found.reason)


def test_below_the_lowest_is_no_number() -> None:
    found = risk_of_cord(8, 1, KNOWLEDGE)
    assert (found.percent, found.at_least, found.at_most) == (None, None, 1)
    assert risk_text(found) == "below 1 %"
    assert risk_text(risk_of_cord(40, 20, KNOWLEDGE)) == "below 0.03 %"


def test_conventional_courses() -> None:
    found = risk_of_cord(50, 25, KNOWLEDGE)
    assert found.model == "cord_conventional" and not found.ours and risk_text(found) == "0.22 %"
    assert risk_text(risk_of_cord(75, 35, KNOWLEDGE)) == "above 50 %"
    assert risk_of_cord(55, 25, KNOWLEDGE).model == "cord_conventional"  # 2.2 Gy per fraction


def test_between_the_models_nothing_is_known() -> None:
    found = risk_of_cord(30, 10, KNOWLEDGE)
    assert (found.model, found.percent, found.eqd2, found.checked) == (None, None, None, None)
    assert risk_text(found) == "unknown"
    assert found.reason == (
        "cord_conventional: holds up to 2.2 Gy per fraction, not 3; cord_sbrt: holds for 1 to 5 fractions, not 10"
    )


def test_a_named_model_is_not_stretched() -> None:
    found = risk_of_cord(12.4, 1, KNOWLEDGE, "cord_conventional")
    assert (
        found.reason == "cord_conventional: holds for 6 to 60 fractions, not 1"
        and risk_text(found) == "unknown"
    )
    assert risk_of_cord(12.4, 1, KNOWLEDGE, "cord_sbrt").percent is not None


def test_a_range_of_doses_is_a_range_of_risks() -> None:
    found = risk_of_cord(Interval(50, 55), 25, KNOWLEDGE)
    assert found.percent is not None and risk_text(found) == "0.22 to 4.3 %"
    low = risk_of_cord(Interval(40, 50), 25, KNOWLEDGE)
    assert (low.percent, low.at_least) == (None, None) and risk_text(low) == "below 0.22 %"
    high = risk_of_cord(Interval(12, 16), 1, KNOWLEDGE)
    assert (high.percent, high.at_most) == (None, None) and risk_text(high) == "above 4 %"
    wide = risk_of_cord(Interval(5, 16), 1, KNOWLEDGE)
    assert (wide.at_least, wide.at_most) == (None, None) and risk_text(wide) == "unknown"
    assert "8.75 to 72 Gy" in str(wide.reason)


def test_cautions_travel_with_the_number() -> None:
    sbrt = [one.id for one in risk_of_cord(12.4, 1, KNOWLEDGE).cautions]
    assert sbrt == ["our_fit", "cord_not_irradiated_before", "large_fractions"]
    assert [one.id for one in risk_of_cord(50, 25, KNOWLEDGE).cautions] == [
        "cord_not_irradiated_before"
    ]


def test_refused() -> None:
    with pytest.raises(
        ValueError, match="'gibbs' is no model; expected cord_conventional, cord_sbrt"
    ):
        risk_of_cord(10, 1, KNOWLEDGE, "gibbs")
    with pytest.raises(ValueError, match="0 fractions cannot be"):
        risk_of_cord(10, 0, KNOWLEDGE)


@given(st.floats(0, 100), st.floats(0, 100), st.integers(1, 40))
def test_risk_never_falls_as_dose_rises(one: float, other: float, parts: int) -> None:
    less, more = (risk_of_cord(dose, parts, KNOWLEDGE) for dose in sorted((one, other)))
    assume(less.model is not None and less.model == more.model)
    assert (less.at_least or 0) <= (100 if more.at_most is None else more.at_most) + 1e-9
    if less.percent and more.percent:
        assert less.percent.high <= more.percent.low + 1e-9


@given(st.floats(1, 200))
def test_numbers_only_within_the_range(equivalent: float) -> None:
    found = risk_of_cord(dose_of_eqd2(equivalent, 3, 2), 3, KNOWLEDGE)
    inside = SBRT.eqd2[0] <= equivalent <= SBRT.eqd2[1]
    assume(abs(equivalent - SBRT.eqd2[0]) > 1e-6 and abs(equivalent - SBRT.eqd2[1]) > 1e-6)
    assert (found.percent is not None) is inside
