"""A case, its assessment and the team's decision as FHIR R4 resources."""
