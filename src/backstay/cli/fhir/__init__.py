"""`backstay fhir ...`: each command in a module of its name."""

from backstay.cli.fhir import questionnaire, read, write

__all__ = ["questionnaire", "read", "write"]
