"""A case, its assessment and the team's decision as FHIR R4 resources."""

from backstay.exchange.write.facts import derived, facts_bundle

__all__ = ["derived", "facts_bundle"]
