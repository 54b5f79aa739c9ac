"""Conditions: cancers, lesions and red flags as diagnoses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from resources import KIDNEY, L3, MCODE, SNOMED, T8, concept, condition

from backstay.exchange import Unread
from backstay.exchange.bindings import load_bindings
from backstay.exchange.hedges import hedge_of

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SPINE = (SNOMED, "94274006")


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([(SNOMED, "254837009")], {"primary": "breast"}),
        ([(SNOMED, "93974005"), (ICD, "C61")], {"primary": "prostate"}),
        ([(SNOMED, "254632001")], {"primary": "lung_small_cell", "histology": "small_cell"}),
        ([(SNOMED, "254915003"), (ICD, "C64.9")], {"primary": "kidney", "histology": "clear_cell"}),
        (
            [(SNOMED, "93880001"), (SNOMED, "254637007")],
            {"primary": "lung_non_small_cell"},
        ),
        ([(ICD, "C7B.03")], {"primary": "neuroendocrine", "carcinoid": "true"}),
        ([(ICD, "C18.9")], {"primary": "colorectal", "colorectal_site": "colon"}),
        ([(SNOMED, "285619009")], {"primary": "unknown"}),
        ([(SNOMED, "363346000")], {}),
    ],
)
def test_a_cancer(read: Read, codes: list[tuple[str, str]], expected: dict[str, str]) -> None:
    document, _ = read(condition(*codes))
    assert document["patient"] == {"cancer_history": "current", **expected}


def test_the_place_of_a_metastasis_is_its_body_site(read: Read) -> None:
    document, unread = read(condition(SPINE, bodySite=[concept(T8), concept(L3)]))
    assert document["lesions"] == [
        {"level": "T8", "nature": "metastasis"},
        {"level": "L3", "nature": "metastasis"},
    ]
    assert [one.why for one in unread] == ["a cancer, but not where it began; which primary is it?"]


def test_the_strongest_history_counts_and_its_newest_entry_is_named(read: Read) -> None:
    document, _ = read(
        condition(KIDNEY, name="old", recordedDate="2020-01-01"),
        condition(SPINE, name="new", recordedDate="2026-02-01"),
        condition((SNOMED, "254837009"), name="past", clinicalStatus=status("remission")),
        condition((ICD, "C61"), name="perhaps", verificationStatus=status("provisional")),
    )
    assert document["patient"] == {"cancer_history": "current", "primary": "kidney"}
    assert document["observed"]["cancer_history"] == {"at": "2026-02-01", "from": "Condition/new"}
    assert document["observed"]["primary"] == {"at": "2020-01-01", "from": "Condition/old"}


def test_the_histology_of_another_cancer_is_not_taken(read: Read) -> None:
    document, _ = read(
        condition((SNOMED, "254626006"), name="lung", clinicalStatus=status("remission")),
        condition(KIDNEY, name="kidney"),
    )
    assert document["patient"] == {"cancer_history": "current", "primary": "kidney"}


@pytest.mark.parametrize(
    "entry",
    [
        {"code": {"text": "Carcinoma of the stomach"}},
        {"code": concept((ICD, "C76.9999"))},
        {"code": {"text": "?"}, "meta": {"profile": [f"{MCODE}/mcode-primary-cancer-condition"]}},
    ],
)
def test_a_cancer_without_binding_keeps_the_primary_open(read: Read, entry: dict[str, Any]) -> None:
    document, unread = read(condition(KIDNEY), condition(name="other", **entry))
    assert document["patient"] == {"cancer_history": "current"}
    assert [one.why.partition(" (")[0] for one in unread] == [
        unread[0].why,
        "the primary is not certain",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"code": {"text": "Secondary malignant neoplasm of brain"}},
        {"code": concept((ICD, "C79.9999"))},
        {"code": {"text": "Family history of breast cancer"}},
        {"code": {"text": "Hypertension"}},
        {"code": concept(("urn:local", "C50"))},
    ],
)
def test_other_diagnoses_leave_the_primary_alone(read: Read, entry: dict[str, Any]) -> None:
    document, unread = read(condition(KIDNEY), condition(name="other", **entry))
    assert document["patient"]["primary"] == "kidney"
    assert unread[0].why.startswith("no binding for ")


@pytest.mark.parametrize(
    ("code", "fact", "value"),
    [
        ((SNOMED, "713425003"), "cord_compression_on_imaging", "present"),
        ((ICD, "G95.20"), "cord_compression_on_imaging", "present"),
        ((SNOMED, "192970008"), "cauda_equina_syndrome", "true"),
        ((ICD, "G99.2"), "myelopathy", "true"),
        ((ICD, "G82.20"), "limb_weakness", "true"),
        ((SNOMED, "866087009"), "pathological_fracture", "true"),
        ((ICD, "M54.50"), "spinal_pain", "true"),
    ],
)
def test_a_red_flag_as_a_diagnosis(
    read: Read, code: tuple[str, str], fact: str, value: str
) -> None:
    assert read(condition(code))[0]["patient"][fact] == value
    over, unread = read(condition(code, clinicalStatus=status("resolved")))
    assert fact not in over["patient"]
    assert any("it is not active" in one.why for one in unread)


def test_a_diagnosis_of_compression_is_taken_with_a_doubt(read: Read) -> None:
    _, unread = read(condition((SNOMED, "71286001")))
    assert [(one.counted, "check the report" in one.why) for one in unread] == [(True, True)]


def test_a_date_after_the_bundle_is_not_read(read: Read) -> None:
    document, unread = read(condition(KIDNEY, recordedDate="2026-04-01"))
    assert document["patient"] == {}
    assert unread[0].why.startswith("it is dated 2026-04-01, after the bundle")


def test_without_any_date_the_origin_is_kept(read: Read) -> None:
    document, _ = read(condition(KIDNEY, recordedDate=None))
    assert document["observed"]["primary"] == {"from": "Condition/c1"}


CORD, PROSTATE = (ICD, "G95.20"), (ICD, "C61")


@pytest.mark.parametrize(
    "words",
    [
        "Rule out cord compression",
        "R/O cord compression",
        "? cord compression",
        "Cord compression?",
        "No cord compression",
        "No evidence of cord compression",
        "Cord compression ruled out",
        "Family history of cord compression",
        "History of cord compression",
        "H/O: cord compression",
        "Cord compression (2010), resolved",
    ],
)
def test_words_that_take_back_the_code(read: Read, words: str) -> None:
    code = {**concept(CORD), "text": words}
    document, unread = read(condition(code=code))
    assert document["patient"] == {}
    assert [one.resource for one in unread] == ["Condition/c1"]


@pytest.mark.parametrize("words", ["Nodular cord compression", "Hxx cord compression", "?"])
def test_words_that_only_look_so(read: Read, words: str) -> None:
    document, _ = read(condition(code={**concept(CORD), "text": words}))
    assert document["patient"] == {"cord_compression_on_imaging": "present"}


@pytest.mark.parametrize(
    ("words", "history"),
    [
        ("Suspected lung cancer", "suspected"),
        ("Rule out breast cancer", "suspected"),
        ("Multiple myeloma in remission", "past"),
        ("Hx of prostate cancer", "past"),
        ("Breast cancer, no evidence of disease", "past"),
        ("Cancer (suspected)", "suspected"),
        ("High risk prostate cancer", "current"),
        ("Non-small cell lung cancer", "current"),
        ("Multiple myeloma not having achieved remission", "current"),
        ("No evidence of malignancy", None),
        ("Cancer ruled out", None),
        ("Carcinoma in situ of breast", None),
        ("Genetic susceptibility to malignant neoplasm of breast", None),
        ("At risk for breast cancer", None),
        ("Benign tumor, non-cancer", None),
    ],
)
def test_a_cancer_in_words_is_current_only_where_they_say_so(
    read: Read, words: str, history: str | None
) -> None:
    document, unread = read(condition(code={"text": words}))
    assert document["patient"].get("cancer_history") == history
    assert len(unread) == 1


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("verificationStatus", {"text": "Refuted"}, {}),
        ("clinicalStatus", {"text": "Resolved"}, {"cancer_history": "past", "primary": "prostate"}),
        (
            "clinicalStatus",
            concept(
                ("urn:local", "3"),
                ("http://terminology.hl7.org/CodeSystem/condition-clinical", "remission"),
            ),
            {"cancer_history": "past", "primary": "prostate"},
        ),
    ],
)
def test_a_status_in_words_or_behind_a_local_code(
    read: Read, field: str, value: dict[str, Any], expected: dict[str, str]
) -> None:
    assert read(condition(PROSTATE, **{field: value}))[0]["patient"] == expected


def test_a_smoker_of_whom_nobody_knows_whether_still(read: Read) -> None:
    document, unread = read(condition((SNOMED, "77176002")))
    assert document["patient"] == {}
    assert [one.why for one in unread] == ["a smoker; is that so now?"]


def test_an_embolism_that_its_words_call_history(read: Read) -> None:
    embolism = {"system": SNOMED, "code": "59282003"}
    assert read(condition(code={"coding": [embolism]}))[0]["patient"] == {"vte": "active"}
    past = {**embolism, "display": "History of pulmonary embolism"}
    assert read(condition(code={"coding": [past]}))[0]["patient"] == {}


def test_no_bound_diagnosis_is_taken_back_by_its_own_words() -> None:
    bindings = load_bindings()
    for row in bindings.entries["conditions"]:
        words = [text for codes in row.codes.values() for text in codes.values()]  # type: ignore[union-attr]
        assert hedge_of(words, bindings.hedges, ("no", "doubted", "past")) is None, row.id
