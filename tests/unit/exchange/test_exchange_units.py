"""Units of results: every unit a fact takes, printed in the usual ways; contradictions are not read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resources import ECOG, LOINC, NOW, PATIENT, bundle, concept, observation, own

from backstay.case import Case, Vocabulary, read_case
from backstay.case.facts import Fact
from backstay.case.units import factor
from backstay.exchange import Unread, read_bundle
from backstay.exchange.bindings import load_bindings
from backstay.knowledge import load_knowledge

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
CaseOf = Callable[..., Case]
SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
FACTS = load_knowledge().facts
UCUM = "http://unitsofmeasure.org"


def measured() -> Iterator[tuple[str, str, Fact, str]]:
    """System, code and fact of every bound measurement, with each unit that the fact takes."""
    bindings = load_bindings()
    for (system, code), bound in bindings.observations.items():
        fact = FACTS.find(bound.fact)
        if fact and fact.kind == "number" and system == LOINC:
            for unit in (fact.unit or "1", *fact.units):
                yield system, code, fact, unit


MEASURED = list(measured())


def amount(fact: Fact, unit: str) -> tuple[float, float]:
    """A number in this unit and what it is in the unit of the fact."""
    times = factor(fact.units[unit]) if unit in fact.units else factor("1")
    middle = round(
        (fact.min or 0) + ((fact.max or 10) - (fact.min or 0)) / 10, -1 if fact.step else 3
    )
    given_ = float(f"{middle / float(times):.6g}")
    return given_, given_ * float(times)


@pytest.mark.parametrize(("system", "code", "fact", "unit"), MEASURED)
def test_every_unit_of_every_bound_measurement(
    system: str, code: str, fact: Fact, unit: str, case_of: CaseOf
) -> None:
    value, expected = amount(fact, unit)
    quantity = {"value": value, "system": UCUM, "code": unit, "unit": unit}
    case = case_of(observation(concept((system, code)), valueQuantity=quantity))
    assert case.patient[fact.id] == pytest.approx(expected)


# What the value is in the unit of the fact; the code is left out, as older interfaces do.
PRINTED = [
    ("718-7", 11.2, "g/dl", 11.2),
    ("718-7", 112, "G/L", 11.2),
    ("718-7", 11.2, "GM/DL", 11.2),
    ("777-3", 150, "x10E3/uL", 150),
    ("777-3", 150, "10^3/µL", 150),
    ("777-3", 150, "K/mcL", 150),
    ("777-3", 150, "thou/uL", 150),
    ("777-3", 150, "10*9/l", 150),
    ("777-3", 150000, "cells/uL", 150),
    ("2160-0", 1.2, "MG/DL", 1.2),
    ("14682-9", 88.4, "µmol/l", 1.0),
    ("14682-9", 88.4, "UMOL/L", 1.0),
    ("6768-6", 80, "Units/L", 80),
    ("6301-6", 1.1, "INR", 1.1),
    ("6301-6", 1.1, "ratio", 1.1),
    ("29463-7", 70, "kilograms", 70),
    ("29463-7", 100, "lbs", 45.359237),
    ("8302-2", 70, "inches", 177.8),
    ("89243-0", 80, "points", 80),
]


@pytest.mark.parametrize(("code", "value", "unit", "expected"), PRINTED)
def test_units_as_they_are_printed(
    code: str, value: float, unit: str, expected: float, case_of: CaseOf
) -> None:
    seen = observation(concept((LOINC, code)), valueQuantity={"value": value, "unit": unit})
    fact = load_bindings().observations[(LOINC, code)].fact
    assert case_of(seen).patient[fact] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("code", "value", "ucum", "words"),
    [
        ("718-7", 3, "g/dL", None),
        ("718-7", 3, "g/dL", ""),
        ("718-7", 3, "g/dL", "grams in each hundred"),
        ("777-3", 3, "10*3/uL", "K/uL"),
        ("777-3", 3, "10*9/L", "10*3/uL"),
        ("29463-7", 60, "[lb_av]", "lb"),
        ("89247-1", 3, "1", "score"),
        ("6301-6", 3, "{INR}", "1"),
    ],
)
def test_words_that_say_the_same_or_nothing(
    code: str, value: int, ucum: str, words: str | None, read: Read
) -> None:
    quantity = {"value": value, "code": ucum, **({"unit": words} if words is not None else {})}
    document, unread = read(observation(concept((LOINC, code)), valueQuantity=quantity))
    assert len(document["patient"]) == 1
    assert unread == []


@pytest.mark.parametrize(
    ("code", "ucum", "words"),
    [
        ("718-7", "g/dL", "g/L"),
        ("718-7", "g/dL", "mg/dL"),
        ("718-7", "g/dL", "%"),
        ("2160-0", "mg/dL", "umol/L"),
        ("2160-0", "mg/dL", "mg/L"),
        ("777-3", "10*3/uL", "/uL"),
        ("29463-7", "kg", "lb"),
        ("29463-7", "kg", "oz"),
        ("8302-2", "cm", "feet"),
        ("89243-0", "{score}", "%"),
        ("2160-0", "{score}", "mg/dL"),
        ("2160-0", "mg/dL", "1"),
        ("2160-0", "mg/dL", "kg"),
        ("2160-0", "local-7", "mg/dL"),
    ],
)
def test_a_code_and_words_that_contradict_each_other(
    code: str, ucum: str, words: str, read: Read
) -> None:
    given_ = {"value": 90, "code": ucum, "unit": words}
    document, unread = read(observation(concept((LOINC, code)), valueQuantity=given_))
    assert document["patient"] == {}
    (why,) = [one.why for one in unread]
    assert f"its unit is {words} in words and {ucum} by code; which holds?" in why


@pytest.mark.parametrize(
    ("quantity", "why"),
    [
        (
            {"value": 1, "code": "furlong"},
            "creatinine: 1 furlong: the unit furlong is not taken here",
        ),
        ({"value": 1, "code": "furlong", "unit": "long"}, "the unit furlong is not taken here"),
        ({"value": 1, "code": "furlong", "unit": "mi/h"}, "the unit furlong is not taken here"),
        ({"value": 1}, "creatinine: 1 has no unit; it is not guessed"),
        ({"value": 1, "unit": " "}, "creatinine: 1 has no unit; it is not guessed"),
        ({"value": 1, "code": "1"}, "creatinine: 1 has no unit; it is not guessed"),
        ({"code": "mg/dL"}, "creatinine: it has no number"),
        ({"value": 900, "code": "mg/dL"}, "creatinine: 900 mg/dL:"),
    ],
)
def test_a_quantity_that_is_no_value(quantity: dict[str, Any], why: str, read: Read) -> None:
    document, unread = read(observation(concept((LOINC, "2160-0")), valueQuantity=quantity))
    assert document["patient"] == {}
    assert why in unread[0].why


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">=", "<<<<<<<<<"])
def test_a_limit_is_never_the_number(comparator: str, read: Read) -> None:
    """A case takes numbers only, so a limit is listed, and an older number does not stand for it."""
    old = observation(
        concept((LOINC, "777-3")),
        "old",
        effectiveDateTime="2026-03-10",
        valueQuantity={"value": 150, "code": "10*9/L"},
    )
    limit = {"value": 10, "code": "10*9/L", "comparator": comparator}
    new = observation(concept((LOINC, "777-3")), "new", valueQuantity=limit)
    document, unread = read(old, new)
    assert document["patient"] == {}
    assert any("10 is a limit, not a value" in one.why for one in unread)
    assert any("another value could not be read" in one.why for one in unread)


UNITS = sorted({unit for *_, unit in MEASURED})


@given(
    of=st.sampled_from(MEASURED),
    first=st.sampled_from(UNITS),
    second=st.sampled_from(UNITS),
    value=st.integers(1, 400),
)
def test_a_contradiction_of_units_never_gives_a_fact(
    of: tuple[str, str, Fact, str], first: str, second: str, value: int
) -> None:
    """What was read had two units of one size, or two that are none."""
    system, code, fact, _ = of
    size = {fact.unit or "1": "1", **fact.units}
    quantity = {"value": value, "code": first, "unit": second}
    seen = observation(concept((system, code)), valueQuantity=quantity)
    document, unread = read_bundle(bundle(PATIENT, seen), FACTS, now=NOW)
    if fact.id not in document["patient"]:
        assert any(one.why.startswith(f"{fact.id}: ") for one in unread)
    elif not (bare(first) and bare(second)):
        sizes = {size.get(unit) or size.get(swapped(unit)) for unit in (first, second)}
        assert len(sizes) == 1 and None not in sizes


def swapped(unit: str) -> str:
    """Grams per liter and giga per liter differ in a letter's size only, and no fact takes both."""
    return {"g/L": "G/L", "G/L": "g/L"}.get(unit, unit)


def bare(unit: str) -> bool:
    return unit == "1" or unit.startswith("{")


@given(of=st.sampled_from(MEASURED), share=st.floats(0.05, 0.95))
def test_units_round_trip(of: tuple[str, str, Fact, str], share: float) -> None:
    """A number written in any unit of its fact comes back as the same number."""
    system, code, fact, unit = of
    low, high = fact.min or 0, fact.max or 10
    meant = round(low + (high - low) * share, -1) if fact.step else low + (high - low) * share
    given_ = meant / float(factor(fact.units.get(unit, "1")))
    quantity = {"value": given_, "code": unit}
    seen = observation(concept((system, code)), valueQuantity=quantity)
    document, _ = read_bundle(bundle(PATIENT, seen), FACTS, now=NOW)
    assert read_case(document, FACTS).patient[fact.id] == pytest.approx(meant, rel=1e-9)


# Facts of the laboratory without a code that was checked: they come in our own codes, or are asked.
NO_CODE = {"neutrophils", "hepatitis_b"}


def test_every_laboratory_fact_is_bound_or_known_not_to_be() -> None:
    facts = [one for one in FACTS.patient.values() if one.group == "laboratory"]
    bound = {one.fact for one in load_bindings().observations.values()}
    assert {one.id for one in facts} - bound == NO_CODE


def test_they_are_read_in_our_own_codes(case_of: CaseOf) -> None:
    seen = [
        observation(own("neutrophils"), "n", valueQuantity={"value": 3, "code": "10*9/L"}),
        observation(own("hepatitis_b"), "h", valueCodeableConcept=own("hepatitis_b.negative")),
    ]
    case = case_of(*seen)
    assert case.patient["neutrophils"] == 3.0
    assert case.patient["hepatitis_b"] == "negative"


@pytest.mark.shared
@needs_shared
def test_every_verified_code_of_loinc_is_bound_or_says_why_not() -> None:
    bindings = load_bindings()
    listed = json.loads((SHARED / "examples" / "verified_codes.json").read_text())
    known = {
        *bindings.observations,
        *bindings.reports,
        *bindings.markers,
        *bindings.tokens,
        *bindings.withheld,
    }
    codes = {(one["system"], one["code"]) for one in listed if one["system"] == LOINC}
    assert len(codes) > 40
    assert codes <= known


WITHHELD = sorted(
    (code, held) for (system, code), held in load_bindings().withheld.items() if system == LOINC
)


@pytest.mark.parametrize("kind", ["Observation", "DiagnosticReport"])
@pytest.mark.parametrize(("code", "held"), WITHHELD, ids=[code for code, _ in WITHHELD])
def test_a_withheld_code_says_why(kind: str, code: str, held: Any, read: Read) -> None:
    seen = observation(concept((LOINC, code)), valueQuantity={"value": 2.4, "code": "mmol/L"})
    document, unread = read({**seen, "resourceType": kind})
    assert document["patient"] == {}
    assert unread == [Unread(f"{kind}/o1", held.why)]


NEVER = [(code, held, fact) for code, held in WITHHELD for fact in held.never]
WHOLE_SPINE = (LOINC, "30854-4")


@pytest.mark.parametrize(("code", "held", "fact"), NEVER)
def test_it_is_never_taken_for_the_fact_that_it_is_not(
    code: str, held: Any, fact: str, read: Read
) -> None:
    report = fact == "whole_spine_mri"
    known = load_bindings().observations
    other = WHOLE_SPINE if report else next(one for one in known if known[one].fact == fact)
    both = concept(other, (LOINC, code))
    unit = FACTS.patient[fact].unit or "1"
    seen = observation(both, valueQuantity={"value": 9, "code": unit})
    document, unread = read({**seen, "resourceType": "DiagnosticReport"} if report else seen)
    assert document["patient"] == {}
    assert unread[0].why == f"its codes contradict each other: {held.why}"


def test_a_report_of_the_spine_beside_one_of_the_whole_spine(read: Read) -> None:
    """The general code says the same with less."""
    both = {
        **observation(concept(WHOLE_SPINE, (LOINC, "36067-7"))),
        "resourceType": "DiagnosticReport",
    }
    assert read(both)[0]["patient"] == {"whole_spine_mri": "done"}
    ordered = {**both, "status": "registered"}
    document, unread = read(ordered)
    assert document["patient"] == {}
    assert unread[0].why == "its status is registered"


def test_a_general_code_beside_an_exact_one_is_no_contradiction(read: Read) -> None:
    pain = concept((LOINC, "72514-3"), (LOINC, "38208-5"))
    assert read(observation(pain, valueInteger=4))[0]["patient"] == {"pain_average": "4"}


def test_a_total_of_a_score_is_computed_not_read(read: Read) -> None:
    document, unread = read(observation(own("sins"), valueInteger=12))
    assert document["patient"] == {}
    assert unread[0].why == "backstay sins is no fact; a score is computed from its items"


@pytest.mark.parametrize(
    ("code", "value", "answer"), [(ECOG, 3, "LA9622-7"), ((LOINC, "89243-0"), 50, "LA29176-7")]
)
def test_an_interpretation_that_contradicts_the_value(
    code: tuple[str, str], value: int, answer: str, read: Read
) -> None:
    said = [concept((LOINC, answer))]
    document, unread = read(observation(concept(code), valueInteger=value, interpretation=said))
    assert document["patient"] == {}
    assert f"its value is {value} and its interpretation" in unread[0].why


@pytest.mark.parametrize("answer", [(LOINC, "LA9622-7"), ("urn:local", "fine")])
def test_an_interpretation_that_agrees_or_is_unknown(answer: tuple[str, str], read: Read) -> None:
    said = [concept(answer)]
    seen = observation(concept(ECOG), valueInteger=0, interpretation=said)
    assert read(seen)[0]["patient"] == {"ecog": "0"}


def test_an_interpretation_of_a_number_with_a_point(read: Read) -> None:
    said = [concept((LOINC, "LA29176-7"))]
    score = {"value": 90.0, "code": "{score}"}
    seen = observation(concept((LOINC, "89243-0")), valueQuantity=score, interpretation=said)
    assert json.dumps(seen).count("90.0") == 1
    assert read(seen)[0]["patient"] == {"karnofsky": "90.0"}


def test_an_interpretation_is_never_the_value(read: Read) -> None:
    said = [concept((LOINC, "LA9622-7"))]
    document, unread = read(observation(concept(ECOG), interpretation=said))
    assert document["patient"] == {}
    assert unread[0].why == "ecog: it has no value"


def test_an_interpretation_of_another_release_does_not_lose_a_blood_test(read: Read) -> None:
    seen = observation(
        concept((LOINC, "2160-0")),
        valueQuantity={"value": 1, "code": "mg/dL"},
        interpretation=concept(("urn:x", "N")),
    )
    assert read(seen)[0]["patient"] == {"creatinine": "1 mg/dL"}


def test_an_answer_that_is_the_reason_of_its_absence(read: Read) -> None:
    """An older value stands, for nobody gave a newer one."""
    absent = ("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable")
    old = observation(concept(ECOG), "old", effectiveDateTime="2026-03-10", valueInteger=1)
    new = observation(concept(ECOG), "new", valueCodeableConcept=concept(absent))
    document, unread = read(old, new)
    assert document["patient"] == {"ecog": "1"}
    assert unread[0].why == "ecog: it has no value: absent not-applicable"


def test_a_text_that_is_no_number_is_not_compared_as_one(vocabulary: Vocabulary) -> None:
    """Every answer code beside a value of words: bone quality of the RadElement set."""
    code = concept(("RADELEMENT", "OIFMA_CDE_000153"))
    site = concept(("http://snomed.info/sct", "77435000"))
    said = [concept(("RADELEMENT", "OIFMA_CDE_000153.0"))]
    seen = observation(code, bodySite=site, valueString="lytic", interpretation=said)
    document, unread = read_bundle(bundle(PATIENT, seen), vocabulary, now=NOW)
    assert "lesions" not in document or "bone" not in document["lesions"][0]
    assert "its value is lytic and its interpretation blastic" in unread[0].why
