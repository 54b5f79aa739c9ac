"""Allergies: a name that was read is kept, and what nobody listed is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import OWN, RXNORM, SNOMED, concept, drug, observation, own

from backstay.case import Case, Members
from backstay.exchange import Unread

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
PENICILLIN, NONE = (SNOMED, "91936005"), (SNOMED, "716186003")


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def allergy(code: object = None, name: str = "a1", **fields: Any) -> dict[str, Any]:
    given = {
        "resourceType": "AllergyIntolerance",
        "id": name,
        "patient": {"reference": "Patient/p1"},
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "code": concept(PENICILLIN) if code is None else code,
        "recordedDate": "2020-01-01",
        **fields,
    }
    return {key: value for key, value in given.items() if value is not None}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (concept(PENICILLIN), "penicillin"),
        (concept((SNOMED, "426722004")), "iodinated_contrast"),
        (concept((RXNORM, "5640")), "ibuprofen"),
        (concept((RXNORM, "161")), "paracetamol"),
        (drug("acetaminophen 325 MG Oral Tablet"), "paracetamol"),
        ({"text": "morphine"}, "morphine"),
        ({"text": "Bee venom (honey bee)"}, "bee_venom_honey_bee"),
        ({"text": "x" * 80}, "x" * 60),
    ],
)
def test_what_the_allergy_is_to(read: Read, code: dict[str, Any], name: str) -> None:
    document, unread = read(allergy(code))
    assert document["patient"] == {"allergies": [name]}
    assert unread == []


def test_several_make_one_list_that_is_not_complete(case_of: Callable[..., Case]) -> None:
    latex = concept((SNOMED, "111088007"))
    case = case_of(allergy(), allergy(latex, "a2", recordedDate="2024-01-01"))
    held = case.patient["allergies"]
    assert isinstance(held, Members)
    assert held.present == {"penicillin", "latex"}
    assert held.has("nsaid") is None


def test_no_known_allergy(case_of: Callable[..., Case]) -> None:
    held = case_of(allergy(concept(NONE))).patient["allergies"]
    assert isinstance(held, Members)
    assert held.has("nsaid") is False


def test_no_known_allergy_that_nobody_confirmed(read: Read) -> None:
    document, unread = read(allergy(concept(NONE), verificationStatus=status("unconfirmed")))
    assert document["patient"] == {}
    assert unread == [Unread("AllergyIntolerance/a1", "no known allergy: it is unconfirmed")]


@pytest.mark.parametrize(
    "never",
    [
        allergy(concept(NONE), "none"),
        observation(
            own("allergies"), "none", valueCodeableConcept=concept((OWN, "allergies.none"))
        ),
    ],
)
def test_a_name_is_never_lost_to_a_none(read: Read, never: dict[str, Any]) -> None:
    document, unread = read(never, allergy())
    assert document["patient"] == {"allergies": ["penicillin"]}
    assert [one.why for one in unread] == [
        "no known allergy, and another entry is of an allergy; which holds?"
    ]


@pytest.mark.parametrize(
    "lost",
    [
        {"code": {}},
        {"code": {"text": "\u874e\u6bd2"}},
        {"code": 3},
        {"code": concept(PENICILLIN, (SNOMED, "111088007"))},
        {"modifierExtension": [{"url": "urn:x"}]},
        {"recordedDate": "2030-01-01"},
    ],
)
def test_an_allergy_without_a_name_keeps_the_list_from_being_empty(
    read: Read, lost: dict[str, Any]
) -> None:
    document, unread = read(allergy(name="lost", **lost))
    assert document["patient"] == {}
    assert unread[0].resource == "AllergyIntolerance/lost"
    document, _ = read(allergy(name="lost", **lost), allergy(concept(NONE), "none"))
    assert document["patient"] == {}
    document, _ = read(allergy(name="lost", **lost), allergy())
    assert document["patient"] == {"allergies": ["penicillin"]}


@pytest.mark.parametrize(
    "fields",
    [
        {"clinicalStatus": status("inactive")},
        {"clinicalStatus": status("resolved")},
        {"verificationStatus": status("refuted"), "clinicalStatus": None},
        {"verificationStatus": status("entered-in-error"), "clinicalStatus": None},
    ],
)
def test_an_allergy_that_is_none_any_more(read: Read, fields: dict[str, Any]) -> None:
    document, unread = read(allergy(**fields))
    assert document["patient"] == {}
    assert [one.why.partition(" is ")[0] for one in unread] == ["an allergy whose status"]


def test_doubts_and_danger_are_told(read: Read) -> None:
    document, unread = read(allergy(verificationStatus=status("unconfirmed"), criticality="high"))
    assert document["patient"] == {"allergies": ["penicillin"]}
    assert [(one.why, one.counted) for one in unread] == [
        ("allergy to penicillin: it is unconfirmed", True),
        ("allergy to penicillin: its criticality is high", True),
    ]


def test_no_status_is_taken_as_it_stands(read: Read) -> None:
    document, unread = read(allergy(clinicalStatus=None, verificationStatus=None))
    assert (document["patient"], unread) == ({"allergies": ["penicillin"]}, [])


def test_each_drug_of_a_combination_is_listed_with_a_doubt(read: Read) -> None:
    both = {"text": "Oxycodone Hydrochloride 5 MG / Acetaminophen 325 MG Oral Tablet"}
    document, unread = read(allergy(both))
    assert document["patient"] == {"allergies": ["oxycodone", "paracetamol"]}
    assert unread[0].why.startswith("allergy to oxycodone and paracetamol: a combination")


@pytest.mark.parametrize(
    "words", ["NKDA", "No known drug allergies", "No Known Allergies", "Denies allergies"]
)
def test_no_allergy_in_words_is_no_name_and_no_empty_list(read: Read, words: str) -> None:
    document, unread = read(allergy({"text": words}))
    assert document["patient"] == {}
    why = f"{words}: some allergies are denied; is that all of them?"
    assert unread == [Unread("AllergyIntolerance/a1", why)]
    document, _ = read(allergy({"text": words}), allergy(concept(NONE), "none"))
    assert document["patient"] == {"allergies": []}
    document, _ = read(allergy({**concept(NONE), "text": words}))
    assert document["patient"] == {"allergies": []}


@pytest.mark.parametrize("words", ["None", "Unknown", "Not on file"])
def test_words_that_name_nothing(read: Read, words: str) -> None:
    document, unread = read(allergy({"text": words}))
    assert document["patient"] == {}
    assert [one.why for one in unread] == ["an allergy, but not to what"]


def test_words_that_deny_what_the_code_names(read: Read) -> None:
    document, unread = read(allergy({**concept(PENICILLIN), "text": "No allergy to penicillin"}))
    assert document["patient"] == {}
    assert len(unread) == 1
