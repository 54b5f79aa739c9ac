"""The sources that an assessment rests on, and what was read of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from backstay.knowledge.entries import Source
from backstay.present import doses
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.reasons import truth
from backstay.present.values import clean
from backstay.present.words import plain, say

ORDER = ("primary", "secondary", "unverified")


class Cited(NamedTuple):
    id: str
    short: str
    citation: str
    place: str  # DOI, PubMed number or address
    read: str
    status: str


def cited(assessment: Assessment, knowledge: Knowledge) -> dict[str, list[Cited]]:
    """Sources of all that is shown, by what was read: primary first."""
    used = dict.fromkeys(_used(assessment, knowledge))
    entries = sorted((_cited(knowledge, name) for name in used), key=lambda one: one.short.lower())
    found = {status: [one for one in entries if one.status == status] for status in ORDER}
    return {status: group for status, group in found.items() if group}


def source(knowledge: Knowledge, name: str) -> Cited:
    return _cited(knowledge, name)


def _used(assessment: Assessment, knowledge: Knowledge) -> Iterable[str]:
    urgency = assessment.get("urgency") or {}
    yield from _of(urgency.get("because") or [])
    for option in assessment.get("options", []):
        yield from _of(option.get("statements") or [])
    for score in assessment.get("scores", []):
        # Of a score that lacks items its own paper is told, not those that test it.
        every = score.get("total") is not None
        yield from (score.get("evidence") or ())[: None if every else 1]
    for one in assessment.get("disagreements") or []:
        yield from _of(one.get("positions") or [])
    yield from _below(assessment.get("medicines") or {})
    yield from doses.sources(assessment, knowledge)


def _below(value: Any) -> Iterable[str]:
    """Sources named anywhere below a value."""
    if isinstance(value, dict):
        yield from value.get("evidence") or ()
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _below(part)


def _of(statements: Iterable[Entry]) -> Iterable[str]:
    """Sources of statements that hold; others are counted and not told."""
    for statement in statements:
        if "truth" not in statement or truth(statement) == "true":
            yield from statement.get("evidence") or ()


def _cited(knowledge: Knowledge, name: str) -> Cited:
    known = knowledge.evidence.get(name)
    if known is None:
        return Cited(name, clean(plain(name)), say("citation_missing"), "", "", "unverified")
    return Cited(
        name,
        clean(known.short),
        clean(known.citation),
        _place(known),
        clean(known.read),
        known.status,
    )


def _place(known: Source) -> str:
    """Where the source is found: its DOI, else its PubMed number, else its address."""
    if known.doi:
        return f"doi:{clean(known.doi)}"
    return f"PMID {clean(known.pmid)}" if known.pmid else clean(known.url or "")
