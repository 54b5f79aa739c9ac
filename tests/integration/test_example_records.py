"""Every published example record is read without error, and nothing in it is guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_example_bundles import EXAMPLES, needs_examples, with_patient

from backstay.case import Vocabulary, read_case
from backstay.exchange import BundleError, Unread, read_bundle

FOLDERS = ("mcode_stu4", "codex_rt", "genomics", "synthea_cancer")
FILES = [path for name in FOLDERS for path in sorted((EXAMPLES / name).glob("*.json"))]
NOBODY = {  # bundles that name no patient at all: they must not become anybody's
    "Bundle-bundle-CYP2C19",
    "Bundle-bundle-complexVariant-nonHGVS",
    "Bundle-bundle-compound-heterozygote",
    "Bundle-bundle-sequence-phase-relation-CYP2C19",
}
pytestmark = [pytest.mark.shared, needs_examples]


def record(path: Path) -> bytes:
    data = path.read_bytes()
    resource = json.loads(data)
    return data if resource["resourceType"] == "Bundle" else with_patient(resource)


def named(name: str) -> Path:
    (path,) = [one for one in FILES if one.stem == name]
    return path


def facts(name: str, vocabulary: Vocabulary) -> tuple[dict[str, Any], list[str]]:
    document, unread = read_bundle(record(named(name)), vocabulary)
    return dict(document["patient"]), [one.why for one in unread]


def test_the_folders_hold_what_was_counted() -> None:
    counts = {name: sum(path.parent.name == name for path in FILES) for name in FOLDERS}
    assert counts == {"mcode_stu4": 179, "codex_rt": 112, "genomics": 28, "synthea_cancer": 4}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_record_is_read_or_refused_for_want_of_a_patient(
    path: Path, vocabulary: Vocabulary
) -> None:
    if path.stem in NOBODY:
        with pytest.raises(BundleError, match="holds no Patient"):
            read_bundle(record(path), vocabulary)
        return
    document, unread = read_bundle(record(path), vocabulary)
    read_case(document, vocabulary)
    assert not any("not valid FHIR" in one.why for one in unread)
    assert all(isinstance(one, Unread) and one.resource and one.why for one in unread)


BIOLOGY = [
    ("Observation-tumor-marker-test-er-jenny-m", {"hormone_receptor": "positive"}),
    ("Observation-tumor-marker-test-pr-jenny-m", {}),
    ("Observation-tumor-marker-test-her2-jenny-m", {"biomarkers_absent": ["her2_positive"]}),
    ("Observation-tumor-marker-test-egf", {}),
    ("Observation-gx-genomic-msi", {"biomarkers": ["msi_high"]}),
    ("Observation-gx-genomic-tmb", {"biomarkers": ["tmb_high"]}),
    ("Observation-genomic-variant-jenny-m", {}),
    ("Observation-genomic-variant-germline-deletion", {}),
    ("Observation-genomic-variant-fusion", {}),
    ("Observation-gx-genomic-variant-fusion-met-alk", {}),
    ("Observation-gx-genomic-variant-pertinent-negative-nras-kit-braf", {}),
    ("Observation-us-core-observation-lab-neutrophils-jenny-m", {}),
    ("Observation-hemoglobin-brian-l", {"hemoglobin": "6.7 g/dL"}),
    ("Observation-white-blood-cell-brian-l", {"white_cells": "88.5 10*3/uL"}),
]


@pytest.mark.parametrize(("name", "expected"), BIOLOGY)
def test_results_of_single_examples(
    name: str, expected: dict[str, Any], vocabulary: Vocabulary
) -> None:
    found, whys = facts(name, vocabulary)
    assert found == expected
    assert bool(whys) is (not expected)


def test_a_named_change_in_a_report_of_melanoma(vocabulary: Vocabulary) -> None:
    found, whys = facts("Bundle-bundle-oncology-diagnostic", vocabulary)
    assert found["biomarkers"] == ["braf_v600e"]
    assert "braf_v600e: not told whether somatic; taken as of the tumor" in whys
    assert "no binding for Tumor Mutational Burden" in whys  # a text without a code


def test_a_report_whose_code_and_word_name_two_genes(vocabulary: Vocabulary) -> None:
    """Two published examples give one gene number to KIT and to NRAS."""
    found, whys = facts("Bundle-bundle-oncology-report-example", vocabulary)
    assert "biomarkers" not in found
    assert "its gene is KIT and NRAS; which holds?" in whys


def test_a_change_without_significance_is_no_biomarker(vocabulary: Vocabulary) -> None:
    _, whys = facts("Bundle-bundle-oncology-report-example", vocabulary)
    assert "a variant of PIK3CA: its significance is not told as pathogenic" in whys
