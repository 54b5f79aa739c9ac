"""The claims of all resources as one case document; which of several holds is left to the case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backstay.case.reader import LONGEST_NAME
from backstay.exchange.allergies import settle_allergies
from backstay.exchange.cancers import settle_cancers
from backstay.exchange.claims import (
    Cancer,
    Claim,
    Medicine,
    NoLesions,
    Operation,
    Radiation,
    Reading,
    Said,
)
from backstay.exchange.merging import merged
from backstay.exchange.operations import settle_operations
from backstay.exchange.problems import Unread, printable
from backstay.exchange.radiation import FACT, disputed, settle_radiation
from backstay.exchange.spans import Spans, spans_of
from backstay.exchange.taking import settle_medicines
from backstay.exchange.tumor import settle_tumor

_NAMES = ("level", "to_level")  # these name the lesion and have no date of their own


def document_of(
    name: str, said: list[Said], reading: Reading, unread: list[Unread]
) -> dict[str, Any]:
    """The document in the shape of a case; doubts are added to `unread`."""
    claims = [one for one in said if isinstance(one, Claim)]
    claims += _claims(settle_cancers([one for one in said if isinstance(one, Cancer)]), unread)
    taken = [one for one in said if isinstance(one, Medicine)]
    claims += _claims(settle_medicines(taken, reading), unread)
    claims += _claims(settle_tumor(said, reading), unread)
    spans = spans_of(claims, reading, unread)
    claims = [one for one in claims if one.level is None or one.level in spans]
    claims = _with_radiation(claims, said, spans, unread)
    operations = [one for one in said if isinstance(one, Operation)]
    claims, doubts = settle_operations(operations, spans, claims)
    claims, others = settle_allergies(claims)
    unread += [*doubts, *others]
    document = _filled(name, claims, spans, reading, unread)
    none = [one for one in said if isinstance(one, NoLesions)]
    return _without_lesions(document, none, unread) if none else document


def _without_lesions(
    document: dict[str, Any], none: list[NoLesions], unread: list[Unread]
) -> dict[str, Any]:
    """The document of a patient of whom it was said that there is no lesion."""
    if "lesions" in document:
        why = "it says that there is no lesion of the spine, and lesions are named; which holds?"
        unread += [Unread(one.source, why) for one in none]
        return document
    return {**document, "lesions": []}


def _claims(said: Iterable[Claim | Unread], unread: list[Unread]) -> list[Claim]:
    """The claims; what is in doubt goes to `unread`."""
    found: list[Claim] = []
    for one in said:
        if isinstance(one, Claim):
            found.append(one)
        else:
            unread.append(one)
    return found


def _with_radiation(
    claims: list[Claim], said: list[Said], spans: Spans, unread: list[Unread]
) -> list[Claim]:
    courses = [one for one in said if isinstance(one, Radiation)]
    given = {one.level for one in claims if one.fact == FACT and one.level}
    told = _claims(settle_radiation(courses, spans, given), unread)
    twice = disputed(courses, spans)
    return [one for one in claims if one.fact != FACT or one.level not in twice] + told


def _filled(
    name: str, claims: list[Claim], spans: Spans, reading: Reading, unread: list[Unread]
) -> dict[str, Any]:
    observed: dict[str, Any] = {}
    patient = _scope(None, claims, reading, observed, unread)
    lesions = [
        _lesion(level, span, claims, reading, observed, unread) for level, span in spans.items()
    ]
    document: dict[str, Any] = {
        "case": printable(name, LONGEST_NAME),
        "as_of": reading.as_of.text,
        "patient": patient,
    }
    if lesions:  # no lesion in a bundle does not mean that there is none
        document["lesions"] = lesions
    return {**document, "observed": observed} if observed else document


def _lesion(
    level: str,
    span: tuple[str, ...],
    claims: list[Claim],
    reading: Reading,
    observed: dict[str, Any],
    unread: list[Unread],
) -> dict[str, Any]:
    named = {"level": level} | ({"to_level": span[-1]} if len(span) > 1 else {})
    return named | _scope(level, claims, reading, observed, unread)


def _scope(
    level: str | None,
    claims: list[Claim],
    reading: Reading,
    observed: dict[str, Any],
    unread: list[Unread],
) -> dict[str, Any]:
    """The facts of the patient or of one lesion; their dates and origins go to `observed`."""
    found: dict[str, Any] = {}
    here = [one for one in claims if one.level == level and one.fact not in _NAMES]
    same: dict[str, list[Claim]] = {}
    for one in here:
        same.setdefault(one.fact, []).append(one)
    for fact_id, several in same.items():
        fact = reading.vocabulary.scope("lesion" if level else "patient")[fact_id]
        joined = merged(several, fact)
        unread += joined.doubts
        key = f"{level}.{fact_id}" if level else fact_id
        if joined.looks:
            observed[key] = list(joined.looks)
        elif joined.origin:
            found[fact_id] = joined.value
            observed[key] = joined.origin
    return found
