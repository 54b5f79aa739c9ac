"""Tables on changing opioids from which something is missing that no added entry could show."""

from __future__ import annotations

from typing import Any

from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.rotation_checks import rotation_problems


def made(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    known = load_knowledge()
    facts = {**known.facts.patient, **known.facts.lesion}
    every = {"ingredients": known.ingredients, "definitions": known.definitions, "facts": facts}
    return {**every, **known.tables, **changed}


def test_what_is_shipped_holds() -> None:
    assert list(rotation_problems(made())) == []


def test_tables_without_what_everyone_needs() -> None:
    empty = made(reductions={}, rescue_shares={}, opioid_steps={}, opioid_tapers={})
    assert [(kind, name) for kind, name, _ in rotation_problems(empty)] == [
        ("reductions", "sensitive"), ("reductions", "pain_not_held"), ("reductions", "usual"),
        ("reductions", "same_drug"), ("reductions", "patch_table"), ("rescue_shares", "usual"),
        ("rescue_shares", "sensitive"), ("opioid_tapers", "days"), ("opioid_tapers", "unknown"),
        ("opioid_steps", "least"),
    ]  # fmt: skip
