"""A case, its assessment and the team's decision as FHIR R4 resources."""

from backstay.exchange.write.bundle import WriteError, plan_bundle
from backstay.exchange.write.deciding import read_decision
from backstay.exchange.write.decision import Decision, DecisionError

__all__ = ["Decision", "DecisionError", "WriteError", "plan_bundle", "read_decision"]
