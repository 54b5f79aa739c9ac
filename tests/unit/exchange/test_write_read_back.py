"""What Backstay wrote is never read back as a fact: not in its own bundle, and not out of a hospital's record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plans import COMPRESSED, DECISION, IN_PAIN, assessed, of_kind, planned
from resources import ECOG, PATIENT, bundle, concept, observation, order

from backstay.case import Vocabulary
from backstay.exchange import read_bundle
from backstay.exchange.own import DRAFT, SCORE
from backstay.exchange.write import facts_bundle, plan_bundle, read_decision


@pytest.mark.parametrize(
    ("text", "decision"), [(COMPRESSED, None), (COMPRESSED, DECISION), (IN_PAIN, None)]
)
def test_a_plan_reads_back_as_its_facts_alone(text: str, decision: str | None) -> None:
    case, assessment, knowledge = assessed(text)
    decided = read_decision(decision.encode(), assessment, knowledge) if decision else None
    plan = json.dumps(plan_bundle(case, assessment, knowledge, decided)).encode()
    facts = json.dumps(facts_bundle(case, knowledge)).encode()
    assert read_bundle(plan, knowledge.facts, knowledge=knowledge) == read_bundle(
        facts, knowledge.facts, knowledge=knowledge
    )


@pytest.mark.parametrize(("text", "decision"), [(COMPRESSED, DECISION), (IN_PAIN, None)])
def test_a_record_that_holds_our_plan_gives_no_fact_of_it(
    vocabulary: Vocabulary, text: str, decision: str | None
) -> None:
    written = planned(text, decision, transaction=True, patient="Patient/p1")
    document, unread = read_bundle(bundle(PATIENT, *written), vocabulary)
    assert document["patient"] == {} and "lesions" not in document and "observed" not in document
    whys = {one.why for one in unread}
    assert whys == {SCORE, DRAFT, "resources of this kind are not read"}
    assert not any(one.counted for one in unread)


def ours(**fields: Any) -> dict[str, Any]:
    """A draft of ours in a record, and what became of it."""
    (one, *_) = of_kind(
        planned(IN_PAIN, transaction=True, patient="Patient/p1"), "MedicationRequest"
    )
    return {**one, **fields}


@pytest.mark.parametrize(
    "became",
    [{"status": "active", "intent": "order"}, {"status": "active"}, {"intent": "order"}, {"meta": {}}],
)  # fmt: skip
def test_a_draft_that_became_an_order_is_read_or_asked_for(
    vocabulary: Vocabulary, became: dict[str, Any]
) -> None:
    document, unread = read_bundle(bundle(PATIENT, ours(**became)), vocabulary)
    assert not any(one.why == DRAFT for one in unread)
    assert "medicines" in document["patient"] or any("is it taken?" in one.why for one in unread)


def test_the_draft_of_someone_else_is_asked_for(vocabulary: Vocabulary) -> None:
    _, unread = read_bundle(bundle(PATIENT, order(status="draft", intent="proposal")), vocabulary)
    assert any("is it taken?" in one.why for one in unread)


def test_a_fact_beside_a_code_of_ours_is_still_read(vocabulary: Vocabulary) -> None:
    scores = ("https://backstay.example/fhir/CodeSystem/scores", "sins")
    both = observation(concept(ECOG, scores), valueInteger=1)
    document, _ = read_bundle(bundle(PATIENT, both), vocabulary)
    assert document["patient"] == {"ecog": "1"}
