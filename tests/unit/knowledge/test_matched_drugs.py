"""What statements on cancer drugs point to exists, and what is from memory never recommends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from backstay.knowledge import load_knowledge
from backstay.knowledge import tree as t
from backstay.knowledge.tumor_tables import evidence_items, linked_rows, tumor_types
from backstay.plan.approvals import approvals_of, drugs_of

KNOWLEDGE = load_knowledge()
LINKED = [r for r in KNOWLEDGE.statements.values() if r.oncotree or r.civic or r.approvals]
HOLDS = ("hold_systemic", "restart_systemic")


def test_there_are_matched_drugs() -> None:
    assert len(LINKED) > 80
    assert sum(len(rule.approvals) for rule in LINKED) > 150


@pytest.mark.parametrize("rule", LINKED, ids=lambda rule: rule.id)
def test_tumor_types_and_evidence_items_exist(rule: Any) -> None:
    assert not [code for code in rule.oncotree if code not in tumor_types()]
    assert not [item for item in rule.civic if item not in evidence_items()]
    assert not [item for item in rule.civic if evidence_items()[item]["flagged"] == "true"]


@pytest.mark.parametrize("rule", [r for r in LINKED if r.approvals], ids=lambda rule: rule.id)
def test_an_approval_names_drugs_as_lists_do_and_its_date(rule: Any) -> None:
    for one in rule.approvals:
        assert one.drugs and all(re.fullmatch(r"[a-z0-9_]+", drug) for drug in one.drugs)
        assert one.on is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", one.on)
        assert one.seen is None or re.fullmatch(r"\d{4}-\d\d", one.seen)
        if "memory" in one.by:
            assert rule.says != "recommend"
            assert one.seen is None, "what is remembered was not seen"


def test_a_statement_from_memory_alone_never_recommends() -> None:
    for rule in LINKED:
        if rule.approvals and all("memory" in one.by for one in rule.approvals):
            assert rule.checked.status == "unverified"


def test_old_reading_of_a_label_is_marked() -> None:
    old = approvals_of(KNOWLEDGE.statements["lung-egfr-uncommon"])
    new = approvals_of(KNOWLEDGE.statements["lung-egfr-t790m"])
    assert [one["old"] for one in (*old, *new)] == [True, False]


def test_drugs_are_named_once() -> None:
    drugs = drugs_of(KNOWLEDGE.statements["lung-egfr-sensitizing"])
    assert drugs == ["osimertinib", "platinum", "pemetrexed", "amivantamab", "lazertinib"]


def test_public_rows_are_told_with_their_source() -> None:
    told = linked_rows(KNOWLEDGE.statements["lung-egfr-t790m"])
    assert told[0] == "OncoTree NSCLC: Non-Small Cell Lung Cancer"
    assert any("EID238" in row and "resistance" in row and "PMID" in row for row in told)


def names_in(node: t.Node) -> Iterator[str]:
    if isinstance(node, t.Has) and node.name.id == "current_systemic_therapy":
        yield from node.options
    for child in t.children(node):
        yield from names_in(child)


def test_every_drug_with_a_hold_is_known_to_have_one() -> None:
    """The notice on drugs without data must fall silent for exactly the drugs that a statement names."""
    named = {
        drug
        for unit in KNOWLEDGE.units
        if unit.kind == "statement" and set(KNOWLEDGE.about[unit.entry.id]) & set(HOLDS)
        for drug in names_in(unit.nodes[0])
    }
    assert set(KNOWLEDGE.definitions["drug_without_hold_data"].of) == named
