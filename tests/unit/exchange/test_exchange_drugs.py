"""Drugs by the code of an ingredient and by their words: read where both agree, else asked."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backstay.exchange.binding_kinds import Drug
from backstay.exchange.bindings import load_bindings
from backstay.exchange.drugs import in_words, ingredient_of_rxnorm, named, names_of
from backstay.knowledge import load_knowledge

SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
BINDINGS = load_bindings()
NAMES = names_of(load_knowledge())
# An independent copy: the ingredients whose code stands in two sources or in a published value set.
VERIFIED = {
    "morphine": "7052", "oxycodone": "7804", "hydromorphone": "3423", "oxymorphone": "7814", "fentanyl": "4337",
    "methadone": "6813", "buprenorphine": "1819", "tapentadol": "787390", "tramadol": "10689", "codeine": "2670",
    "hydrocodone": "5489", "meperidine": "6754", "naloxone": "7242", "acetaminophen": "161", "ibuprofen": "5640",
    "naproxen": "7258", "diclofenac": "3355", "celecoxib": "140587", "ketorolac": "35827", "aspirin": "1191",
    "dexamethasone": "3264", "prednisone": "8640", "methylprednisolone": "6902", "gabapentin": "25480",
    "pregabalin": "187832", "duloxetine": "72625", "amitriptyline": "704", "nortriptyline": "7531",
    "venlafaxine": "39786", "zoledronic_acid": "77655", "denosumab": "993449", "pamidronate": "11473",
    "warfarin": "11289", "apixaban": "1364430", "rivaroxaban": "1114195", "enoxaparin": "67108",
    "clopidogrel": "32968", "omeprazole": "7646", "pantoprazole": "40790", "lansoprazole": "17128",
    "esomeprazole": "283742", "ondansetron": "26225", "metoclopramide": "6915", "haloperidol": "5093",
    "olanzapine": "61381", "bevacizumab": "253337", "sunitinib": "357977",
}  # fmt: skip
NOT_VERIFIED = {
    "prednisolone": "8638", "hydrocortisone": "5492", "senna": "36387", "macrogol": "221147", "lactulose": "6218",
    "bisacodyl": "1596", "dalteparin": "67109", "methylnaltrexone": "29899",
}  # fmt: skip


@pytest.mark.parametrize(("drug", "code"), VERIFIED.items())
def test_a_verified_code_is_read_alone(drug: str, code: str) -> None:
    assert ingredient_of_rxnorm(code) == drug


@pytest.mark.parametrize(("drug", "code"), NOT_VERIFIED.items())
def test_a_code_that_is_not_verified_needs_words_that_agree(drug: str, code: str) -> None:
    assert ingredient_of_rxnorm(code) is None
    assert ingredient_of_rxnorm(code, drug) == drug
    assert ingredient_of_rxnorm(code, "morphine") is None


def test_every_code_of_the_bindings_is_in_the_copy() -> None:
    bound = {one.id: code for (_, code), one in BINDINGS.drugs.items()}
    assert bound == VERIFIED | NOT_VERIFIED
    assert {one.id for one in BINDINGS.drugs.values() if one.status == "primary"} == set(VERIFIED)


@pytest.mark.shared
@needs_shared
def test_the_reference_says_which_codes_were_seen() -> None:
    text = (SHARED / "reference" / "pain.md").read_text()
    seen = dict(re.findall(r"\| (\d+) ([am]) \|", text))
    listed = (
        (SHARED / "reference" / "interop.md")
        .read_text()
        .partition("RxNorm ingredients VERIFIED")[2]
    )
    for (_, code), one in BINDINGS.drugs.items():
        verified = seen.get(code) == "a" or re.search(rf"\b{code}\b", listed.partition("\n")[0])
        also = code == "6902"  # in the checked list of value sets
        assert (one.status == "primary") == bool(verified or also), one.id


def test_every_bound_drug_is_known_by_name() -> None:
    for one in BINDINGS.drugs.values():
        assert isinstance(one, Drug)
        assert NAMES(one.id) == (one.id,)


WORDS: list[tuple[str, list[tuple[str, str | None, str | None]], str | None]] = [
    ("morphine", [("morphine", None, None)], None),
    ("Hydrochlorothiazide 25 MG", [("hydrochlorothiazide", "25", "mg")], None),
    ("Meperidine Hydrochloride 50 MG Oral Tablet", [("meperidine", "50", "mg")], "tablet"),
    (
        "Oxycodone Hydrochloride 5 MG / Acetaminophen 325 MG Oral Tablet",
        [("oxycodone", "5", "mg"), ("acetaminophen", "325", "mg")],
        "tablet",
    ),
    (
        "12 HR oxycodone hydrochloride 20 MG Extended Release Oral Tablet [OxyContin]",
        [("oxycodone", "20", "mg")],
        "modified release",
    ),
    ("72 HR fentanyl 0.025 MG/HR Transdermal System", [("fentanyl", "0.025", "mg/h")], "patch"),
    ("morphine sulfate 2 MG/ML Oral Solution", [("morphine", "2", "mg/ml")], "oral solution"),
    ("1 ML morphine sulfate 10 MG/ML Injection", [("morphine", "10", "mg/ml")], "injection"),
    ("fentanyl 0.1 MG/ACTUAT Metered Dose Nasal Spray", [("fentanyl", None, None)], "nasal spray"),
    ("gefitinib 250 MG Oral Tablet", [("gefitinib", "250", "mg")], "tablet"),
    ("morphine sulfate 15 MG Something New", [("morphine", "15", "mg")], None),
]


@pytest.mark.parametrize(("text", "parts", "form"), WORDS, ids=[one[0] for one in WORDS])
def test_words_as_rxnorm_writes_them(text: str, parts: Any, form: str | None) -> None:
    found = in_words(text, BINDINGS, NAMES)
    assert found
    assert [(p.drug, str(p.amount) if p.amount else None, p.unit) for p in found.parts] == parts
    assert (found.form.form if found.form else None) == form


NOT_KNOWN = [
    "green pill", "Simvistatin 10 MG", "Amoxicillin 250 MG / Wonderdrug 125 MG Oral Tablet",
    "morphine 5 MG / morphine 10 MG Oral Tablet", "morphine 1 MG / " * 5, "x" * 201, "",
    "{2 (dexamethasone 1 MG Oral Tablet) / 5 (dexamethasone 2 MG Oral Tablet) } Pack",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_words_that_name_no_certain_drug(text: str) -> None:
    assert in_words(text, BINDINGS, NAMES) is None


def test_two_codes_of_two_drugs_name_none() -> None:
    found = named([(RXNORM, "7804"), (RXNORM, "7052")], [], BINDINGS, NAMES)
    assert found.problem == "its codes name different drugs"


def test_code_and_words_of_two_drugs_name_none() -> None:
    found = named([(RXNORM, "7804")], ["morphine"], BINDINGS, NAMES)
    assert found.problem == "its code and its words name different drugs"


def test_words_that_differ_in_strength_or_form_leave_it_open() -> None:
    both = ["morphine 10 MG Oral Tablet", "morphine 15 MG Oral Capsule"]
    found = named([], both, BINDINGS, NAMES)
    assert [part.amount for part in found.parts] == [None]
    assert found.form is None
    one = named([], ["morphine", "morphine 10 MG Oral Tablet"], BINDINGS, NAMES)
    assert [part.amount for part in one.parts] == [Decimal(10)]


def test_a_combination_is_not_one_ingredient() -> None:
    words = "Oxycodone Hydrochloride 5 MG / Acetaminophen 325 MG Oral Tablet"
    assert ingredient_of_rxnorm("1049621", words) is None
    assert ingredient_of_rxnorm("1049621") is None
