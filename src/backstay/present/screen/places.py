"""Where the links of a screen lead: into the book, and to the same screen with another lesion chosen."""

from __future__ import annotations

from backstay.present.knows import Assessment
from backstay.present.page.parts import Where, listed_below


def sources(assessment: Assessment) -> Where:
    """The link to a source: into the book where the assessment knows of one."""
    known = (assessment.get("book") or {}).get("sources") or {}

    def where(name: str) -> str:
        found: str = known.get(name) or listed_below(name)
        return found

    return where


def choose(lesion: str) -> str:
    """The link that chooses a lesion; a level says nothing about a person."""
    return f"?lesion={lesion}"
