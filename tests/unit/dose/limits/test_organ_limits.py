"""What is asked of limits: one set, one number of fractions, and an honest nothing where no row was read."""

from __future__ import annotations

import pytest

from backstay.dose.limits.organs import limits_for, metric_text
from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.dose_limits import Metric

KNOWLEDGE = load_knowledge()


def test_nothing_is_put_between_rows() -> None:
    found = limits_for(4, "tg101", KNOWLEDGE)
    assert found.found == () and found.reason == "no limit read for 4 fractions in tg101"
    assert found.others == (
        "hytec",
        "practice_no_compromise",
        "practice_compromise",
        "sahgal2013",
        "rtog_maxima",
    )
    assert found.cautions == ()


def test_one_fraction_is_one() -> None:
    assert (
        limits_for(1, "clinic_raystation", KNOWLEDGE).reason
        == "no limit read for 1 fraction in clinic_raystation"
    )


def test_an_organ_without_a_limit_is_named() -> None:
    found = limits_for(3, "hytec", KNOWLEDGE, ["spinal_cord", "esophagus"])
    assert [one.organ for one in found.found] == ["spinal_cord"] and found.without == ("esophagus",)
    assert found.reason == "no limit of esophagus read for 3 fractions in hytec"
    assert found.others == ("tg101", "clinic_raystation", "rtog_maxima")


def test_all_organs_that_are_asked_for_are_there() -> None:
    found = limits_for(3, "tg101", KNOWLEDGE, ["esophagus", "liver"])
    assert {one.organ for one in found.found} == {"esophagus", "liver"}
    assert (found.reason, found.others, found.without) == (None, (), ())


@pytest.mark.parametrize(
    ("fractions", "limits"),
    [
        (60, [50, 45]),
        (27, [50, 45]),
        (25, [50, 45]),
        (24, [45]),
        (23, [45]),
        (22, []),
        (10, []),
        (6, []),
        (5, []),
        (3, [20]),
    ],
)
def test_conventional_totals_hold_for_conventional_fractions(
    fractions: int, limits: list[float]
) -> None:
    assert [one.limit for one in limits_for(fractions, "quantec", KNOWLEDGE).found] == limits


def test_a_conventional_total_says_what_it_is() -> None:
    limit, lower = limits_for(25, "quantec", KNOWLEDGE).found
    assert (limit.limit, limit.upper, limit.risk_percent, limit.counts) == (50, 54, (0.2, 1), True)
    assert limit.conventional and limit.per_fraction_at_most == 2
    assert (lower.limit, lower.upper, lower.risk_percent, lower.counts) == (
        45,
        None,
        (0.03, 0.03),
        False,
    )


def test_why_a_conventional_total_is_not_given() -> None:
    found = limits_for(10, "quantec", KNOWLEDGE)
    assert (
        found.reason is not None and "its 50 Gy holds for fractions of at most 2 Gy" in found.reason
    )
    assert found.others == ()
    part = limits_for(24, "quantec", KNOWLEDGE, ["spinal_cord", "skin"])
    assert part.reason == "no limit of skin read for 24 fractions in quantec"
    assert "50 Gy in 5 would be more" in str(
        limits_for(5, "quantec", KNOWLEDGE, ["spinal_cord"]).reason
    )


def test_only_what_the_part_that_holds_is_left_out_of_the_reason() -> None:
    found = limits_for(24, "quantec", KNOWLEDGE, ["skin", "lungs"])
    assert found.reason == "no limit of skin, lungs read for 24 fractions in quantec"


@pytest.mark.parametrize("name", ["tg101", "rtog_maxima"])
def test_sets_above_the_default_say_so(name: str) -> None:
    cautions = limits_for(5, name, KNOWLEDGE).cautions
    assert any("above the line at which HyTEC" in one.text for one in cautions)


def test_the_default_is_not_said_to_be_above_itself() -> None:
    assert [one.id for one in limits_for(1, "hytec", KNOWLEDGE).cautions] == [
        "cord_not_irradiated_before"
    ]


def test_all_that_is_wrong_is_named() -> None:
    with pytest.raises(ValueError, match="fractions cannot be") as refused:
        limits_for(0, "hytek", KNOWLEDGE, ["esophagos", "tail", "zzz"])
    said = str(refused.value)
    assert "0 fractions cannot be; expected a whole number from 1 to 60" in said
    assert "'hytek' is no rule set; expected hytec, tg101" in said
    assert "'esophagos' is no organ with limits; expected esophagus" in said
    assert "'zzz' is no organ with limits; expected spinal_cord" in said


@pytest.mark.parametrize("fractions", [61, 2.5, -1])
def test_fractions_that_cannot_be(fractions: int) -> None:
    with pytest.raises(ValueError, match="fractions cannot be"):
        limits_for(fractions, None, KNOWLEDGE)


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        (Metric(point=True), "Dmax"), (Metric(max_at_cc=0.035), "D0.035cc"), (Metric(volume_cc=5), "D5cc"),
        (Metric(share_percent=10), "D10%"), (Metric(spared_cc=700), "DC700cc"), (Metric(mean=True), "Dmean"),
        (Metric(volume_above_gy=20), "V20Gy"),
    ],
)  # fmt: skip
def test_metrics_in_words(metric: Metric, text: str) -> None:
    assert metric_text(metric) == text
