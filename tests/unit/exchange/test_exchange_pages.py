"""Answers of a server: pages of a search, what was included, and what it says went wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from resources import ECOG, HEMOGLOBIN, NOW, PATIENT, bundle, concept, observation, quantity

from backstay.case import Vocabulary
from backstay.exchange import BundleError, Unread, read_bundle, read_resources

HOST = "https://ehr.example/fhir"
SEEN = observation(concept(ECOG), valueInteger=1)
BLOOD = observation(concept(HEMOGLOBIN), "o2", valueQuantity=quantity(9, "g/dL"))
MISSING = "something may be missing"
OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "warning", "code": "not-supported", "diagnostics": "code:in ignored"}],
}


def entry(resource: dict[str, Any], mode: str = "match") -> dict[str, Any]:
    url = f"{HOST}/{resource['resourceType']}/{resource.get('id')}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


def page(*entries: dict[str, Any], **links: str) -> dict[str, Any]:
    listed = [{"relation": relation, "url": url} for relation, url in links.items()]
    made = {"resourceType": "Bundle", "type": "searchset", "entry": list(entries), "link": listed}
    return {key: value for key, value in made.items() if value}


def raw(*resources: dict[str, Any]) -> list[msgspec.Raw]:
    return [msgspec.Raw(json.dumps(one).encode()) for one in resources]


def read(vocabulary: Vocabulary, *resources: dict[str, Any]) -> tuple[dict[str, Any], list[Unread]]:
    return read_resources(raw(*resources), vocabulary, now=NOW)


FIRST = page(entry(PATIENT), entry(SEEN), self=f"{HOST}?page=1", next=f"{HOST}?page=2")
SECOND = page(entry(BLOOD), entry(PATIENT, "include"), self=f"{HOST}?page=2")


@pytest.mark.parametrize("pages", [(FIRST, SECOND), (SECOND, FIRST)])
def test_pages_given_together_are_one_record(vocabulary: Vocabulary, pages: Any) -> None:
    document, unread = read(vocabulary, *pages)
    assert document["patient"] == {"ecog": "1", "hemoglobin": "9 g/dL"}
    assert document["as_of"] == "2026-03-14T12:00:00+00:00"
    assert unread == []


@pytest.mark.parametrize("kind", ["collection", "searchset", "batch-response"])
def test_pages_inside_a_bundle_are_read(vocabulary: Vocabulary, kind: str) -> None:
    outer = bundle({**FIRST, "type": kind}, SECOND)
    document, unread = read_bundle(outer, vocabulary, now=NOW)
    assert document["patient"] == {"ecog": "1", "hemoglobin": "9 g/dL"}
    assert unread == []


@pytest.mark.parametrize("kind", ["history", None, 7])
def test_other_bundles_inside_a_bundle_are_only_counted(vocabulary: Vocabulary, kind: Any) -> None:
    document, unread = read(vocabulary, PATIENT, {**SECOND, "type": kind})
    assert document["patient"] == {}
    assert unread == [Unread("Bundle (1)", "resources of this kind are not read")]


def test_a_page_that_is_not_valid_is_only_counted(vocabulary: Vocabulary) -> None:
    _, unread = read(vocabulary, PATIENT, {**SECOND, "entry": "text"})
    assert unread == [Unread("Bundle (1)", "resources of this kind are not read")]


def test_a_page_inside_a_page_is_only_counted(vocabulary: Vocabulary) -> None:
    _, unread = read(vocabulary, PATIENT, page({"resource": SECOND}))
    assert unread == [Unread("Bundle (1)", "resources of this kind are not read")]


def test_a_page_that_was_not_followed_is_told(vocabulary: Vocabulary) -> None:
    why = f"it has a next page, which is not here; {MISSING}"
    document, unread = read(vocabulary, {**FIRST, "id": "search-1"})
    assert document["patient"] == {"ecog": "1"}
    assert unread == [Unread("Bundle/search-1", why)]
    _, unread = read_bundle(json.dumps(FIRST).encode(), vocabulary, now=NOW)
    assert unread == [Unread("Bundle", why)]


def test_a_next_page_without_address_is_told(vocabulary: Vocabulary) -> None:
    _, unread = read(vocabulary, PATIENT, {**SECOND, "link": [{"relation": "next"}]})
    assert [one.why for one in unread] == [f"it has a next page, which is not here; {MISSING}"]


def test_links_that_cannot_be_read_are_told(vocabulary: Vocabulary) -> None:
    document, unread = read(vocabulary, PATIENT, {**SECOND, "link": "next"})
    assert document["patient"] == {"hemoglobin": "9 g/dL"}
    (one,) = unread
    assert one.resource == "Bundle"
    assert one.why.startswith(f"its links are not valid FHIR, so {MISSING}: ")


@pytest.mark.parametrize(
    ("outcome", "whys"),
    [
        (OUTCOME, [f"the server says: warning, not-supported, code:in ignored; {MISSING}"]),
        (
            {"resourceType": "OperationOutcome", "issue": [{"details": {"text": "gone"}}]},
            [f"the server says: gone; {MISSING}"],
        ),
        (
            {"resourceType": "OperationOutcome", "issue": [{}]},
            [f"the server says: nothing more; {MISSING}"],
        ),
        (
            {"resourceType": "OperationOutcome"},
            [f"the server says that something happened; {MISSING}"],
        ),
        (
            {"resourceType": "OperationOutcome", "issue": 7},
            ["it is not valid FHIR: Expected `array`, got `int` - at `$.issue`"],
        ),
    ],
)
def test_what_the_server_says_is_listed(
    vocabulary: Vocabulary, outcome: dict[str, Any], whys: list[str]
) -> None:
    found = page(entry(PATIENT), entry(SEEN), entry(outcome, "outcome"))
    document, unread = read_bundle(json.dumps(found).encode(), vocabulary, now=NOW)
    assert document["patient"] == {"ecog": "1"}
    assert [one.why for one in unread] == whys
    assert unread[0].resource == f"{HOST}/OperationOutcome/None"


def test_one_resource_with_and_without_its_address_is_one(vocabulary: Vocabulary) -> None:
    """Read alone it has no address; the same one in a search has."""
    document, unread = read(vocabulary, PATIENT, SEEN, page(entry(SEEN), entry(PATIENT)))
    assert document["patient"] == {"ecog": "1"}
    assert document["observed"]["ecog"]["from"] == "Observation/o1"
    assert unread == []


def test_the_newer_of_one_resource_holds_with_or_without_address(vocabulary: Vocabulary) -> None:
    old, new = (
        {**SEEN, "valueInteger": value, "meta": {"lastUpdated": f"2026-03-{day}T10:00:00Z"}}
        for value, day in [(1, 12), (3, 13)]
    )
    for pair in ((old, page(entry(new))), (new, page(entry(old)))):
        assert read(vocabulary, PATIENT, *pair)[0]["patient"] == {"ecog": "3"}


def test_one_resource_laid_out_in_two_ways_is_one(vocabulary: Vocabulary) -> None:
    wide = msgspec.Raw(json.dumps(SEEN, indent=4).encode())
    document, unread = read_resources([*raw(PATIENT, SEEN), wide], vocabulary, now=NOW)
    assert document["patient"] == {"ecog": "1"}
    assert unread == []


def test_the_same_name_at_two_servers_is_not_joined(vocabulary: Vocabulary) -> None:
    away = {**entry(SEEN), "fullUrl": "https://away.example/Observation/o1"}
    other = {**SEEN, "valueInteger": 2}
    document, _ = read(vocabulary, PATIENT, other, page(entry(SEEN), away))
    assert len(document["observed"]["ecog"]) == 2  # a conflict, which the case settles


def test_an_address_that_is_a_bare_reference_is_the_same_resource(vocabulary: Vocabulary) -> None:
    named = {"fullUrl": "Observation/o1", "resource": SEEN}
    document, _ = read(vocabulary, PATIENT, SEEN, page(named))
    assert document["observed"]["ecog"]["from"] == "Observation/o1"


def test_two_patients_on_two_pages_are_refused(vocabulary: Vocabulary) -> None:
    other = page(entry({"resourceType": "Patient", "id": "p2"}))
    with pytest.raises(BundleError, match="2 patients"):
        read(vocabulary, FIRST, other)


def test_resources_of_another_person_on_a_page_are_refused(vocabulary: Vocabulary) -> None:
    other = page(entry({**SEEN, "subject": {"reference": "Patient/p2"}}))
    with pytest.raises(BundleError, match="is about Patient/p2"):
        read(vocabulary, PATIENT, other)


@pytest.mark.parametrize("text", [b"", b"nothing", b"7", b'{"id": "x"}'])
def test_what_is_no_resource_is_listed(vocabulary: Vocabulary, text: bytes) -> None:
    _, unread = read_resources([*raw(PATIENT), msgspec.Raw(text)], vocabulary, now=NOW)
    assert unread[0].resource == "entry 2"
    assert unread[0].why.startswith("it is not a resource: ")


def test_what_is_no_resource_on_a_page_is_listed(vocabulary: Vocabulary) -> None:
    found = {**page({"resource": 7}), "id": "b"}  # type: ignore[dict-item]
    _, unread = read(vocabulary, PATIENT, found)
    assert unread[0].resource == "Bundle/b, entry 1"


def test_nothing_at_all_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError, match="holds no Patient"):
        read_resources([], vocabulary, now=NOW)


def test_nesting_that_a_decoder_does_not_take_is_refused(vocabulary: Vocabulary) -> None:
    deep = msgspec.Raw(
        b'{"resourceType": "Patient", "id": "p1", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    )
    with pytest.raises(BundleError, match="nested too deep"):
        read_resources([deep], vocabulary, now=NOW)
