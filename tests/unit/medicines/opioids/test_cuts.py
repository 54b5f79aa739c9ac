"""The cut by rule: who gets which, and what is asked."""

from __future__ import annotations

import pytest
from opioid_people import HELD, SENSITIVE, STURDY

from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.cuts import cut, label_cut, unknown

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize("name", SENSITIVE)
def test_each_reason_alone_halves(name: str) -> None:
    found = cut(STURDY | {name: True}, KNOWLEDGE)
    assert found.percent == (50, 50)
    assert len(found.because) == 1 and found.check_first == ()


def test_reasons_are_told_together() -> None:
    found = cut(STURDY | dict.fromkeys(SENSITIVE[:2], True), KNOWLEDGE)
    assert found.because == ("75 or older, or frail", "eGFR below 30, or dialysis")


def test_pain_not_held_and_sound_organs_lose_less() -> None:
    assert cut(STURDY, KNOWLEDGE).percent == (25, 33)


@pytest.mark.parametrize(
    "change", [{"pain_controlled": True}, {"organs_sound": False}, {"opioid_toxicity": True}]
)
def test_otherwise_the_usual_cut(change: dict[str, bool]) -> None:
    assert cut(STURDY | change, KNOWLEDGE).percent == (25, 50)


@pytest.mark.parametrize("name", [*SENSITIVE, "pain_controlled", "organs_sound", "opioid_toxicity"])
def test_one_thing_unknown_gives_the_larger_cut_and_is_asked(name: str) -> None:
    facts = {key: value for key, value in STURDY.items() if key != name}
    found = cut(facts, KNOWLEDGE)
    assert found.percent == (50, 50)
    assert found.check_first


def test_a_definition_asks_for_its_facts() -> None:
    assert unknown(["old_or_frail"], {}, KNOWLEDGE) == ("age", "clinical_frailty")
    assert unknown(["old_or_frail"], {"age": 60}, KNOWLEDGE) == ("clinical_frailty",)
    assert unknown(["old_or_frail"], {"age": 60, "clinical_frailty": 2}, KNOWLEDGE) == (
        "old_or_frail",
    )


def test_a_sedative_among_the_lines_counts() -> None:
    assert cut(STURDY, KNOWLEDGE, frozenset({"gabapentinoid"})).percent == (50, 50)
    assert cut(STURDY, KNOWLEDGE, frozenset({"nsaid"})).percent == (25, 33)


def test_the_same_drug_by_another_route_is_converted_by_the_ratio_alone() -> None:
    for facts in (HELD, HELD | {"old_or_frail": True}, {}):
        assert cut(facts, KNOWLEDGE, same_drug=True).percent == (0, 0)


def test_the_label_bands_lose_nothing_more() -> None:
    assert label_cut(KNOWLEDGE).percent == (0, 0)


def test_published_cuts() -> None:
    usual = KNOWLEDGE.tables["reductions"]["usual_cut"]
    assert {one.percent for one in usual.published} == {(25, 50), (33, 33), (30, 50), (50, 50)}
