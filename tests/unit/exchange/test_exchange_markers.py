"""Tests of the tumor for one thing each: receptors, HER2, microsatellites, mutational burden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from genomic import (
    ABSENT,
    ESTROGEN,
    HER2,
    HER2_STAIN,
    NEGATIVE,
    POSITIVE,
    PRESENT,
    PROGESTERONE,
    coded,
    result,
)
from hypothesis import given
from hypothesis import strategies as st
from resources import LOINC, NOW, PATIENT, SNOMED, bundle, concept, observation, quantity

from backstay.case import Case, Members
from backstay.exchange import Unread, read_bundle
from backstay.knowledge import load_knowledge

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
CaseOf = Callable[..., Case]
FACTS = load_knowledge().facts
EQUIVOCAL = (LOINC, "LA0-5")
MSI, TMB = (LOINC, "81695-9"), (LOINC, "94076-7")
V600E = (LOINC, "58415-1")
PER_MEGABASE = "1/1000000{Base}"
BEFORE, AFTER = "2024-01-01", "2025-01-01"


def patient(read: Read, *resources: dict[str, Any]) -> dict[str, Any]:
    return dict(read(*resources)[0]["patient"])


@pytest.mark.parametrize("code", [HER2, HER2_STAIN])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (POSITIVE, {"biomarkers": ["her2_positive"]}),
        (NEGATIVE, {"biomarkers_absent": ["her2_positive"]}),
        ((SNOMED, "10828004"), {"biomarkers": ["her2_positive"]}),
        ((SNOMED, "260385009"), {"biomarkers_absent": ["her2_positive"]}),
    ],
)
def test_her2(
    code: tuple[str, str], value: tuple[str, str], expected: dict[str, Any], read: Read
) -> None:
    document, unread = read(result(code, value))
    assert document["patient"] == expected
    assert unread == []
    (name,) = expected
    assert document["observed"][name] == {"at": "2026-03-13", "from": "Observation/o1"}


def test_what_was_not_tested_stays_unknown(case_of: CaseOf) -> None:
    case = case_of(result(HER2, NEGATIVE), result(MSI, (LOINC, "LA26203-2"), "o2"))
    markers = case.patient["biomarkers"]
    assert isinstance(markers, Members)
    assert markers.has("her2_positive") is False
    assert markers.has("msi_high") is True
    assert markers.has("braf_v600e") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(PRESENT, {"biomarkers": ["braf_v600e"]}), (ABSENT, {"biomarkers_absent": ["braf_v600e"]})],
)
def test_one_change_in_tissue(value: tuple[str, str], expected: dict[str, Any], read: Read) -> None:
    assert patient(read, result(V600E, value)) == expected


@pytest.mark.parametrize(
    ("code", "finds"),
    [
        ("55764-5", "egfr_sensitising"),
        ("55766-0", "egfr_sensitising"),
        ("55770-2", "egfr_exon20"),
    ],
)
def test_not_found_in_blood_or_as_one_of_several_leaves_the_biomarker_open(
    code: str, finds: str, read: Read
) -> None:
    assert patient(read, result((LOINC, code), PRESENT)) == {"biomarkers": [finds]}
    document, unread = read(result((LOINC, code), ABSENT))
    assert document["patient"] == {}
    why = f"{finds}: not found by one test, which leaves it open"
    assert unread == [Unread("Observation/o1", why)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (57.1, {"biomarkers": ["tmb_high"]}),
        (10, {"biomarkers": ["tmb_high"]}),
        (9.9, {"biomarkers_absent": ["tmb_high"]}),
    ],
)
def test_mutational_burden(value: float, expected: dict[str, Any], read: Read) -> None:
    burden = {"value": value, "code": PER_MEGABASE}
    assert patient(read, observation(concept(TMB), valueQuantity=burden)) == expected


@pytest.mark.parametrize(
    "burden",
    [
        {"value": 12},
        {"value": 12, "unit": "Mb"},
        {"value": 12, "code": "1"},
        {"code": PER_MEGABASE},
        {"value": 12, "code": PER_MEGABASE, "comparator": "<"},
    ],
)
def test_a_burden_that_is_no_plain_number(burden: dict[str, Any], read: Read) -> None:
    document, unread = read(observation(concept(TMB), valueQuantity=burden))
    assert document["patient"] == {}
    assert "tmb_high: it is not a plain number in a unit that is read" in unread[0].why


def test_a_burden_in_words(read: Read) -> None:
    document, unread = read(observation(concept(TMB), valueString="high"))
    assert document["patient"] == {}
    assert unread[0].why == "tmb_high: its result is not told by a code of present or absent"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({ESTROGEN: POSITIVE}, "positive"),
        ({ESTROGEN: POSITIVE, PROGESTERONE: NEGATIVE}, "positive"),
        ({ESTROGEN: NEGATIVE, PROGESTERONE: POSITIVE}, "positive"),
        ({ESTROGEN: NEGATIVE, PROGESTERONE: NEGATIVE}, "negative"),
        ({PROGESTERONE: NEGATIVE}, None),
        ({ESTROGEN: NEGATIVE, PROGESTERONE: EQUIVOCAL}, None),
    ],
)
def test_a_receptor_is_negative_only_where_both_are(
    results: dict[tuple[str, str], tuple[str, str]], expected: str | None, read: Read
) -> None:
    seen = [result(code, value, f"o{n}") for n, (code, value) in enumerate(results.items())]
    document, unread = read(*seen)
    assert document["patient"].get("hormone_receptor") == expected
    assert bool(unread) is (expected is None)


def test_one_receptor_not_found_asks_for_the_other(read: Read) -> None:
    _, unread = read(result(ESTROGEN, NEGATIVE))
    why = "hormone_receptor: estrogen not found; what of the other receptor?"
    assert unread == [Unread("Observation/o1", why)]


def test_the_receptor_is_as_old_as_its_older_half(read: Read) -> None:
    document, _ = read(
        result(ESTROGEN, NEGATIVE, "e", "2025-01-01"), result(PROGESTERONE, NEGATIVE, "p")
    )
    origin = {"at": "2025-01-01", "from": "Observation/e, Observation/p"}
    assert document["observed"]["hormone_receptor"] == origin


def test_of_two_positive_receptors_the_newer_gives_the_date(read: Read) -> None:
    for first, second in ((BEFORE, AFTER), (AFTER, BEFORE)):
        seen = [result(ESTROGEN, POSITIVE, "e", first), result(PROGESTERONE, POSITIVE, "p", second)]
        assert read(*seen)[0]["observed"]["hormone_receptor"]["at"] == AFTER


@pytest.mark.parametrize("value", [POSITIVE, NEGATIVE])
def test_of_two_equal_results_the_newer_gives_the_date(value: tuple[str, str], read: Read) -> None:
    for first, second in ((BEFORE, AFTER), (AFTER, BEFORE)):
        seen = [result(HER2, value, "a", first), result(HER2, value, "b", second)]
        ((_, origin),) = read(*seen)[0]["observed"].items()
        assert origin["at"] == AFTER


def test_a_panel_gives_each_of_its_parts(read: Read) -> None:
    parts = [coded(ESTROGEN, concept(POSITIVE)), coded(HER2, concept(NEGATIVE))]
    panel = observation({"text": "receptors"}, component=parts)
    expected = {"hormone_receptor": "positive", "biomarkers_absent": ["her2_positive"]}
    assert patient(read, panel) == expected


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"valueCodeableConcept": concept(EQUIVOCAL)}, "the result loinc LA0-5 has no binding"),
        (
            {"valueCodeableConcept": concept(POSITIVE, NEGATIVE)},
            "found and not found; which holds?",
        ),
        (
            {
                "valueCodeableConcept": concept(POSITIVE),
                "interpretation": [concept((SNOMED, "260385009"))],
            },
            "found and not found; which holds?",
        ),
        ({"valueString": "positive"}, "not told by a code of present or absent"),
        ({}, "not told by a code of present or absent"),
        ({"dataAbsentReason": {"text": "no tissue"}}, "it has no value: no tissue"),
        (
            {"valueCodeableConcept": concept(POSITIVE), "component": [{"modifierExtension": [{}]}]},
            None,
        ),
    ],
)
def test_a_result_that_cannot_be_read(fields: dict[str, Any], why: str | None, read: Read) -> None:
    document, unread = read(observation(concept(HER2), **fields))
    if why is None:
        assert document["patient"] == {"biomarkers": ["her2_positive"]}
        return
    assert document["patient"] == {}
    assert unread[0].why.startswith("her2_positive: ") and why in unread[0].why


def test_a_part_with_a_modifier_is_not_read(read: Read) -> None:
    part = {**coded(HER2, concept(POSITIVE)), "modifierExtension": [{"url": "urn:not"}]}
    document, unread = read(observation({"text": "panel"}, component=[part]))
    assert document["patient"] == {}
    assert "modifier extension" in unread[0].why


def test_two_tests_in_one_code(read: Read) -> None:
    document, unread = read(
        observation(concept(HER2, ESTROGEN), valueCodeableConcept=concept(POSITIVE))
    )
    assert document["patient"] == {}
    assert unread[0].why == "its codes mean different tests: estrogen, her2_positive"


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered", "unknown"])
def test_a_status_that_forbids_reading(status: str, read: Read) -> None:
    document, unread = read(result(HER2, POSITIVE, status=status))
    assert document["patient"] == {}
    assert unread[0].why == f"its status is {status}"


def test_a_preliminary_result_is_taken_with_a_doubt(read: Read) -> None:
    document, unread = read(result(HER2, POSITIVE, status="preliminary"))
    assert document["patient"] == {"biomarkers": ["her2_positive"]}
    assert unread[0].counted and "preliminary" in unread[0].why


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (NEGATIVE, POSITIVE, {"biomarkers": ["her2_positive"]}),
        (POSITIVE, POSITIVE, {"biomarkers": ["her2_positive"]}),
        (NEGATIVE, NEGATIVE, {"biomarkers_absent": ["her2_positive"]}),
        (POSITIVE, NEGATIVE, {}),  # lost, or another sample: people are asked
        (POSITIVE, EQUIVOCAL, {}),
        (EQUIVOCAL, POSITIVE, {"biomarkers": ["her2_positive"]}),
        (EQUIVOCAL, EQUIVOCAL, {}),
    ],
)
def test_of_two_results(
    first: tuple[str, str], second: tuple[str, str], expected: dict[str, Any], read: Read
) -> None:
    seen = [result(HER2, first, "a", BEFORE), result(HER2, second, "b", AFTER)]
    assert patient(read, *seen) == expected
    assert patient(read, *reversed(seen)) == expected


@pytest.mark.parametrize("at", ["2026-03-13", None])
def test_results_that_disagree_at_one_time(at: str | None, read: Read) -> None:
    seen = [
        observation(concept(HER2), name, effectiveDateTime=at, valueCodeableConcept=concept(value))
        for name, value in (("a", NEGATIVE), ("b", POSITIVE))
    ]
    document, unread = read(*seen)
    assert document["patient"] == {}
    why = "her2_positive: one says found, another not found; which holds?"
    assert unread == [Unread("Observation/a, Observation/b", why)]


def test_a_result_without_value_does_not_take_an_older_one_away(read: Read) -> None:
    old = result(HER2, POSITIVE, "old", BEFORE)
    new = observation(concept(HER2), "new", dataAbsentReason={"text": "no tissue"})
    assert patient(read, old, new) == {"biomarkers": ["her2_positive"]}


@given(
    values=st.lists(
        st.tuples(
            st.sampled_from([POSITIVE, NEGATIVE, EQUIVOCAL]),
            st.sampled_from([BEFORE, AFTER, "2026-01-01"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_order_of_results_makes_both_of_one_biomarker(
    values: list[tuple[tuple[str, str], str]],
) -> None:
    seen = [result(HER2, value, f"o{n}", at) for n, (value, at) in enumerate(values)]
    found = read_bundle(bundle(PATIENT, *seen), FACTS, now=NOW)[0]["patient"]
    turned = read_bundle(bundle(PATIENT, *reversed(seen)), FACTS, now=NOW)[0]["patient"]
    assert found == turned
    assert len(found) <= 1
    told = {value for value, _ in values}
    newest = max(at for _, at in values)
    latest = {value for value, at in values if at == newest}
    if found.get("biomarkers_absent"):
        assert POSITIVE not in told and NEGATIVE in latest
    if found.get("biomarkers"):
        assert latest == {POSITIVE} or (told == {POSITIVE})


def test_a_quantity_of_a_presence_is_no_result(read: Read) -> None:
    document, unread = read(observation(concept(HER2), valueQuantity=quantity(3, "{score}")))
    assert document["patient"] == {}
    assert "not told by a code" in unread[0].why
