"""A case that goes out as a bundle comes back as the same facts with the same dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import fhirkit
import pytest
from case_documents import documents
from cases import KNOWLEDGE
from hypothesis import HealthCheck, assume, given, settings
from profile_checks import problems

import backstay_knowledge
from backstay.case import Case, CaseError, read_case
from backstay.case.text import read_yaml
from backstay.exchange import read_bundle
from backstay.exchange.ours import FACT_PROFILE
from backstay.exchange.write import facts_bundle

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
CASES = Path(backstay_knowledge.__file__).parent / "cases"
KEYS = ("case", "as_of", "patient", "lesions", "observed")
SHIPPED = sorted(CASES.rglob("*.yaml"))


def read_again(bundle: Mapping[str, Any]) -> Case:
    document, unread = read_bundle(
        json.dumps(bundle).encode(), KNOWLEDGE.facts, knowledge=KNOWLEDGE
    )
    assert unread == []
    return read_case(document, KNOWLEDGE.facts)


def told(case: Case) -> dict[str, Any]:
    """All that a case says, without the order of lesions and the names of resources."""
    lesions = None
    if case.lesions is not None:
        lesions = {one.name: (placed(one.facts), dates(one.seen)) for one in case.lesions}
    remarks = sorted((one.kind, one.facts, one.lesion or "") for one in case.remarks)
    patient = (case.patient, dates(case.seen))
    return {
        "name": case.name,
        "as_of": case.document["as_of"],
        "patient": patient,
        "lesions": lesions,
        "remarks": remarks,
    }


def placed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a lesion; an end at the level itself says nothing."""
    alone = facts.get("to_level") == facts["level"]
    return {name: one for name, one in facts.items() if not (alone and name == "to_level")}


def dates(seen: Mapping[str, Any]) -> dict[str, Any]:
    return {name: (one.value, one.when) for name, one in seen.items() if one.when}


def check(case: Case) -> None:
    bundle = facts_bundle(case, KNOWLEDGE)
    ids = [one["fullUrl"] for one in bundle["entry"]]
    assert len(set(ids)) == len(ids)
    assert fhirkit.validate(json.dumps(bundle)) == []
    assert problems(bundle) == []
    assert told(read_again(bundle)) == told(case)


@SLOW
@given(documents())
def test_every_case_comes_back(document: dict[str, Any]) -> None:
    try:
        case = read_case(document, KNOWLEDGE.facts)
    except CaseError:
        assume(False)
    check(case)


def shipped(path: Path) -> Case:
    tree = read_yaml(path.read_text()).value
    return read_case({key: tree[key] for key in KEYS if key in tree}, KNOWLEDGE.facts)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_case_comes_back(path: Path) -> None:
    check(shipped(path))


@SLOW
@given(documents())
def test_without_our_codes_nothing_else_is_said(document: dict[str, Any]) -> None:
    """What another system keeps of the bundle gives fewer facts, and never another value."""
    try:
        case = read_case(document, KNOWLEDGE.facts)
    except CaseError:
        assume(False)
    check_others(case)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_without_our_codes_a_shipped_case_says_nothing_else(path: Path) -> None:
    check_others(shipped(path))


def check_others(case: Case) -> None:
    bundle = without_our_words(facts_bundle(case, KNOWLEDGE))
    document, _ = read_bundle(json.dumps(bundle).encode(), KNOWLEDGE.facts, knowledge=KNOWLEDGE)
    other = read_case(document, KNOWLEDGE.facts)
    for name, value in other.patient.items():
        same(name, value, case.patient.get(name))
    levels = {one.name: one.facts for one in case.lesions or ()}
    for one in other.lesions or ():
        facts = levels.get(one.name)
        for name, value in one.facts.items() if facts else ():
            same(name, value, facts.get(name))


def same(name: str, value: object, ours: object) -> None:
    """The same value; of a list the same entries, perhaps with fewer fields."""
    if isinstance(value, tuple):
        assert isinstance(ours, tuple)
        assert len(value) <= len(ours), name
        for one in value:
            assert any(one.items() <= each.items() for each in ours), (name, one, ours)
    else:
        assert value == ours, name


def without_our_words(bundle: dict[str, Any]) -> dict[str, Any]:
    """The bundle as a system keeps it that drops marks, codes and profiles which it does not know."""
    kept = json.loads(json.dumps({**bundle, "meta": {}}))
    for entry in kept["entry"]:
        resource = entry["resource"]
        profiles = resource.get("meta", {}).get("profile", [])
        resource["meta"] = {"profile": [one for one in profiles if one != FACT_PROFILE]}
        drop_codings(resource)
    return dict(kept)


def drop_codings(part: Any) -> None:
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        drop_codings(one)
    if isinstance(part, dict) and "coding" in part:
        part["coding"] = [one for one in part["coding"] if "backstay" not in one["system"]]
