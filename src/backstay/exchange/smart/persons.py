"""Whose data it is: the patient who is open, and nobody else. All that is read of a record passes here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from backstay.exchange import BundleError, Unread, read_resources
from backstay.exchange.smart.gathering import Gathering
from backstay.exchange.smart.queries import BY_KEY
from backstay.exchange.smart.references import About, about, persons
from backstay.exchange.smart.refused import Refused
from backstay.knowledge import Knowledge


def check_resources(
    resources: Iterable[About], gathering: Gathering, place: str, problems: list[str]
) -> None:
    """Every resource that is about another person is a problem, told by its number in its place."""
    for number, found in enumerate(resources, start=1):
        wrong = _wrong(found, gathering)
        if wrong:
            problems.append(f"{place}: resource {number} {wrong}")


def _wrong(found: About, gathering: Gathering) -> str | None:
    kind = found.kind
    if kind == "Patient" and found.name != gathering.patient_id:
        return "is not the patient of context.patientId"
    if kind == "Bundle":
        return "is a Bundle, whose resources nobody has looked at"
    if "other" in persons(found, gathering.patient_id, gathering.server):
        return "is about another person than context.patientId at fhirServer"
    return None


def document_of(
    gathering: Gathering, knowledge: Knowledge, now: datetime, beside: Iterable[str] = ()
) -> tuple[dict[str, Any], list[Unread]]:
    """The case document that the data gives, and what of it was not read. `beside`: problems already found.

    Raises Refused 400 for anything about another person, 412 for missing data.
    """
    problems: list[str] = []
    looked = [about(raw) for raw in gathering.resources]
    check_resources(looked, gathering, "the data", problems)
    problems += beside
    if problems:
        raise Refused(400, problems)
    if any(BY_KEY[query.key].needed for query in gathering.wanted):
        raise Refused(412, ["data that is needed is still to be fetched"])
    if not any(found.kind == "Patient" for found in looked):
        raise Refused(412, ["the person was not sent"])
    try:
        return read_resources(
            _once(gathering.resources, looked), knowledge.facts, now=now, knowledge=knowledge
        )
    except BundleError:
        raise Refused(400, ["the data cannot be read as the record of one person"]) from None


def _once(resources: tuple[msgspec.Raw, ...], looked: list[About]) -> list[msgspec.Raw]:
    """Each resource once: several queries may give the same one, in other spaces and lines."""
    keys = [(found.kind, found.name) for found in looked]
    often = {key for key, times in Counter(keys).items() if times > 1 and key[1]}
    same: set[tuple[tuple[str | None, str | None], bytes]] = set()
    once: list[msgspec.Raw] = []
    for raw, key in zip(resources, keys, strict=True):
        text = msgspec.json.format(bytes(raw), indent=-1) if key in often else b""
        if not text or (key, text) not in same:
            once.append(raw)
        same.add((key, text))
    return once
