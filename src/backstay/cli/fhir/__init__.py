"""`backstay fhir ...`: each command in a module of its name."""

from backstay.cli.fhir import read, write

__all__ = ["read", "write"]
