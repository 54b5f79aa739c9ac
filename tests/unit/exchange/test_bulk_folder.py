"""A folder of a bulk export gives what the bundle of each person gives, in bounded memory."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from resources import HEMOGLOBIN, KIDNEY, NOW, SNOMED, concept, course, observation, order, quantity

from backstay.case import Vocabulary
from backstay.exchange import BundleError, Unread, read_resources
from backstay.exchange.bulk import Rest, lines, read_folder

Read = tuple[list[tuple[dict[str, Any], list[Unread]]], Rest]
TOO_LONG = "this line is longer than 200 bytes"
BAD = "this line is not a FHIR resource in JSON"


def written(folder: Path, name: str, rows: Iterable[dict[str, Any] | bytes]) -> None:
    text = b"".join(
        (row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows
    )
    path = folder / name
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)


def read(folder: Path, vocabulary: Vocabulary, **options: Any) -> Read:
    rest = Rest([], [])
    return list(read_folder(folder, vocabulary, rest, now=NOW, **options)), rest


def patient(name: str, **fields: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": name, **fields}


def about(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "subject": {"reference": f"Patient/{name}"}}


def cancer(name: str, person: str) -> dict[str, Any]:
    return about(person, {"resourceType": "Condition", "id": name, "code": concept(KIDNEY)})


def test_files_of_every_way_of_naming(tmp_path: Path, vocabulary: Vocabulary) -> None:
    written(tmp_path, "Patient.000.ndjson", [patient("a")])
    written(tmp_path, "1.Patient.ndjson.gz", [patient("b")])
    written(tmp_path, "3f2a.ndjson", [patient("c"), b"", cancer("c1", "c")])
    written(tmp_path, "manifest.json", [{}])
    found, rest = read(tmp_path, vocabulary)
    assert sorted(document["case"] for document, _ in found) == ["a", "b", "c"]
    (primary,) = [doc["patient"]["primary"] for doc, _ in found if "primary" in doc["patient"]]
    assert primary == "kidney"
    assert rest == Rest([], [])


def test_bad_lines_are_named_by_file_and_number_only(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    good = [patient("a"), patient("b")]
    bad = [b"secret", b'["x"]', b'{"id":"x"}', b'{"resourceType":"Patient"}', b"\xff", b"{" * 5000]
    odd = [patient("a b"), {"resourceType": "Not-A-Kind", "id": "x"}]
    written(tmp_path, "Patient.ndjson", [good[0], *bad, *odd, good[1]])
    found, rest = read(tmp_path, vocabulary)
    assert len(found) == 2
    assert rest.lost == [Unread(f"Patient.ndjson:{at}", BAD) for at in range(2, 10)]


def test_many_bad_lines_are_counted(tmp_path: Path, vocabulary: Vocabulary) -> None:
    written(tmp_path, "Patient.ndjson", [b"?"] * 25 + [patient("a")])
    _, rest = read(tmp_path, vocabulary)
    assert len(rest.lost) == 11
    assert rest.lost[-1] == Unread("Patient.ndjson", "15 more lines are not FHIR resources in JSON")


def test_an_endless_line_is_skipped(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST", 200)
    long = patient("a", text="x" * 900)
    written(tmp_path, "Patient.ndjson", [long, patient("b"), long])
    found, rest = read(tmp_path, vocabulary)
    assert [document["case"] for document, _ in found] == ["b"]
    assert rest.lost == [Unread(f"Patient.ndjson:{at}", TOO_LONG) for at in (1, 3)]


def test_a_file_that_breaks_off(tmp_path: Path, vocabulary: Vocabulary) -> None:
    written(tmp_path, "Patient.ndjson", [patient("a")])
    whole = gzip.compress(b"".join(json.dumps(patient(f"p{n}")).encode() + b"\n" for n in range(9)))
    (tmp_path / "Patient.1.ndjson.gz").write_bytes(whole[:-12])
    (tmp_path / "Patient.2.ndjson.gz").write_bytes(b"not packed")
    _, rest = read(tmp_path, vocabulary)
    assert [(one.resource, one.why.rpartition(" ")[0]) for one in rest.lost] == [
        ("Patient.1.ndjson.gz", "it cannot be read further than line"),
        ("Patient.2.ndjson.gz", "it cannot be read further than line"),
    ]


def test_resources_about_nobody_are_counted(tmp_path: Path, vocabulary: Vocabulary) -> None:
    stray = cancer("c9", "elsewhere")
    odd = [
        {"reference": "Group/a"},
        {"reference": "xPatient/a"},
        {"reference": "Patient/a/b"},
        [],
        {},
    ]
    unclear = [{**stray, "id": f"c{n}", "subject": one} for n, one in enumerate(odd)]
    written(tmp_path, "Patient.ndjson", [patient("a")])
    written(tmp_path, "Condition.ndjson", [stray, *unclear])
    written(tmp_path, "Organization.ndjson", [{"resourceType": "Organization"}])
    found, rest = read(tmp_path, vocabulary)
    assert found[0][0]["patient"] == {}
    why = "about no patient of this folder"
    assert rest == Rest([], [Unread("Condition (6)", why), Unread("Organization (1)", why)])


def test_a_person_who_cannot_be_read_leaves_the_others(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    written(
        tmp_path, "Patient.ndjson", [b'{"resourceType":"Patient","id":"a","id":"a"}', patient("b")]
    )
    found, rest = read(tmp_path, vocabulary)
    assert [document["case"] for document, _ in found] == ["b"]
    assert [one.resource for one in rest.lost] == ["Patient/a"]


def test_references_with_a_server_or_a_version(tmp_path: Path, vocabulary: Vocabulary) -> None:
    given = ["https://example.org/fhir/Patient/a", "Patient/a/_history/3"]
    rows = [{**cancer(f"c{n}", "a"), "subject": {"reference": one}} for n, one in enumerate(given)]
    written(tmp_path, "Condition.ndjson", rows)
    written(tmp_path, "Patient.ndjson", [patient("a")])
    ((document, unread),), _ = read(tmp_path, vocabulary)
    assert document["observed"]["primary"]["from"] == "Condition/c0, Condition/c1"
    assert unread == []


def test_people_share_medications(tmp_path: Path, vocabulary: Vocabulary) -> None:
    def ordered(person: str, reference: object) -> dict[str, Any]:
        given = about(person, order(f"m-{person}", medicationCodeableConcept=None))
        return {**given, "medicationReference": reference}

    drug = {"resourceType": "Medication", "id": "shared", "code": {"text": "morphine"}}
    written(tmp_path, "Medication.ndjson", [drug])
    written(tmp_path, "Patient.ndjson", [patient(name) for name in "abcd"])
    shared = {"reference": "Medication/shared"}
    rows = [ordered("a", shared), ordered("b", shared), ordered("c", {}), ordered("d", [])]
    rows += [ordered("gone", shared), ordered("d", {"reference": "Medication/a b"})]
    written(tmp_path, "MedicationRequest.ndjson", rows)
    found, rest = read(tmp_path, vocabulary)
    taken = {doc["case"]: doc["patient"].get("medicines", [{}])[0].get("drug") for doc, _ in found}
    assert taken == {"a": "morphine", "b": "morphine", "c": None, "d": None}
    why = "about no patient of this folder"
    assert rest == Rest([], [Unread("MedicationRequest (1)", why)])


def test_a_folder_without_an_export(tmp_path: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(BundleError, match="no file that ends in"):
        read(tmp_path, vocabulary)
    with pytest.raises(BundleError, match="the folder cannot be read"):
        read(tmp_path / "nothing", vocabulary)


def test_the_clock_stands_still_for_all(tmp_path: Path, vocabulary: Vocabulary) -> None:
    written(tmp_path, "Patient.ndjson", [patient(f"p{n}") for n in range(20)])
    found = list(read_folder(tmp_path, vocabulary, Rest([], [])))
    assert len({document["as_of"] for document, _ in found}) == 1


SITE = (SNOMED, "77435000")
ROWS = st.sampled_from(
    [
        cancer("c1", "?"),
        observation(concept(HEMOGLOBIN), "o1", valueQuantity=quantity(9, "g/dL")),
        observation(concept(HEMOGLOBIN), "o2", valueQuantity=quantity(11, "g/dL")),
        course("r1"),
        order("m1"),
        {"resourceType": "Claim", "id": "x1"},
    ]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]), st.lists(ROWS, max_size=4), min_size=1
    ),
    part_bytes=st.sampled_from([200, 5_000_000]),
)
def test_a_folder_gives_what_each_bundle_gives(
    tmp_path_factory: pytest.TempPathFactory,
    vocabulary: Vocabulary,
    people: dict[str, list[dict[str, Any]]],
    part_bytes: int,
) -> None:
    folder = tmp_path_factory.mktemp("export")
    held = {
        name: [patient(name), *(about(name, row) for row in rows)] for name, rows in people.items()
    }
    written(folder, "all.ndjson", [row for rows in held.values() for row in rows])
    found, _ = read(folder, vocabulary, part_bytes=part_bytes)
    alone = [
        read_resources([json_raw(row) for row in rows], vocabulary, now=NOW)
        for rows in held.values()
    ]
    assert sorted(found, key=lambda one: one[0]["case"]) == sorted(
        alone, key=lambda one: one[0]["case"]
    )


def json_raw(row: dict[str, Any]) -> Any:
    import msgspec

    return msgspec.Raw(json.dumps(row).encode())


def peak(folder: Path, vocabulary: Vocabulary) -> int:
    tracemalloc.start()
    try:
        for _ in read_folder(folder, vocabulary, Rest([], []), now=NOW, part_bytes=200_000):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_export(tmp_path: Path, vocabulary: Vocabulary) -> None:
    def export(name: str, people: int) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        written(folder, "Patient.ndjson", [patient(f"p{n}") for n in range(people)])
        rows = (
            about(f"p{n}", observation(concept(HEMOGLOBIN), f"o{n}-{m}", note=["x" * 900]))
            for m in range(10)
            for n in range(people)
        )
        with (folder / "Observation.ndjson").open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        return folder

    small, large = export("small", 50), export("large", 500)
    peak(small, vocabulary)  # what is loaded once
    held, whole = peak(large, vocabulary), sum(one.stat().st_size for one in large.iterdir())
    assert whole > 5_000_000
    assert held < 1.5 * peak(small, vocabulary) + 400_000
    assert held < whole / 2
