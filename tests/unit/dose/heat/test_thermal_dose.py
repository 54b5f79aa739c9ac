"""Thermal dose against published vectors, laws of it, thresholds, refusals, and what was seen near the spine."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.case.values import Interval
from backstay.dose.heat.distances import DISTANCE, heat_near_spine
from backstay.dose.heat.reading import Heating, read_heating
from backstay.dose.heat.thermal import thermal_dose
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def dose(*texts: str) -> Any:
    return thermal_dose(read_heating(texts), KNOWLEDGE)


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        (("45C:10min",), 40), (("50C:1min",), 128), (("55C:5s",), 341.33), (("42C:60min",), 15),
        (("43C:1h",), 60), (("45C:10min", "50C:60s"), 168), (("39C:256min",), 1),
    ],
)  # fmt: skip
def test_published_vectors(texts: tuple[str, ...], minutes: float) -> None:
    total = dose(*texts).total
    assert total.low == total.high == pytest.approx(minutes, abs=0.01)


def test_between_37_and_39_sources_differ() -> None:
    assert dose("38C:1024min").total == Interval(0, 1)
    assert dose("36.9C:1440min").total == Interval(0, 0)
    assert dose("37C:1h").total.high > 0


# the value, of what, harm or ceiling, status; independent of the YAML
THRESHOLDS = {
    "tissue_necrosis": (240, "thermal_dose", "harm", "secondary"),
    "tissue_damage": (60, "thermal_dose", "harm", "secondary"),
    "mr_safety_controlled": (9, "thermal_dose", "ceiling", "primary"),
    "mr_safety_uncontrolled": (2, "thermal_dose", "ceiling", "primary"),
    "nerve_tissue_dies": (45, "temperature", "harm", "primary"),
    "tumor_dies": (60, "temperature", "harm", "primary"),
}


def test_thresholds_are_what_was_published() -> None:
    found = {
        one.id: (one.value, one.of, one.sense, one.checked.status)
        for one in dose("45C:1min").thresholds
    }
    assert found == THRESHOLDS


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("45C:15min", {"tissue_damage", "mr_safety_controlled", "mr_safety_uncontrolled", "nerve_tissue_dies"}),
        ("44.9C:1s", set()),
        ("60C:1s", {"mr_safety_controlled", "mr_safety_uncontrolled", "nerve_tissue_dies", "tumor_dies",
                    "tissue_necrosis", "tissue_damage"}),
        ("43C:240min", {"tissue_necrosis", "tissue_damage", "mr_safety_controlled", "mr_safety_uncontrolled"}),
    ],
)  # fmt: skip
def test_what_is_reached(text: str, reached: set[str]) -> None:
    assert {one.id for one in dose(text).thresholds if one.reached} == reached


def test_a_threshold_may_hang_on_where_time_begins_to_count() -> None:
    parts = ["38.9C:1440min"] * 2
    found = {one.id: one.reached for one in dose(*parts).thresholds}
    assert found["mr_safety_controlled"] is None and found["tissue_necrosis"] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "45",
        "45C",
        "45C:10",
        "45F:10min",
        "C:10min",
        "45C:10 days",
        "45C:1e3s",
        "4 5C:10min",
        "45C:٣min",
    ],
)
def test_what_is_not_heat_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"was not read; expected TEMPERATURE:TIME"):
        read_heating([text])


def test_every_part_that_was_not_read_is_named() -> None:
    with pytest.raises(ValueError) as caught:
        read_heating(["warm", "45C:10min", "hot\x1b"])
    assert [line.split(" was")[0] for line in str(caught.value).split("\n")] == [
        "'warm'",
        "'hot\\x1b'",
    ]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "nothing was heated"),
        ([Heating(celsius=200, minutes=1)], "200 degrees Celsius; expected from 0 to 110"),
        ([Heating(celsius=-5, minutes=1)], "-5 degrees"),
        ([Heating(celsius=45, minutes=0)], "0 minutes; expected above 0 and at most 1440"),
        ([Heating(celsius=45, minutes=-3)], "-3 minutes"),
        ([Heating(celsius=45, minutes=1441)], "1441 minutes"),
        ([Heating(celsius=nan, minutes=1)], "nan degrees"),
        ([Heating(celsius=45, minutes=inf)], "inf minutes"),
    ],
)
def test_what_cannot_be_is_refused(parts: list[Heating], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        thermal_dose(parts, KNOWLEDGE)


def test_every_part_that_cannot_be_is_named() -> None:
    with pytest.raises(ValueError) as caught:
        thermal_dose([Heating(celsius=200, minutes=0), Heating(celsius=45, minutes=-1)], KNOWLEDGE)
    assert len(str(caught.value).split("\n")) == 3


TEMPERATURES = st.floats(0, 110)
MINUTES = st.floats(0.001, 1440)


@settings(max_examples=60, deadline=None)
@given(TEMPERATURES, MINUTES, st.floats(0, 5))
def test_hotter_or_longer_is_never_less(celsius: float, minutes: float, more: float) -> None:
    one = thermal_dose([Heating(celsius=celsius, minutes=minutes)], KNOWLEDGE).total
    hotter = thermal_dose(
        [Heating(celsius=min(celsius + more, 110), minutes=minutes)], KNOWLEDGE
    ).total
    longer = thermal_dose(
        [Heating(celsius=celsius, minutes=min(minutes + more, 1440))], KNOWLEDGE
    ).total
    for other in (hotter, longer):
        assert other.low >= one.low and other.high >= one.high
    assert 0 <= one.low <= one.high


@settings(max_examples=40, deadline=None)
@given(TEMPERATURES, st.floats(0.001, 700))
def test_two_halves_do_what_the_whole_does(celsius: float, minutes: float) -> None:
    half = Heating(celsius=celsius, minutes=minutes)
    whole = Heating(celsius=celsius, minutes=2 * minutes)
    assert thermal_dose([half, half], KNOWLEDGE).total == pytest.approx(
        thermal_dose([whole], KNOWLEDGE).total
    )


@pytest.mark.parametrize(
    ("distance", "near", "cold"),
    [(4.0, True, True), (5.0, True, False), (10.0, True, False), (10.1, False, False),
     (Interval(4, 12), None, None), (None, None, None)],
)  # fmt: skip
def test_distances_speak_of_a_lesion_that_is_close(
    distance: Any, near: bool | None, cold: bool | None
) -> None:
    found = heat_near_spine({DISTANCE: distance}, KNOWLEDGE)
    speaks = {one.id: one.speaks for one in found.findings}
    assert (speaks["metastases_kept_from_the_canal"], speaks["cold_in_dogs"]) == (near, cold)
    assert speaks["foramen_coblation"] is False
    assert found.check_first == ((DISTANCE,) if distance is None else ())


# figures by entry, independent of the YAML
SEEN: dict[str, tuple[float | None, float | None]] = {
    "foramen_rfa_10_mm": (46.4, 46.8), "foramen_rfa_20_mm_array": (49.5, 52.2), "foramen_coblation": (42.1, 42.5),
    "plain_needle_reach": (None, 16), "cooled_needle_reach": (None, 50), "complete_under_3_cm": (None, 30),
    "bipolar_stays_in_the_vertebra": (None, None), "width_grows_with_temperature": (108, 152),
    "length_beyond_the_tip": (1, 5), "metastases_kept_from_the_canal": (None, None),
    "protection_when_closer": (None, None), "benign_tumors_closer_with_protection": (4.3, 4.3),
    "cold_in_dogs": (None, None),
}  # fmt: skip


def test_what_was_seen_is_what_was_published() -> None:
    table = KNOWLEDGE.tables["heat_findings"]
    assert {name: (one.low, one.high) for name, one in table.items()} == SEEN
    assert {name: one.closer_than_mm for name, one in table.items() if one.closer_than_mm} == {
        "metastases_kept_from_the_canal": 10, "protection_when_closer": 10,
        "benign_tumors_closer_with_protection": 10, "cold_in_dogs": 5,
    }  # fmt: skip


def test_no_zone_of_a_device_ships_and_a_site_may_add_one() -> None:
    assert heat_near_spine({}, KNOWLEDGE).zones == ()
    assert heat_near_spine({}, KNOWLEDGE).zones_missing is not None
    site = load_knowledge(ZONE)
    found = heat_near_spine({}, site)
    assert [one.device for one in found.zones] == ["Example 10"] and found.zones_missing is None


ZONE = """
overlay: a site
owner: interventional radiology
reason: the device that is used here
on: 2026-11-23
add:
  device_zones:
    - id: example_10
      device: Example 10
      setting: 10 mm tip, 60 seconds
      length_mm: 20
      width_mm: 15
      at_celsius: 50
      measured_in: bone
      source: "Instructions for use, edition 3, page 12"
      checked: {status: secondary, read: the maker's instructions, on: 2026-11-23}
"""
