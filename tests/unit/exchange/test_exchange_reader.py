"""The bundle as a whole: its patient, its name, its time and its entries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from resources import (
    ECOG,
    HEMOGLOBIN,
    LOINC,
    NOW,
    PATIENT,
    bundle,
    concept,
    observation,
    of_patient,
    quantity,
)

from backstay.case import Vocabulary
from backstay.exchange import BundleError, Unread, looks_like_bundle, read_bundle

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
SEEN = observation(concept(ECOG), valueInteger=1)


def test_what_looks_like_a_bundle() -> None:
    assert looks_like_bundle(bundle())
    assert looks_like_bundle(b"\xef\xbb\xbf \n" + bundle())
    assert not looks_like_bundle(b'{"case": "a case"}')
    assert not looks_like_bundle(b'note: "resourceType"')


def test_a_byte_order_mark_is_skipped(vocabulary: Vocabulary) -> None:
    document, _ = read_bundle(b"\xef\xbb\xbf" + bundle(PATIENT), vocabulary, now=NOW)
    assert document["case"] == "p1"


def test_nothing_known_is_nothing_said(read: Read) -> None:
    """No lesion in a bundle does not mean that there is none."""
    document, unread = read()
    assert document == {"case": "p1", "as_of": "2026-03-14T12:00:00+00:00", "patient": {}}
    assert unread == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"identifier": {"value": "b-7"}, "id": "b-1"}, "b-7"),
        ({"identifier": {"system": "urn:x"}, "id": "b-1"}, "b-1"),
        ({}, "p1"),
    ],
)
def test_the_case_is_never_named_after_the_person(
    vocabulary: Vocabulary, fields: dict[str, Any], name: str
) -> None:
    patient = {**PATIENT, "name": [{"family": "Secret"}], "identifier": [{"value": "MRN-1"}]}
    document, unread = read_bundle(bundle(patient, **fields), vocabulary, now=NOW)
    assert document["case"] == name
    assert "Secret" not in json.dumps([document, unread])
    assert "MRN" not in json.dumps([document, unread])


def test_a_patient_known_by_address_only(vocabulary: Vocabulary) -> None:
    entries = [
        {"fullUrl": "urn:uuid:7", "resource": {"resourceType": "Patient"}},
        {"resource": {**SEEN, "subject": {"reference": "urn:uuid:7"}}},
    ]
    data = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    document, _ = read_bundle(data, vocabulary, now=NOW)
    assert document["case"] == "case"
    assert document["patient"] == {"ecog": "1"}


@pytest.mark.parametrize(
    "subject",
    ["Patient/p1", "Patient/p1/_history/3", "https://a.example/Patient/p1"],
)
def test_references_that_mean_the_patient(read: Read, subject: str) -> None:
    seen = {**SEEN, "subject": {"reference": subject}}
    assert read(seen)[0]["patient"] == {"ecog": "1"}


@pytest.mark.parametrize("subject", ["Patient/p1/x", "FormerPatient/p1", "Patient/", "Group/1"])
def test_references_that_mean_nobody(read: Read, subject: str) -> None:
    document, unread = read({**SEEN, "subject": {"reference": subject}})
    assert document["patient"] == {}
    assert unread[0].why == f"it is about {subject}, which is not the patient"


def test_the_time_of_the_bundle(read: Read) -> None:
    document, _ = read(SEEN, timestamp="2026-03-13T20:00:00.250+09:00")
    assert document["as_of"] == "2026-03-13T20:00:00.250000+09:00"


def test_without_timestamp_it_is_now(vocabulary: Vocabulary) -> None:
    document, _ = read_bundle(bundle(PATIENT), vocabulary)
    made = datetime.fromisoformat(document["as_of"])
    assert timedelta(0) <= datetime.now(UTC) - made < timedelta(minutes=1)


def test_age_is_counted_at_the_time_of_the_bundle(vocabulary: Vocabulary) -> None:
    for born, age in [("1960-03-14", "66"), ("1960-03-15", "65"), ("1960-02", "66")]:
        document, _ = read_bundle(bundle({**PATIENT, "birthDate": born}), vocabulary, now=NOW)
        assert document["patient"] == {"age": age}


def test_several_observations_are_dated_values(read: Read) -> None:
    looks = [
        observation(
            concept(HEMOGLOBIN), name, effectiveDateTime=at, valueQuantity=quantity(value, "g/dL")
        )
        for name, at, value in [("a", "2026-03-01", 9), ("b", "2026-03-05T10:00:00-05:00", 10)]
    ]
    document, _ = read(*looks)
    assert document["patient"] == {}
    assert document["observed"]["hemoglobin"] == [
        {"at": "2026-03-01", "from": "Observation/a", "value": "9 g/dL"},
        {"at": "2026-03-05T10:00:00-05:00", "from": "Observation/b", "value": "10 g/dL"},
    ]


def test_the_same_value_told_twice_is_one_value(read: Read) -> None:
    document, _ = read(SEEN, {**SEEN, "id": "o2"})
    assert document["patient"] == {"ecog": "1"}
    assert document["observed"]["ecog"]["from"] == "Observation/o1, Observation/o2"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"effectiveInstant": "2026-03-02T01:00:00Z"}, "2026-03-02T01:00:00+00:00"),
        ({"effectivePeriod": {"start": "2026-03-01", "end": "2026-03-03"}}, "2026-03-03"),
        ({"effectivePeriod": {"start": "2026-03-01"}}, "2026-03-01"),
        ({"issued": "2026-03-04T01:00:00Z"}, "2026-03-04T01:00:00+00:00"),
    ],
)
def test_when_something_was_seen(read: Read, fields: dict[str, Any], at: str) -> None:
    document, _ = read({**SEEN, "effectiveDateTime": None, **fields})
    assert document["observed"]["ecog"]["at"] == at


def test_contained_resources_are_read(read: Read) -> None:
    inner = {key: value for key, value in SEEN.items() if key != "subject"}
    report = of_patient(
        "DiagnosticReport", "d1", status="final", code={"text": "visit"}, contained=[inner]
    )
    document, _ = read(report)
    assert document["patient"] == {"ecog": "1"}
    assert document["observed"]["ecog"]["from"] == "DiagnosticReport/d1#o1"


def test_a_contained_resource_that_is_none(read: Read) -> None:
    _, unread = read({**SEEN, "contained": [{"id": "x"}]})
    assert unread[0].resource == "Observation/o1#1"


def test_a_report_of_the_whole_spine(read: Read) -> None:
    report = of_patient(
        "DiagnosticReport",
        "d1",
        status="partial",
        code=concept((LOINC, "30854-4")),
        effectiveDateTime="2026-03-13",
    )
    document, unread = read(report)
    assert document["patient"] == {"whole_spine_mri": "done"}
    assert unread[0].counted
    _, unread = read({**report, "status": "registered"})
    assert unread[0].why == "its status is registered"


@pytest.mark.parametrize("stamp", [None, "soon", "2026-03-13T10:00:00"])
def test_versions_that_cannot_be_ordered_are_not_read(read: Read, stamp: str | None) -> None:
    newer = {**SEEN, "valueInteger": 2, "meta": {"lastUpdated": "2026-03-14T10:00:00Z"}}
    document, unread = read({**SEEN, **({"meta": {"lastUpdated": stamp}} if stamp else {})}, newer)
    assert document["patient"] == {}
    assert unread[0].why == "it stands 2 times in the bundle; which version holds?"


def test_the_newest_version_counts(read: Read) -> None:
    versions = [
        {**SEEN, "valueInteger": value, "meta": {"lastUpdated": stamp}}
        for value, stamp in [(2, "2026-03-14T09:00:00+01:00"), (3, "2026-03-14T08:30:00Z")]
    ]
    assert read(*versions)[0]["patient"] == {"ecog": "3"}


def test_every_other_patient_is_named(vocabulary: Vocabulary) -> None:
    others = [{**SEEN, "id": f"o{n}", "subject": {"reference": f"Patient/x{n}"}} for n in range(30)]
    with pytest.raises(BundleError) as refused:
        read_bundle(bundle(PATIENT, *others), vocabulary)
    assert len(refused.value.problems) == 20
    assert "Observation/o0 is about Patient/x0, not Patient/p1" in str(refused.value)


def test_what_a_bundle_asks_to_delete_is_not_read(vocabulary: Vocabulary) -> None:
    entries = [
        {"resource": PATIENT, "request": {"method": "PUT", "url": "Patient/p1"}},
        {
            "resource": observation(concept(ECOG), valueInteger=1),
            "request": {"method": "DELETE", "url": "Observation/o1"},
        },
    ]
    text = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})
    document, unread = read_bundle(text.encode(), vocabulary, now=NOW)
    assert document["patient"] == {}
    assert unread == [Unread("Observation/o1", "the bundle asks to delete it")]


def test_a_history_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError, match="a history, which holds what was deleted"):
        read_bundle(bundle(PATIENT, type="history"), vocabulary, now=NOW)
