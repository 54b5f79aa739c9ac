"""`backstay fhir ...`: each command in a module of its name."""

from backstay.cli.fhir import questionnaire, read

__all__ = ["questionnaire", "read"]
