"""Every code in the bindings was checked; every fact and value they name exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backstay.case import Vocabulary
from backstay.case.facts import Fact
from backstay.case.problems import Report
from backstay.case.structures import read_value
from backstay.case.text import Lines, Tree
from backstay.exchange import bindings as module
from backstay.exchange.binding_kinds import Diagnosed, Observed, Operated, Reported
from backstay.exchange.bindings import load_bindings
from backstay.knowledge import KnowledgeError

SEEN = Path(__file__).resolve().parents[2] / "fixtures" / "codes_seen.json"
SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
TREATMENT_LOCATIONS = "profiles/ValueSet-mcode-radiotherapy-treatment-location-vs.json"
KINDS_OF_TERM = re.compile(
    r" \((disorder|finding|procedure|body structure|regime/therapy)\)$",
)


def checked() -> dict[tuple[str, str], set[str]]:
    """Codes that were seen in a published value set or example, with their words."""
    listed = json.loads((SHARED / "examples" / "verified_codes.json").read_text())
    listed += [{**one, "verified": True} for one in json.loads(SEEN.read_text(encoding="utf-8"))]
    found = {(one["system"], one["code"]): {one["display"]} for one in listed if one["verified"]}
    value_set = json.loads((SHARED / "examples" / TREATMENT_LOCATIONS).read_text())
    for part in value_set["compose"]["include"]:
        for one in part.get("concept", []):
            found.setdefault((part["system"], one["code"]), {one["display"]})
    for one in example_codings():
        words = found.setdefault((one["system"], one["code"].replace("HGNC:", "")), set())
        words |= {one["display"]} if "display" in one else set()
    return found


def example_codings() -> Iterator[dict[str, str]]:
    """Every coding of the mCODE, genomics and radiotherapy examples."""
    for folder in ("mcode_stu4", "genomics", "codex_rt"):
        for path in (SHARED / "examples" / folder).glob("*.json"):
            waiting: list[Any] = [json.loads(path.read_bytes())]
            while waiting:
                one = waiting.pop()
                if isinstance(one, dict):
                    if isinstance(one.get("system"), str) and isinstance(one.get("code"), str):
                        yield one
                    waiting += one.values()
                elif isinstance(one, list):
                    waiting += one


def under_any_address(known: dict[tuple[str, str], set[str]]) -> dict[tuple[str, str], set[str]]:
    """The same by the short name of the system."""
    found: dict[tuple[str, str], set[str]] = {}
    for (url, code), words in known.items():
        name = load_bindings().systems.get(url)
        if name:
            found.setdefault((name, code), set()).update(words)
    return found


def used() -> Iterator[tuple[str, str, str]]:
    """System, code and words of every code in the folder."""
    for rows in load_bindings().entries.values():
        for row in rows:
            for field in ("codes", "beams", "techniques"):
                for system, codes in getattr(row, field, {}).items():
                    yield from ((system, code, words) for code, words in codes.items())


@pytest.mark.shared
@needs_shared
def test_every_code_was_checked_and_its_words_are_those_of_the_source() -> None:
    known = under_any_address(checked())
    for system, code, words in used():
        if system not in (
            "backstay",
            "radelement",
            "rxnorm",
            "timing",
        ):  # drugs have a test of their own
            listed = known[(system, code.replace("HGNC:", ""))]
            plain = {KINDS_OF_TERM.sub("", one.replace("  ", " ")) for one in listed}
            assert words in plain | listed or not listed, code


@pytest.mark.shared
@needs_shared
def test_answers_and_radelement_ids_stand_in_the_reference() -> None:
    reference = (SHARED / "reference" / "scores.md").read_text()
    for row in load_bindings().entries["observations"]:
        assert isinstance(row, Observed)
        for system, answers in row.answers.items():
            for code in answers:
                assert code.partition(".")[0] in reference, (system, code)
    for system, code, _ in used():
        if system == "radelement":  # an RDE number is that of the OIFM element
            name = f"OIFMA_CDE_{int(code[3:]):06}" if code.startswith("RDE") else code
            assert name.partition(".")[0] in reference, code


@pytest.mark.shared
@needs_shared
def test_radelement_lists_the_levels_in_the_order_of_the_reference() -> None:
    reference = (SHARED / "reference" / "scores.md").read_text()
    order = re.search(r"order_of_value_codes: \[([^\]]+)\]", reference)
    assert order
    expected = {f"OIFMA_CDE_000151.{n}": name for n, name in enumerate(order[1].split(","))}
    found = {code[1]: level for code, level in load_bindings().levels.items() if "OIFMA" in code[1]}
    assert found == expected


def takes(fact: Fact, value: str) -> None:
    report = Report({})
    read_value([value] if fact.kind == "many" else value, fact, (fact.id,), report)
    report.finish()


def test_every_fact_and_value_exists(vocabulary: Vocabulary) -> None:
    for rows in load_bindings().entries.values():
        for row in rows:
            for name, value in named(row):
                fact = vocabulary.find(name)
                assert fact is not None, (row.id, name)
                takes(fact, value)


def named(row: Any) -> Iterator[tuple[str, str]]:
    """Facts with the values that one binding can give."""
    if isinstance(row, Observed):
        for codes in (*row.answers.values(), *row.words.values()):
            yield from ((row.fact, value) for value in codes.values())
    if isinstance(row, Diagnosed):
        yield from (("primary", value) for value in row.primary)
        yield from ((name, value) for name, values in row.many.items() for value in values)
    if isinstance(row, Diagnosed | Operated):
        yield from row.lesion.items()
    if isinstance(row, Diagnosed | Reported):
        yield from row.sets.items()


NOT_BOUND = {  # verified codes that a Condition may carry, and why no binding names them
    (
        "icd10cm",
        "C41.2",
    ): "a cancer that began in the spine: sarcoma or another, so it is asked as not bound",
}
OF_A_DISEASE = re.compile(r"\((disorder|finding)\)$")


@pytest.mark.shared
@needs_shared
def test_every_verified_diagnosis_is_bound_or_has_a_reason() -> None:
    listed = json.loads((SHARED / "examples" / "verified_codes.json").read_text())
    short = load_bindings().systems
    for one in listed:
        name = short[one["system"]]
        if name == "icd10cm" or OF_A_DISEASE.search(one["display"]):
            bound = (one["system"], one["code"]) in load_bindings().conditions
            assert bound != ((name, one["code"]) in NOT_BOUND), one


def test_codes_seen_are_codes_used() -> None:
    seen = json.loads(SEEN.read_text(encoding="utf-8"))
    names = {(system, code) for system, code, _ in used()}
    short = load_bindings().systems
    assert {(short[one["system"]], one["code"]) for one in seen} <= names


def test_every_observation_binding_names_a_fact(vocabulary: Vocabulary) -> None:
    for one in load_bindings().observations.values():
        assert vocabulary.find(one.fact) is not None, one.id


def test_every_level_is_a_level(vocabulary: Vocabulary) -> None:
    levels = vocabulary.lesion["level"].values
    assert set(load_bindings().levels.values()) == set(levels) - {"C0"}


def test_the_code_of_prostate_metastasis_is_not_taken_for_the_spine() -> None:
    """94503003 is often mistaken for the vertebral column; it is the prostate."""
    assert ("http://snomed.info/sct", "94503003") not in load_bindings().conditions


MISTAKES = [
    ({"colors": []}, "colors is not a kind of binding"),
    ({"levels": [{"id": "T1", "codes": {}, "color": "red"}]}, "T1: .*color"),
    ({"levels": ["T1"]}, "T1: Expected `object`"),
    ({"levels": [{"id": "T1", "codes": {"loink": {"1": "x"}}}]}, "loink is not declared"),
    (
        {"routes": [{"id": "oral", "words": ["po"]}, {"id": "nasal", "words": ["po"]}]},
        "po is bound by oral and nasal",
    ),
    (
        {
            "levels": [
                {"id": "T1", "codes": {"snomed": {"1": "x"}}},
                {"id": "T2", "codes": {"snomed": {"1": "x"}}},
            ]
        },
        "1 is bound by T1 and T2",
    ),
]
SYSTEMS = {
    "systems": [
        {"id": "backstay", "name": "own", "urls": ["b"]},
        {"id": "snomed", "name": "SNOMED CT", "urls": ["s"]},
    ]
}


@pytest.mark.parametrize(("rows", "message"), MISTAKES)
def test_a_mistake_in_the_folder_is_named(
    rows: dict[str, Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [("systems.yaml", Tree(SYSTEMS, Lines())), ("bad.yaml", Tree(rows, Lines()))]
    monkeypatch.setattr(module, "read_folder", lambda name: files)
    with pytest.raises(KnowledgeError, match=message):
        load_bindings.__wrapped__()
