"""Alpha/beta as written and by tissue, and courses in equivalent doses with what is said beside them."""

from __future__ import annotations

import pytest

from backstay.case.values import Interval
from backstay.dose.limits.biology import Number
from backstay.dose.limits.equivalents import ADDED, NO_RECOVERY, equivalent
from backstay.dose.limits.ratio import ratio_of, read_ratio, tissue_named
from backstay.dose.limits.schedule import read_schedules
from backstay.dose.limits.tables import touches, weakest
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("text", "ratio"),
    [("2", 2.0), (" 0.87 ", 0.87), ("2-4", Interval(2, 4)), ("2 - 4", Interval(2, 4)), (".5", 0.5)],
)
def test_read(text: str, ratio: Number) -> None:
    assert read_ratio(text) == ratio


@pytest.mark.parametrize(
    "text", ["", "x", "nan", "inf", "-2", "0", "1e9", "51", "4-2", "2-", "0-4", "2,5"]
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be; expected Gy above 0 and at most 50"):
        read_ratio(text)


def test_tissues_by_name() -> None:
    assert ratio_of(tissue_named("spinal_cord", KNOWLEDGE)) == 2
    assert ratio_of(tissue_named("cauda_equina", KNOWLEDGE)) == Interval(2, 4)
    with pytest.raises(ValueError, match="'spinal_kord' is no tissue; expected spinal_cord"):
        tissue_named("spinal_kord", KNOWLEDGE)
    with pytest.raises(ValueError, match="'zzz' is no tissue; expected spinal_cord, thecal_sac"):
        tissue_named("zzz", KNOWLEDGE)


def test_one_course() -> None:
    found = equivalent(read_schedules(["30/10"]), 2.0, KNOWLEDGE)
    assert (found.bed, found.eqd2, found.same_effect, found.warnings, found.cautions) == (
        75,
        37.5,
        None,
        (),
        (),
    )
    assert (found.tissue, found.evidence, found.checked) == (None, (), None)


def test_several_courses_are_one_point() -> None:
    found = equivalent(read_schedules(["30/10@14mo", "9/1"]), 2.0, KNOWLEDGE)
    assert found.eqd2 == pytest.approx(62.25) and [one.eqd2 for one in found.courses] == [
        37.5,
        24.75,
    ]
    assert found.warnings == (ADDED, NO_RECOVERY)
    assert [one.id for one in found.cautions] == ["large_fractions"]


def test_a_tissue_brings_its_sources() -> None:
    found = equivalent(read_schedules(["30/10"]), Interval(2, 4), KNOWLEDGE, tissue="cauda_equina")
    assert found.eqd2 == Interval(35, 37.5) and found.checked is not None
    assert (found.evidence, found.checked.status) == (("clinic-tolerance-doses",), "secondary")


def test_what_goes_into_few_fractions_is_cautioned_too() -> None:
    found = equivalent(read_schedules(["30/10"]), 2.0, KNOWLEDGE, into=1)
    assert found.same_effect == pytest.approx(11.29, abs=0.01)
    assert [one.id for one in found.cautions] == ["large_fractions"]


@pytest.mark.parametrize(
    ("text", "said"), [("10/30", "was 30/10 meant?"), ("5/10", "was 10/5 meant?")]
)
def test_a_swapped_course_is_asked_about(text: str, said: str) -> None:
    assert said in equivalent(read_schedules([text]), 2.0, KNOWLEDGE).warnings[0]


def test_a_small_dose_of_a_tissue_is_not() -> None:
    assert equivalent(read_schedules(["4.3/10"]), 2.0, KNOWLEDGE).warnings == ()


@pytest.mark.parametrize(
    ("dose", "fractions", "is_touched"),
    [
        (30, 10, False),
        (24, 4, True),
        (23.9, 4, False),
        (6, 3, True),
        (60, 10, True),
        (30, 5, True),
        (0, 1, False),
    ],
)
def test_where_the_model_is_in_doubt(dose: float, fractions: int, is_touched: bool) -> None:
    caution = KNOWLEDGE.tables["dose_cautions"]["large_fractions"]
    assert touches(caution, dose, fractions) is is_touched


def test_the_least_read_counts() -> None:
    entries = KNOWLEDGE.tables["tissues"]
    assert weakest(entries[name].checked for name in ("spinal_cord", "melanoma")) == "unverified"
    assert weakest(()) is None
