"""A result that is not opened further gives what reading the whole of it would give."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from resources import ECOG, LOINC, OWN, PATIENT, bundle, concept, observation, of_patient

import backstay_knowledge
from backstay.case import Vocabulary
from backstay.exchange import dull, read_bundle, reader
from backstay.exchange.bindings import load_bindings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "examples"
BUNDLES = sorted((Path(backstay_knowledge.__file__).parent / "cases" / "bundles").glob("*.json"))
BUNDLES += sorted((Path(__file__).resolve().parents[2] / "malformed" / "bundles").glob("*.json"))
BUNDLES += sorted((SHARED / "synthea_cancer").glob("*.json"))
FOLDERS = ("mcode_stu4", "codex_rt", "genomics")
SINGLE = [path for name in FOLDERS for path in (SHARED / name).glob("*.json")]
OTHER = concept((LOINC, "0-0"))
PULSE = concept((LOINC, "0-1"))


def said(data: bytes, vocabulary: Vocabulary) -> Any:
    try:
        return read_bundle(data, vocabulary, now=NOW)
    except ValueError as error:
        return str(error)


def both_ways(data: bytes, vocabulary: Vocabulary, patched: pytest.MonkeyPatch) -> tuple[Any, Any]:
    quick = said(data, vocabulary)
    with patched.context() as change:
        change.setattr(reader, "told_by_code", lambda *_: None)
        return quick, said(data, vocabulary)


@pytest.mark.parametrize("path", BUNDLES, ids=lambda path: path.stem)
def test_whole_records(path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, whole = both_ways(path.read_bytes(), vocabulary, monkeypatch)
    assert quick == whole


@pytest.mark.shared
@pytest.mark.skipif(not SINGLE, reason="../shared/examples is not here")
def test_single_examples(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each as a result of the same patient, so that every kind of code is met."""
    for path in SINGLE:
        one = json.loads(path.read_bytes())
        if one["resourceType"] in dull.KINDS:
            data = bundle(PATIENT, {**one, "subject": {"reference": "Patient/p1"}})
            quick, whole = both_ways(data, vocabulary, monkeypatch)
            assert quick == whole, path.name


@pytest.mark.parametrize(
    "one",
    [
        observation(OTHER),
        observation({}),
        observation({"text": "a word"}),
        observation(OTHER, status="entered-in-error"),
        observation(OTHER, status=None),
        observation(OTHER, component=[{"code": concept(ECOG), "valueInteger": 1}]),
        observation(OTHER, component=[{"code": PULSE}, {}]),
        observation(concept((OWN, "bananas"))),
        observation(OTHER, component=[{"code": concept((OWN, "escc"))}]),
        of_patient("DiagnosticReport", "d", status="final", code=concept((LOINC, "30854-4"))),
        of_patient("DiagnosticReport", "d", status="final", code=OTHER),
        observation({"coding": 7}),
        observation(OTHER, component=7),
    ],
)
def test_single_results(
    one: dict[str, Any], vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = {**one, "id": "second"}
    quick, whole = both_ways(bundle(PATIENT, one, second), vocabulary, monkeypatch)
    assert quick == whole


def test_a_code_nobody_knows_is_not_opened(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setitem(reader.READERS, "Observation", never)
    several = [observation(OTHER, f"o{at}", valueString="x") for at in range(4)]
    _, unread = read_bundle(bundle(PATIENT, *several), vocabulary, now=NOW)
    assert [(one.resource, one.why) for one in unread] == [
        ("Observation (4)", "no binding for loinc 0-0")
    ]


def test_every_table_by_code_is_asked() -> None:
    """A table that is added to the bindings counts without being named."""
    bindings = load_bindings()
    known, ours = dull._known()
    for table in (bindings.observations, bindings.markers, bindings.tokens, bindings.withheld):
        assert set(table) <= known
    assert set(bindings.own) < ours
    assert all(isinstance(one, tuple) for one in msgspec.structs.asdict(bindings)["reports"])
