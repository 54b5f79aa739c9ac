"""Facts and interventions of the knowledge against the design they must not drift from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backstay.case.facts import Fact
from backstay.case.text import read_yaml
from backstay.case.units import factor
from backstay.knowledge.collect import build, entries_of
from backstay.knowledge.data import read_folder
from backstay.knowledge.entries import Intervention

DESIGN = Path(__file__).resolve().parents[4] / "shared" / "design"
FIXED = ("kind", "ordered", "unit", "step")  # keys that the design gives as they are
RANGE = (
    "min",
    "max",
)  # may be wider than designed, where a real value would be refused, never narrower
needs_design = pytest.mark.skipif(not DESIGN.exists(), reason="../shared/design is not here")


@cache
def entries(kind: str) -> dict[str, Any]:
    """Entries of one folder; the rest of the knowledge need not be sound for these tests."""
    files = read_folder(kind)
    listed = [entries_of(name, tree) for name, tree in files]
    assert not [problem for _, problems in listed for problem in problems]
    made, _ = build([raw for raws, _ in listed for raw in raws])
    return made[kind]


def facts() -> dict[str, Fact]:
    return entries("facts")


def interventions() -> dict[str, Intervention]:
    return entries("interventions")


@cache
def design(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read_yaml((DESIGN / name).read_bytes()).value
    return found


def as_fact(name: str, keys: dict[str, Any]) -> Fact:
    """Keys that the strict reader left as text, read like a fact of their own."""
    return msgspec.convert({"id": name, "label": name, "asks": "", **keys}, Fact, strict=False)


def fields_of(fact: Fact) -> list[Fact]:
    return [as_fact(name, keys) for name, keys in fact.fields.items()]


@pytest.mark.shared
@needs_design
@pytest.mark.parametrize("scope", ["patient", "lesion"])
def test_every_fact_of_the_design_is_there(scope: str) -> None:
    held = {fact.id for fact in facts().values() if fact.scope == scope}
    assert not set(design("vocabulary.yaml")[scope]) - held


@pytest.mark.shared
@needs_design
@pytest.mark.parametrize("scope", ["patient", "lesion"])
def test_facts_are_as_designed(scope: str) -> None:
    for name, wanted in design("vocabulary.yaml")[scope].items():
        fact = as_fact(name, {key: wanted[key] for key in (*FIXED, *RANGE) if key in wanted})
        held = facts()[name]
        for key in FIXED:
            assert getattr(held, key) == getattr(fact, key), f"{name}: {key}"
        assert (held.min is None, held.max is None) == (fact.min is None, fact.max is None), name
        assert fact.min is None or (held.min or 0.0) <= fact.min, f"{name}: min"
        assert fact.max is None or (held.max or 0.0) >= fact.max, f"{name}: max"


@pytest.mark.shared
@needs_design
@pytest.mark.parametrize("scope", ["patient", "lesion"])
def test_values_and_fields_are_as_designed(scope: str) -> None:
    for name, wanted in design("vocabulary.yaml")[scope].items():
        fact, values = facts()[name], wanted.get("values")
        if isinstance(values, list):
            # An unordered list may grow; what was designed stays in it, in its order.
            grown = fact.kind in ("choice", "many") and not fact.ordered
            held = [value for value in fact.values if value in values or not grown]
            assert held == values, name
        elif values == "same as level":
            assert fact.values == facts()["level"].values
        else:
            assert fact.open == (values == "open"), name
        fields = wanted.get("of") or (values if fact.kind == "map" else ())
        # Entries may grow fields; what was designed stays, in its order.
        assert [field for field in fact.fields if field in fields] == list(fields), name


@pytest.mark.shared
@needs_design
def test_interventions_are_as_designed() -> None:
    wanted = {
        name: (modality, (more or {}).get("scope", "patient"))
        for modality, listed in design("interventions.yaml").items()
        for name, more in listed.items()
    }
    held = {one.id: (one.modality, one.scope) for one in interventions().values()}
    assert {name: held.get(name) for name in wanted} == wanted


def test_every_unit_has_a_factor_that_parses() -> None:
    for fact in facts().values():
        for one in [fact, *fields_of(fact)]:
            assert not one.units or one.unit, f"{one.id} converts into no unit"
            assert all(factor(text) > 0 for text in one.units.values()), one.id


def test_known_conversions() -> None:
    """Pairs that the literature prints side by side."""
    pairs = [
        ("creatinine", "umol/L", 88.4, 1.0),
        ("albumin", "g/L", 37, 3.7),
        ("calcium", "mmol/L", 2.57, 10.3),
        ("bilirubin", "umol/L", 34.2, 2.0),
        ("crp", "mg/dL", 0.4, 4.0),
        ("platelets", "/uL", 100_000, 100),
        ("platelets", "K/uL", 100, 100),
        ("ldh", "ukat/L", 4.17, 250),
        ("ldh", "IU/L", 250, 250),
        ("hours_since_first_red_flag", "mo", 14, 10_227),
    ]
    for name, unit, given, expected in pairs:
        assert given * float(factor(facts()[name].units[unit])) == pytest.approx(expected, rel=2e-3)


def test_words_are_for_values_there_are() -> None:
    for fact in facts().values():
        assert set(fact.says) <= set(fact.values), fact.id


def test_red_flags_rank_all_their_values() -> None:
    for fact in facts().values():
        if fact.red_flag and fact.kind in ("choice", "yes_no"):
            assert sorted(fact.worse) == sorted(fact.values or ("true", "false")), fact.id


def test_validity_is_called_our_own_convention() -> None:
    for fact in facts().values():
        assert (fact.valid_for_days is None) or "our own convention" in (fact.help or ""), fact.id


def test_an_answer_to_a_treatment_does_not_lapse() -> None:
    """A refusal that grows old must not turn into an offer."""
    assert not [f.id for f in facts().values() if f.id.startswith("accepts_") and f.valid_for_days]


def test_twins_name_each_other() -> None:
    for fact in facts().values():
        if fact.excluded_by:
            assert facts()[fact.excluded_by].excludes == fact.id
        if fact.excludes:
            assert facts()[fact.excludes].excluded_by == fact.id


def test_exclusion_holds_both_ways_and_between_lesion_treatments() -> None:
    for one in interventions().values():
        for name in one.excludes:
            assert one.id in interventions()[name].excludes, f"{name} does not exclude {one.id}"
            assert interventions()[name].scope == one.scope == "lesion"
        assert one.id not in one.excludes


def test_order_has_no_circle() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name not in done:
            for before in interventions()[name].after:
                visit(before, (*path, name))
            done.add(name)

    for name in interventions():
        visit(name, ())


def test_what_refuses_is_a_yes_no_fact_of_the_patient() -> None:
    for one in interventions().values():
        if one.declined_by:
            fact = facts()[one.declined_by]
            assert (fact.kind, fact.scope) == ("yes_no", "patient"), one.id


def test_every_time_limit_says_where_it_comes_from() -> None:
    for one in interventions().values():
        assert (one.within_hours is None) == (one.timing is None), one.id
        assert one.timing in (None, "service") or one.timing in entries("evidence"), one.id


def test_every_intervention_speaks_to_the_patient() -> None:
    for one in interventions().values():
        assert one.patient and len(one.patient.split()) <= 25, one.id
