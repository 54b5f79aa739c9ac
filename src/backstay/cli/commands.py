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
    manage,
    medicines,
    proving,
    recording,
    schemas,
    serving,
)

__all__ = [
    "assessing", "book", "coverage", "demo", "dose", "exporting", "fhir", "hooks", "looking", "manage",
    "medicines", "proving", "recording", "schemas", "serving",
]  # fmt: skip
