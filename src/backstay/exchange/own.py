"""What Backstay itself wrote into a record: statements of software, which are never facts about a person."""

from __future__ import annotations

from backstay.exchange.claims import Reading
from backstay.exchange.coding import codes
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept
from backstay.exchange.fhir_medicines import Request
from backstay.exchange.ours import is_derived

SCORES = "backstay-scores"
SCORE = "a score that Backstay wrote; scores are computed again from the facts"
DRAFT = "Backstay proposed it, and nobody ordered it"
_DRAFTS, _PROPOSED = ("draft", "cancelled"), ("proposal", "plan")


def is_own_score(code: Concept, reading: Reading) -> bool:
    """Whether an Observation is a score that Backstay wrote."""
    return any(reading.bindings.systems.get(url) == SCORES for url, _ in codes(code))


def is_own_draft(one: Request, found: Found) -> bool:
    """Whether an order is still the draft that Backstay wrote. The tag alone would hide what became an order."""
    return is_derived(found.peek.meta) and one.status in _DRAFTS and one.intent in _PROPOSED
