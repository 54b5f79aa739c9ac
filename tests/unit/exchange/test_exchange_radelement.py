"""SINS and ESCC in RadElement: every address in use, by OIFM id and by RDE number, by code and by words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resources import NOW, OWN, PATIENT, RADELEMENT, T8, bundle, concept, observation, own, part

from backstay.exchange import Unread, read_bundle
from backstay.exchange.binding_kinds import Observed
from backstay.exchange.bindings import load_bindings
from backstay.knowledge import load_knowledge

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
FACTS = load_knowledge().facts
ADDRESSES = sorted(url for url, name in load_bindings().systems.items() if name == "radelement")
ROWS = [
    one
    for one in load_bindings().entries["observations"]
    if isinstance(one, Observed) and "radelement" in one.codes and one.fact != "level"
]


def worded(words: str, code: str | None = None, system: str = RADELEMENT) -> dict[str, Any]:
    coding = {"system": system, "display": words, **({"code": code} if code else {})}
    return {"coding": [coding]}


def seen(code: str, value: dict[str, Any], system: str = RADELEMENT) -> dict[str, Any]:
    return observation(concept((system, code)), bodySite=concept(T8), valueCodeableConcept=value)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_value_under_every_address(row: Observed, address: str, read: Read) -> None:
    for code in row.codes["radelement"]:
        for answer, value in row.answers["radelement"].items():
            document, unread = read(seen(code, concept((address, answer)), address))
            assert document["lesions"] == [{"level": "T8", row.fact: value}]
            assert unread == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_values_of_rde_numbers_are_read_by_their_words(row: Observed, read: Read) -> None:
    number = next(code for code in row.codes["radelement"] if code.startswith("RDE"))
    assert set(row.words["radelement"].values()) == set(row.answers["radelement"].values())
    for place, (words, value) in enumerate(row.words["radelement"].items()):
        for answer in (worded(words.upper(), f"{number}.{place}"), worded(words)):
            document, _ = read(seen(number, answer))
            assert document["lesions"] == [{"level": "T8", row.fact: value}]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_number_behind_the_dot_alone_is_not_guessed(row: Observed, read: Read) -> None:
    number = next(code for code in row.codes["radelement"] if code.startswith("RDE"))
    document, unread = read(seen(number, concept((RADELEMENT, f"{number}.1"))))
    assert document["lesions"] == [{"level": "T8"}]
    assert "has no binding" in unread[0].why


@pytest.mark.parametrize("words", ["indeterminate", "unknown", "likely lytic"])
def test_words_that_are_no_value(words: str, read: Read) -> None:
    document, unread = read(seen("OIFMA_CDE_000153", worded(words, "OIFMA_CDE_000153.3")))
    assert document["lesions"] == [{"level": "T8"}]
    assert unread[0].why.startswith("bone: the answer radelement OIFMA_CDE_000153.3")


def test_words_under_another_address_are_not_trusted(read: Read) -> None:
    assert read(seen("RDE153", worded("lytic", "x", "urn:local")))[0]["lesions"] == [
        {"level": "T8"}
    ]


@given(row=st.sampled_from(ROWS), data=st.data())
def test_a_code_and_words_that_contradict_give_no_fact(row: Observed, data: st.DataObject) -> None:
    answer, value = data.draw(st.sampled_from(sorted(row.answers["radelement"].items())))
    words, told = data.draw(st.sampled_from(sorted(row.words["radelement"].items())))
    code = next(iter(row.codes["radelement"]))
    one = seen(code, worded(words, answer))
    document, unread = read_bundle(bundle(PATIENT, one), FACTS, now=NOW)
    expected = {row.fact: value} if value == told else {}
    assert document["lesions"] == [{"level": "T8", **expected}]
    assert bool(unread) is (value != told)


@pytest.mark.parametrize(
    "level",
    [concept((RADELEMENT, "OIFMA_CDE_000151.12")), worded("C1", "RDE151.12")],
)
def test_the_level_by_code_and_by_words(level: dict[str, Any], read: Read) -> None:
    parts = [
        {"code": concept((RADELEMENT, "RDE151")), "valueCodeableConcept": level},
        {"code": concept((RADELEMENT, "RDE153")), "valueCodeableConcept": worded("mixed")},
    ]
    document, _ = read(observation(concept((RADELEMENT, "RDES21")), component=parts))
    assert document["lesions"] == [{"level": "C1", "bone": "mixed"}]


def test_the_words_of_the_levels_are_all_that_the_set_has() -> None:
    bindings = load_bindings()
    by_words = {
        key[1][1]: value for key, value in bindings.answer_words.items() if key[0] == "rdes21-level"
    }
    by_code = {level for code, level in bindings.levels.items() if "OIFMA" in code[1]}
    assert set(by_words.values()) == by_code
    assert all(words.upper() == level for words, level in by_words.items())


def test_escc_as_a_whole_score_in_our_own_codes(read: Read) -> None:
    one = observation(own("escc"), bodySite=concept(T8), valueCodeableConcept=own("escc.1c"))
    assert read(one)[0]["lesions"] == [{"level": "T8", "escc": "1c"}]


def test_the_items_of_a_score_count_and_its_total_is_computed(read: Read) -> None:
    total = observation(
        own("sins"),
        bodySite=concept(T8),
        valueInteger=12,
        component=[part("bone", valueCodeableConcept=concept((OWN, "bone.lytic")))],
    )
    assert read(total)[0]["lesions"] == [{"level": "T8", "bone": "lytic"}]
    bare = {key: value for key, value in total.items() if key != "component"}
    document, unread = read(bare)
    assert "lesions" not in document
    assert unread[0].why == "backstay sins is no fact; a score is computed from its items"


def test_a_score_in_the_code_system_of_scores_is_computed_again(read: Read) -> None:
    code = concept(("https://backstay.example/fhir/CodeSystem/scores", "sins"))
    document, unread = read(observation(code, bodySite=concept(T8), valueInteger=12))
    assert "lesions" not in document
    assert "scores are computed again from the facts" in unread[0].why
