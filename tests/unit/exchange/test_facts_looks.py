"""Reading what Backstay wrote: a look is read whole or not at all, and a mark counts only in a bundle of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from resources import ECOG, OWN, T8, concept, observation, own, part

from backstay.case import Case, read_case
from backstay.exchange import Unread, read_bundle
from backstay.exchange.ours import AS_OF_DAY, CASE_PROFILE, ENTRY, FACT_PROFILE, MARKS
from backstay.exchange.write import facts_bundle
from backstay.knowledge import load_knowledge

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
Resource = dict[str, Any]


def look(code: str, name: str = "o1", **fields: Any) -> Resource:
    return observation(own(code), name, meta={"profile": [FACT_PROFILE]}, **fields)


def entry(number: object, code: str, **value: Any) -> Resource:
    return {**part(code, **value), "extension": [{"url": ENTRY, "valueUnsignedInt": number}]}


def ours(**tag: Any) -> Resource:
    return {"meta": {"profile": [CASE_PROFILE]}, **tag}


def whys(unread: list[Unread]) -> list[str]:
    return [one.why for one in unread]


def test_a_withdrawn_look_gives_nothing(read: Read) -> None:
    document, unread = read(look("ecog", status="entered-in-error", valueInteger=1))
    assert document["patient"] == {}
    assert whys(unread) == ["its status is entered-in-error"]


def test_a_preliminary_look_is_read_with_a_doubt(read: Read) -> None:
    document, unread = read(look("ecog", status="preliminary", valueInteger=1))
    assert document["patient"]["ecog"] == "1"
    assert whys(unread) == ["it is preliminary and may still change"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"valueInteger": 9}, "ecog: 9: this is not one of the values"),
        ({"valueInteger": 1, "status": "registered"}, "ecog: its status is registered"),
        ({"valueInteger": 1, "effectiveDateTime": "2027-01-01"}, "ecog: it is dated 2027-01-01"),
        ({}, "ecog: it has no value"),
    ],
)
def test_a_look_that_cannot_be_read_stands_against_an_older_one(
    fields: Resource, why: str, read: Read
) -> None:
    older = look("ecog", "o0", valueInteger=2, effectiveDateTime="2026-03-01")
    document, unread = read(older, look("ecog", **fields))
    assert "ecog" not in document["patient"]
    assert any(one.startswith(why) for one in whys(unread)), unread


def test_a_fact_of_another_edition_is_listed(read: Read) -> None:
    document, unread = read(look("no_such_fact", valueInteger=1))
    assert document["patient"] == {}
    assert "is not a fact of this edition" in whys(unread)[0]


@pytest.mark.parametrize("site", [None, concept((OWN, "level.T8"), (OWN, "level.T9"))])
def test_a_look_at_a_lesion_needs_one_level(site: Resource | None, read: Read) -> None:
    given = {"bodySite": site} if site else {}
    document, unread = read(look("escc", valueCodeableConcept=own("escc.2"), **given))
    assert "lesions" not in document
    assert "which lesion is it?" in whys(unread)[0]


def test_sets_of_different_days_are_not_added_up(case_of: Callable[..., Case]) -> None:
    def told(name: str, day: str, *illnesses: str) -> Resource:
        parts = [
            part("comorbidities", valueCodeableConcept=own(f"comorbidities.{i}")) for i in illnesses
        ]
        return look("comorbidities", name, effectiveDateTime=day, component=parts)

    case = case_of(told("o1", "2026-03-01", "diabetes"), told("o2", "2026-03-02", "copd"))
    assert case.patient["comorbidities"].present == {"copd"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("looks", "holds"),
    [
        ((("2026-03-01", []), ("2026-03-02", ["latex"])), {"latex"}),
        ((("2026-03-01", ["latex"]), ("2026-03-02", [])), set()),
    ],
)
def test_of_two_looks_at_allergies_the_newest_holds(
    looks: tuple[tuple[str, list[str]], ...], holds: set[str]
) -> None:
    knowledge = load_knowledge()
    told = {"allergies": [{"at": at, "value": value} for at, value in looks]}
    case = {"as_of": "2026-03-14", "observed": told}
    text = json.dumps(facts_bundle(case, knowledge)).encode()
    document, unread = read_bundle(text, knowledge.facts, knowledge=knowledge)
    assert unread == []
    read = read_case(document, knowledge.facts).patient["allergies"]
    assert read.present == holds  # type: ignore[union-attr]


def test_a_member_that_is_not_one_loses_the_set(read: Read) -> None:
    for value in (
        {"valueCodeableConcept": own("comorbidities.boredom")},
        {"valueString": "diabetes"},
    ):
        document, unread = read(look("comorbidities", component=[part("comorbidities", **value)]))
        assert "comorbidities" not in document["patient"]
        assert unread


def test_entries_come_in_their_order(read: Read) -> None:
    parts = [
        entry(2, "medicines.drug", valueString="morphine"),
        entry(1, "medicines.drug", valueString="fentanyl"),
        entry(2, "medicines.per_day", valueQuantity={"value": 2}),
        entry(3, "medicines", dataAbsentReason={"text": "unknown"}),
    ]
    document, unread = read(look("medicines", component=parts))
    assert unread == []
    assert document["patient"]["medicines"] == [
        {"drug": "fentanyl"}, {"drug": "morphine", "per_day": "2"}, {}
    ]  # fmt: skip


@pytest.mark.parametrize(
    "component",
    [
        [part("medicines.drug", valueString="morphine")],
        [entry(None, "medicines.drug", valueString="morphine")],
        [entry(1, "medicines.color", valueString="red")],
    ],
)
def test_an_entry_that_is_not_whole_loses_the_list(component: list[Resource], read: Read) -> None:
    document, unread = read(look("medicines", component=component))
    assert "medicines" not in document["patient"]
    assert unread


def test_a_map_is_read(read: Read) -> None:
    parts = [part("esas.pain", valueQuantity={"value": 4, "code": "{score}"})]
    assert read(look("esas", component=parts))[0]["patient"]["esas"] == {"pain": "4"}


def no_lesions(**fields: Any) -> Resource:
    return look("lesions", "l1", **{"valueCodeableConcept": own("lesions.none"), **fields})


def test_no_lesions_against_a_lesion(read: Read) -> None:
    lesion = look("escc", bodySite=concept(T8), valueCodeableConcept=own("escc.2"))
    document, unread = read(no_lesions(), lesion)
    assert [one["level"] for one in document["lesions"]] == ["T8"]
    assert whys(unread) == [
        "it says that there is no lesion of the spine, and lesions are named; which holds?"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "registered"},
        {"valueCodeableConcept": own("lesions.some")},
        {"valueCodeableConcept": None},
    ],
)
def test_only_none_can_be_said_of_lesions(fields: Resource, read: Read) -> None:
    document, unread = read(no_lesions(**fields))
    assert "lesions" not in document
    assert whys(unread) == ["only that there is no lesion can be said so; it is not said"]


def derived(tag: Resource) -> Resource:
    return observation(concept(ECOG), "d1", meta={"tag": [tag]}, valueInteger=1)


MARK = {"system": MARKS, "code": "derived"}


def test_what_is_derived_is_skipped_in_a_bundle_of_ours_only(read: Read) -> None:
    assert read(derived(MARK), **ours())[0]["patient"] == {}
    assert read(derived(MARK))[0]["patient"] == {"ecog": "1"}
    assert read(derived({**MARK, "system": "other"}), **ours())[0]["patient"] == {"ecog": "1"}
    plain = observation(concept(ECOG), valueInteger=1)
    assert read(plain, **ours())[0]["patient"] == {"ecog": "1"}


def test_the_day_beside_the_timestamp_counts(read: Read) -> None:
    beside = {
        "extension": [
            {
                "url": AS_OF_DAY,
                "valueDate": "2026-03-14",
            }
        ]
    }
    stamp = {"timestamp": "2026-03-14T00:00:00Z"}
    assert read(**stamp, _timestamp=beside)[0]["as_of"] == "2026-03-14"
    other = {"extension": [{"url": "https://example.org/other", "valueDate": "2026-03-13"}]}
    assert read(**stamp, _timestamp=other)[0]["as_of"] == "2026-03-14T00:00:00+00:00"


def test_a_source_is_kept(read: Read) -> None:
    told = [{"reference": "Observation/7"}, {"display": "letter of the hospital"}]
    document, _ = read(look("ecog", valueInteger=1, derivedFrom=told))
    assert document["observed"]["ecog"]["from"] == "letter of the hospital"
