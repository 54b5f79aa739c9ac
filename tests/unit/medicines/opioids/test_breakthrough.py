"""Doses as needed: the published parts, who gets less, and what has no part."""

from __future__ import annotations

from typing import Any

import pytest
from opioid_people import STURDY

from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.breakthrough import breakthrough

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(("daily", "dose"), [(60, 10), (100, 16), (120, 20), (30, 5)])
def test_a_sixth_rounded_down(daily: float, dose: float) -> None:
    found = breakthrough(daily, "morphine", KNOWLEDGE, STURDY)
    assert (found.dose, found.unit, found.check_first) == (dose, "mg", ())
    assert found.range == pytest.approx((daily * 0.1, daily * 0.2))


@pytest.mark.parametrize("name", ["old_or_frail", "kidney_failure"])
def test_a_tenth_for_the_sensitive(name: str) -> None:
    found = breakthrough(120, "morphine", KNOWLEDGE, STURDY | {name: True})
    assert (found.dose, found.range, found.check_first) == (12, (6, 12), ())


@pytest.mark.parametrize(
    "facts", [None, STURDY | {"old_or_frail": None}, STURDY | {"kidney_failure": None}]
)
def test_not_known_is_as_if_sensitive_and_is_asked(facts: Any) -> None:
    found = breakthrough(120, "morphine", KNOWLEDGE, facts)
    assert found.dose == 12 and found.check_first


def test_sources_differ() -> None:
    found = breakthrough(120, "morphine", KNOWLEDGE, STURDY)
    assert {one.by: one.percent for one in found.differ} == {
        "guidance of the United Kingdom": (16.7, 16.7),
        "NCCN": (10, 20),
        "ESMO 2018": (10, 15),
        "ASCO 2022": (5, 20),
    }
    assert found.checked == "unverified"


@pytest.mark.parametrize(
    ("drug", "route"), [("fentanyl", None), ("buprenorphine", None), ("methadone", None)]
)
def test_no_part_of_a_patch_or_of_methadone(drug: str, route: str | None) -> None:
    found = breakthrough(25, drug, KNOWLEDGE, STURDY, route)
    assert found.dose is None and found.refused


def test_fast_fentanyl_begins_at_its_lowest_dose_whatever_the_background() -> None:
    doses = {
        breakthrough(daily, "fentanyl", KNOWLEDGE, STURDY, "sublingual").dose for daily in (60, 600)
    }
    assert doses == {100}


@pytest.mark.parametrize("route", ["buccal", "nasal"])
def test_a_lowest_strength_that_was_not_read_is_not_made_up(route: str) -> None:
    found = breakthrough(60, "fentanyl", KNOWLEDGE, STURDY, route)
    assert found.dose is None and "not read" in (found.refused or "")


@pytest.mark.parametrize(
    ("tolerant", "asked"), [(False, ()), (None, ("medicines", "medicines_known"))]
)
def test_fast_fentanyl_only_for_the_tolerant(tolerant: bool | None, asked: tuple[str, ...]) -> None:
    found = breakthrough(60, "fentanyl", KNOWLEDGE, {"opioid_tolerant": tolerant}, "sublingual")
    assert (found.dose, found.refused) == (None, "Only for someone tolerant to opioids.")
    assert found.check_first == asked


def test_less_than_can_be_measured() -> None:
    found = breakthrough(5, "oxycodone", KNOWLEDGE)
    assert found.dose is None and "less than can be measured" in (found.refused or "")


def test_a_drug_of_which_nothing_is_known() -> None:
    assert "no rescue dose of sufentanil" in (
        breakthrough(5, "sufentanil", KNOWLEDGE).refused or ""
    )


@pytest.mark.parametrize("daily", [0, -60, float("nan"), float("inf")])
def test_no_part_of_what_is_no_dose(daily: float) -> None:
    found = breakthrough(daily, "morphine", KNOWLEDGE, STURDY)
    assert found.dose is None and "above zero" in (found.refused or "")
