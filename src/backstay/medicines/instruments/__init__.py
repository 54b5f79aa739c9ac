"""Questionnaires and scales, and the answer of pain to treatment."""

from backstay.medicines.instruments.answer import Response, response
from backstay.medicines.instruments.scoring import (
    Banded,
    PartScored,
    Scored,
    as_facts,
    instruments,
    score,
)

__all__ = [
    "Banded",
    "PartScored",
    "Response",
    "Scored",
    "as_facts",
    "instruments",
    "response",
    "score",
]
