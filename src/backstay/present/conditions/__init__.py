"""Expressions of knowledge in plain English: as one sentence, and as nested lists of all and any."""

from __future__ import annotations

from backstay.present.conditions.outline import Outline, outline
from backstay.present.conditions.parts import Part, Term, plain_text
from backstay.present.conditions.sentence import sentence

__all__ = ["Outline", "Part", "Term", "outline", "plain_text", "sentence"]
