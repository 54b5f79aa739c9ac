"""Readers meet no abbreviation that GLOSSARY.md does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repository import ROOT, said

from backstay.knowledge import load_knowledge

TOKEN = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*\b")
NUMERALS = {"II", "III", "IV", "VI"}
KINDS = (
    "interventions",
    "scores",
    "statements",
    "clocks",
    "notices",
    "definitions",
    "settings",
)
TEXTS = ("title", "label", "asks", "help", "because", "text", "note")


def told() -> Iterator[tuple[str, str]]:
    """Every text of the knowledge that a reader sees, with the id of its entry."""
    knowledge = load_knowledge()
    facts = (*knowledge.facts.patient.values(), *knowledge.facts.lesion.values())
    for entry in (*facts, *(one for kind in KINDS for one in getattr(knowledge, kind).values())):
        for name in TEXTS:
            yield entry.id, getattr(entry, name, None) or ""


def test_every_abbreviation_is_explained() -> None:
    explained = set(TOKEN.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))
    wrong = {
        f"{token} (first in {entry})"
        for entry, text in reversed(list(told()))
        for token in TOKEN.findall(text)
        if token.removesuffix("s") not in explained | NUMERALS
    }
    assert not wrong, said(sorted(wrong), "write it out, or explain it in GLOSSARY.md")


def test_glossary_is_sorted_so_that_a_reader_finds_a_word() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").partition("## Abbreviations")[2]
    listed = [name.lower() for name in re.findall(r"^- \*\*([^*]+)\*\*", text, re.MULTILINE)]
    assert listed == sorted(listed)
