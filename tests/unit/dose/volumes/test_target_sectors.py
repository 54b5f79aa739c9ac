"""Targets by involved sectors: every published row, all 64 sets of sectors, the mirror, and no answer."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from backstay.case.values import Interval, Members
from backstay.dose.volumes.drawing import circumferential, drawn_from
from backstay.dose.volumes.found import Target
from backstay.dose.volumes.lesion import target_for
from backstay.dose.volumes.sectors import sectors
from backstay.dose.volumes.targets import involved_sectors
from backstay.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
B, LP, LL, S, RL, RP = (
    "body left_pedicle left_lamina spinous_process right_lamina right_pedicle".split()
)
ALL = (B, LP, LL, S, RL, RP)
EVERY_SET = [frozenset(some) for size in range(7) for some in combinations(ALL, size)]
MIRROR = {B: B, S: S, LP: RP, RP: LP, LL: RL, RL: LL}


def mirrored(names: Any) -> set[str]:
    return {MIRROR[one] for one in names}


def target(*names: str, **facts: Any) -> Target:
    told = {"level": "T8", "operated_here": False, **facts}
    return target_for({"sectors": Members(frozenset(names), complete=True), **told}, KNOWLEDGE)


# involved, treated, rows, status; independent of the YAML
ROWS: list[tuple[tuple[str, ...], set[str], tuple[str, ...], str]] = [
    ((B,), {B}, ("any_part_of_the_body",), "unverified"),
    ((B, LP), {B, LP, LL}, ("body_and_one_pedicle",), "secondary"),
    ((B, RP), {B, RP, RL}, ("body_and_one_pedicle",), "secondary"),
    ((B, LP, RP), {B, LP, RP, LL, RL}, ("body_and_both_pedicles",), "secondary"),
    ((LP,), {LP, LL}, ("one_pedicle",), "secondary"),
    ((RP,), {RP, RL}, ("one_pedicle",), "secondary"),
    ((LL,), {LL, LP, S}, ("one_lamina",), "secondary"),
    ((RL,), {RL, RP, S}, ("one_lamina",), "secondary"),
    ((S,), {S, LL, RL}, ("spinous_process_involved",), "secondary"),
]


@pytest.mark.parametrize(("involved", "treat", "rows", "status"), ROWS)
def test_each_published_row(
    involved: tuple[str, ...], treat: set[str], rows: tuple[str, ...], status: str
) -> None:
    found = target(*involved)
    assert found.treat is not None and set(found.treat) == treat
    assert (found.rows, found.status, found.one_row) == (rows, status, True)
    assert found.why_not is None and found.evidence
    assert (found.of, found.circumferential in (False, None)) == ("intact", True)


def test_the_spinous_process_is_shown_as_two_positions() -> None:
    found = target(B, LP, RP)
    (open_one,) = [one for one in found.differ if one.row == "body_and_both_pedicles"]
    assert open_one.sectors == (S,)
    assert open_one.checked.status == "unverified"
    assert set(open_one.evidence) == {"smartbrush-guides", "cox-2012"}
    assert found.circumferential is None


def test_a_body_alone_says_what_its_spread_would_add() -> None:
    (open_one,) = target(B).differ
    assert set(open_one.sectors) == {LP, LL, RL, RP}


def test_a_pedicle_may_add_the_body() -> None:
    (open_one,) = target(LP).differ
    assert open_one.sectors == (B,) and open_one.checked.status == "unverified"


@pytest.mark.parametrize("involved", EVERY_SET, ids=lambda some: "+".join(sorted(some)) or "none")
def test_laws_of_every_set_of_sectors(involved: frozenset[str]) -> None:
    drawn = drawn_from(involved, False, KNOWLEDGE)
    opened = {name for one in drawn.differ for name in one.sectors}
    assert involved <= drawn.treat  # what is involved is treated
    assert not opened & drawn.treat  # what is open is not sure
    other = drawn_from(frozenset(mirrored(involved)), False, KNOWLEDGE)
    assert mirrored(drawn.treat) == other.treat
    assert mirrored(opened) == {name for one in other.differ for name in one.sectors}
    # the circle closes surely only where all is involved
    assert (circumferential(drawn, KNOWLEDGE) is True) == (involved == frozenset(ALL))


@pytest.mark.parametrize("involved", EVERY_SET[1:], ids=lambda some: "+".join(sorted(some)))
def test_more_involved_never_shows_less(involved: frozenset[str]) -> None:
    drawn = drawn_from(involved, False, KNOWLEDGE)
    shown = drawn.treat.union(*(one.sectors for one in drawn.differ))
    for name in involved:
        less = drawn_from(involved - {name}, False, KNOWLEDGE)
        assert less.treat <= shown


def test_rows_put_together_say_so() -> None:
    found = target(LP, S)
    assert set(found.treat or ()) == {LP, LL, S, RL}
    assert not found.one_row
    assert any("No single row" in one for one in found.notes)


def test_a_circle_is_not_closed_by_putting_rows_together() -> None:
    found = target(B, LL, RL)
    assert set(found.treat or ()) == {B, LL, RL}
    assert found.differ[0].row == "circumferential_only_when_all_are_involved"
    assert set(found.differ[0].sectors) == {LP, RP, S}
    assert found.circumferential is None
    assert target(*ALL).circumferential is True


def test_after_surgery_what_lies_beside_is_open() -> None:
    found = target(B, LP, operated_here=True)
    assert (found.of, set(found.treat or ())) == ("postoperative", {B, LP})
    assert found.differ[0].sectors == (LL,)
    rules = {one.id: one.applies for one in found.rules}
    assert rules["preoperative_extent"] is True
    assert "no_epidural_margin_without_epidural_tumor" not in rules
    assert target(*ALL, operated_here=True).differ == ()


def test_unknown_surgery_tells_both() -> None:
    found = target(B, operated_here=None)
    rules = {one.id: one.applies for one in found.rules}
    assert rules["preoperative_extent"] is None and rules["marrow_and_bone_beside_it"] is None
    assert {"prior_surgery"} <= set(found.check_first)


def test_no_sector_is_guessed() -> None:
    found = target_for({"level": "T8"}, KNOWLEDGE)
    assert (found.treat, found.involved, found.status, found.circumferential) == (
        None,
        None,
        None,
        None,
    )
    assert found.why_not == "Which sectors are involved is not known."
    assert "sectors" in found.check_first
    assert target_for({}, KNOWLEDGE).check_first[:2] == ("level", "sectors")


def test_none_involved_is_no_answer() -> None:
    found = target()
    assert (found.treat, found.involved) == (None, ())
    assert found.why_not is not None and "No sector" in found.why_not


def test_an_open_list_of_sectors_is_asked_again() -> None:
    found = target_for({"level": "T8", "sectors": Members(frozenset({"1"}))}, KNOWLEDGE)
    assert found.treat == (B,) and "sectors" in found.check_first


@pytest.mark.parametrize("level", ["C0", "C1"])
def test_no_row_holds_at_the_top_of_the_neck(level: str) -> None:
    found = target(B, level=level)
    assert found.treat is None and found.why_not is not None and "no row" in found.why_not


def test_the_sacrum_has_words_and_no_sectors() -> None:
    found = target(B, level="S2")
    assert (found.of, found.treat) == ("sacrum", None)
    rules = {one.id: one.applies for one in found.rules}
    assert rules["sacrum_sector_and_its_neighbor"] is True
    assert "marrow_and_bone_beside_it" not in rules


def test_a_lesion_over_several_levels_is_drawn_level_by_level() -> None:
    spans = Members(frozenset({"L5", "S1"}), complete=True)
    found = target(B, level="L5", levels=spans)
    assert found.treat == (B,) and found.of == "sacrum"
    assert any("several levels" in one for one in found.notes)


def test_numbers_and_names_mean_the_same() -> None:
    values = {"1": B, "2": LP, "3": LL, "4": S, "5": RL, "6": RP}
    assert {one.value: name for name, one in sectors(KNOWLEDGE).items()} == values
    fact = KNOWLEDGE.fact("sectors")
    assert fact is not None
    for value, name in values.items():
        label = sectors(KNOWLEDGE)[name].label
        assert fact.says[value] == f"{value}, {label}"
        assert involved_sectors({"sectors": Members(frozenset({value}))}, KNOWLEDGE) == {name}


# applies when, and the margin in mm
@pytest.mark.parametrize(
    ("rule", "facts", "margin"),
    [
        ("epidural_margin_in_jcog2211", {"escc": "1b"}, Interval(5, 10)),
        ("epidural_margin_in_jcog2211", {"escc": "1c"}, Interval(5, 10)),
        ("paraspinal_margin_in_jcog2211", {"paraspinal_extension": True}, Interval(1, 3)),
        ("epidural_margin_after_surgery", {"operated_here": True}, Interval(0, 5)),
        ("cord_planning_volume", {}, Interval(0, 2)),
        ("partial_cord", {}, Interval(5, 6)),
        ("circumferential_only_when_all_are_involved", {}, None),
    ],
)
def test_margins_by_rule(rule: str, facts: dict[str, Any], margin: Interval | None) -> None:
    (found,) = [one for one in target(B, **facts).rules if one.id == rule]
    assert (found.applies, found.margin_mm) == (True, margin)


def test_no_epidural_margin_without_epidural_tumor() -> None:
    bone_only = Members(frozenset({"bone"}), complete=True)
    name = "no_epidural_margin_without_epidural_tumor"
    assert {one.id: one.applies for one in target(B, escc="0", compartment=bone_only).rules}[
        name
    ] is True
    assert name not in {one.id for one in target(B, escc="1a").rules}
    assert {one.id: one.applies for one in target(B, escc="0").rules}[name] is None


def test_bone_elsewhere_is_data_and_of_no_lesion_of_the_spine() -> None:
    entry = KNOWLEDGE.tables["target_rules"]["margin_of_bone_elsewhere"]
    assert entry.margin_mm == (5, 10)
    assert "margin_of_bone_elsewhere" not in {one.id for one in target(B).rules}
