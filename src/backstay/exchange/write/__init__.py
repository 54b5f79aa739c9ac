"""A case, its assessment and the team's decision as FHIR R4 resources."""

from backstay.exchange.write.bundle import WriteError, plan_bundle
from backstay.exchange.write.deciding import read_decision
from backstay.exchange.write.decision import Decision, DecisionError
from backstay.exchange.write.facts import derived, facts_bundle

__all__ = [
    "Decision",
    "DecisionError",
    "WriteError",
    "derived",
    "facts_bundle",
    "plan_bundle",
    "read_decision",
]
