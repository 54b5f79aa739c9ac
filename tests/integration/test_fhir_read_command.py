"""`backstay fhir read`: a record becomes a case that `backstay assess` takes as it is."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from backstay.cli.demo import example_bundles

BUNDLE = next(one for one in example_bundles() if one.stem == "t8-renal")
OLD = {
    "resourceType": "Bundle",
    "timestamp": "2026-03-14T09:00:00Z",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p"}},
        {
            "resource": {
                "resourceType": "Observation",
                "id": "hb",
                "status": "final",
                "subject": {"reference": "Patient/p"},
                "effectiveDateTime": "2025-01-02",
                "code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}]},
                "valueQuantity": {"value": 9, "unit": "g/dL"},
            }
        },
        {
            "resource": {
                "resourceType": "Observation",
                "id": "pain",
                "status": "final",
                "subject": {"reference": "Patient/p"},
                "effectiveDateTime": "2025-01-02",
                "bodySite": {"coding": [{"system": "http://snomed.info/sct", "code": "77435000"}]},
                "code": {
                    "coding": [
                        {"system": "https://backstay.example/fhir/CodeSystem/facts", "code": "pain"}
                    ]
                },
                "valueString": "mechanical",
            }
        },
    ],
}


def test_a_bundle_becomes_a_case(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "case.json"
    status, printed, err = run("fhir", "read", str(BUNDLE), "--out", str(out))
    assert (status, printed) == (0, "")
    assert "not read: Observation/t8-renal-11" in err
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["case"] == "t8-renal"
    assert document["as_of"].startswith("2026-03-14")
    assert document["observed"]["primary"]["from"].startswith("Condition/")
    assert {"resource", "why", "counted"} == set(document["unread"][0])

    _, direct, said = run("assess", str(BUNDLE), "--format", "json")
    status, through, told = run("assess", str(out), "--format", "json")
    assert status == 0
    assert json.loads(through) == json.loads(direct)
    assert told == said  # what was not read goes with the case


def test_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BUNDLE.read_bytes())))
    status, out, _ = run("fhir", "read", "-")
    assert status == 0
    assert json.loads(out)["patient"]["primary"] == "kidney"


def test_facts_too_old_to_count_are_shown(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps(OLD))
    _, out, _ = run("fhir", "read", str(path))
    document = json.loads(out)
    assert document["patient"]["hemoglobin"] == "9 g/dL"
    assert document["observed"]["hemoglobin"]["at"] == "2025-01-02"
    assert [{**one, "text": ""} for one in document["stale"]] == [
        {"fact": "hemoglobin", "counts": False, "text": ""},
        {"fact": "pain", "lesion": "T8", "counts": False, "text": ""},
    ]
    assert "2025-01-02" in document["stale"][0]["text"]


@pytest.mark.parametrize("beside", ['[{"resource": 3}]', '"x"', "[" * 5000])
def test_other_things_beside_a_case_are_left_alone(run: Any, tmp_path: Path, beside: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(f'{{"patient": {{}}, "unread": {beside}}}')
    status, _, err = run("assess", str(path), "--format", "json")
    assert status == (2 if len(beside) > 99 else 0)
    assert "not read" not in err


def test_what_is_no_bundle_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "no.json"
    path.write_text('{"resourceType": "Patient"}')
    status, out, err = run("fhir", "read", str(path))
    assert (status, out) == (2, "")
    assert "the bundle cannot be used: this is not a FHIR Bundle but Patient" in err
    assert run("fhir", "read", str(tmp_path / "none.json"))[0] == 2


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    bundle = json.loads(BUNDLE.read_text(encoding="utf-8"))
    with (folder / "all.ndjson").open("w", encoding="utf-8") as file:
        for resource in [one["resource"] for one in bundle["entry"]]:
            file.write(json.dumps(resource) + "\n")
        for number in range(3):
            file.write(json.dumps({"resourceType": "Patient", "id": f"p{number}"}) + "\n")
        file.write(json.dumps({"resourceType": "Organization", "id": "o"}) + "\n")
    return folder


def test_a_folder_gives_one_case_in_each_line(run: Any, export: Path, tmp_path: Path) -> None:
    out = tmp_path / "cases.ndjson"
    status, _, err = run("fhir", "read", str(export), "--out", str(out))
    assert status == 0
    assert "not read: Organization (1): about no patient of this folder" in err
    cases = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(cases) == 4
    assert sum("primary" in one["patient"] for one in cases) == 1
    status, printed, _ = run("fhir", "read", str(export))
    assert (status, len(printed.splitlines())) == (0, 4)


def test_a_line_that_is_lost_is_a_failed_check(run: Any, export: Path) -> None:
    (export / "Patient.ndjson").write_text("secret\n")
    status, out, err = run("fhir", "read", str(export))
    assert status == 1
    assert len(out.splitlines()) == 4
    assert "not read: Patient.ndjson:1" in err
    assert "secret" not in err


def test_a_folder_without_an_export_leaves_no_file(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    out = tmp_path / "cases.ndjson"
    status, printed, err = run("fhir", "read", str(tmp_path / "empty"), "--out", str(out))
    assert (status, printed) == (2, "")
    assert "no file that ends in .ndjson" in err
    assert [one.name for one in tmp_path.iterdir()] == ["empty"]


def test_no_room_to_sort_an_export(run: Any, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(export / "nowhere"))
    status, out, err = run("fhir", "read", str(export))
    assert (status, out) == (2, "")
    assert "the export cannot be sorted: No such file or directory" in err


def test_output_is_not_written_over_the_record(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    shutil.copy(BUNDLE, path)
    status, _, err = run("fhir", "read", str(path), "--out", str(path))
    assert status == 2
    assert "overwrite" in err
