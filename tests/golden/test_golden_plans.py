"""The three example bundles, from FHIR to the printed plan, held to what a reader saw and accepted.

When a change of rules or words is meant, look at every line of the difference, then write the files anew:
BACKSTAY_WRITE_GOLDEN=1 pytest tests/golden
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from backstay.case import read_case
from backstay.cli.demo import example_bundles
from backstay.exchange import read_bundle
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess
from backstay.present import text

HERE = Path(__file__).parent
KNOWLEDGE = load_knowledge()


def document_of(bundle: Path) -> dict[str, Any]:
    facts, _ = read_bundle(bundle.read_bytes(), KNOWLEDGE.facts)
    return as_document(assess(read_case(facts, KNOWLEDGE.facts), KNOWLEDGE))


def skeleton(document: dict[str, Any]) -> dict[str, Any]:
    """What decides: clock, scores, stances, checks, steps and the first questions."""
    return {
        "urgency": {key: document["urgency"][key] for key in ("level", "could_be", "within_hours")},
        "scores": {
            f"{s['id']}@{s['lesion']}": s["total"] if s["total"] is not None else s["interval"]
            for s in document["scores"]
        },
        "options": {
            f"{o['id']}@{o['lesion']}": [
                o["stance"],
                o["ready"],
                o["robust"],
                [c["fact"] for c in o["check_first"]],
            ]
            for o in document["options"]
            if o["stance"] != "not_indicated"
        },
        "steps": [
            [s["id"], s["lesion"], s["within_hours"], s["after"]] for s in document["plan"]["steps"]
        ],
        "questions": [q["fact"] for q in document["questions"][:12]],
        "notices": [notice["id"] for notice in document["notices"]],
    }


def held(path: Path, found: str) -> None:
    if os.environ.get("BACKSTAY_WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("bundle", example_bundles(), ids=lambda path: path.stem)
def test_the_decision_is_the_one_that_was_accepted(bundle: Path) -> None:
    shown = json.dumps(skeleton(document_of(bundle)), indent=1, ensure_ascii=False) + "\n"
    held(HERE / f"{bundle.stem}.json", shown)


@pytest.mark.parametrize("bundle", example_bundles(), ids=lambda path: path.stem)
def test_the_printed_plan_is_the_one_that_was_read(bundle: Path) -> None:
    document = document_of(bundle)
    printed = text(document, KNOWLEDGE).replace(document["knowledge"]["fingerprint"], "sha256:...")
    held(HERE / f"{bundle.stem}.txt", printed)
