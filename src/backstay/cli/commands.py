"""Every command, registered by importing its module."""

from backstay.cli import (
    assessing,
    book,
    coverage,
    demo,
    dose,
    exporting,
    fhir,
    hooks,
    looking,
    medicines,
    proving,
    recording,
    schemas,
)

__all__ = [
    "assessing", "book", "coverage", "demo", "dose", "exporting", "fhir", "hooks", "looking", "medicines",
    "proving", "recording", "schemas",
]  # fmt: skip
