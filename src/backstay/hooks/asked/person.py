"""Whose data it is: the patient of the context, and nobody else. All that leads to a plan passes here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from backstay.case import Case, CaseError, read_case
from backstay.exchange import BundleError, Unread, read_resources
from backstay.hooks.asked.call import Call
from backstay.hooks.asked.drafts import check_persons
from backstay.hooks.asked.references import About, about, persons
from backstay.hooks.messages import Refused
from backstay.hooks.offered import BY_KEY
from backstay.knowledge import Knowledge


def check_resources(
    resources: Iterable[About], call: Call, place: str, problems: list[str]
) -> None:
    """Every resource that is about another person is a problem, told by its number in its place."""
    for number, found in enumerate(resources, start=1):
        wrong = _wrong(found, call)
        if wrong:
            problems.append(f"{place}: resource {number} {wrong}")


def _wrong(found: About, call: Call) -> str | None:
    kind = found.kind
    if kind == "Patient" and found.name != call.patient_id:
        return "is not the patient of context.patientId"
    if kind == "Bundle":
        return "is a Bundle, whose resources nobody has looked at"
    if "other" in persons(found, call.patient_id, call.server):
        return "is about another person than context.patientId at fhirServer"
    return None


def case_of(call: Call, knowledge: Knowledge, now: datetime) -> tuple[Case, list[Unread]]:
    """The case that the data of a call gives, and what of it was not read.

    Raises Refused 400 for anything about another person, 412 for missing data, 500 for a defect here.
    """
    problems: list[str] = []
    looked = [about(raw) for raw in call.resources]
    check_resources(looked, call, "the data", problems)
    check_persons(call.drafts, call.patient_id, call.server, problems)
    if problems:
        raise Refused(400, problems)
    if any(BY_KEY[query.key].needed for query in call.wanted):
        raise Refused(412, ["data that is needed is still to be fetched"])
    if not any(found.kind == "Patient" for found in looked):
        raise Refused(412, ["the person was not sent"])
    try:
        document, unread = read_resources(
            _once(call.resources, looked), knowledge.facts, now=now, knowledge=knowledge
        )
    except BundleError:
        raise Refused(400, ["the data cannot be read as the record of one person"]) from None
    return settled(document, knowledge, now), unread


def settled(document: dict[str, Any], knowledge: Knowledge, now: datetime) -> Case:
    """The case of a document that `exchange` made.

    Raises Refused 500, with the places and not the values, if that did not hold together.
    """
    try:
        return read_case(document, knowledge.facts, now=now)
    except CaseError as error:
        places = ", ".join(dict.fromkeys(problem.path for problem in error.problems))
        raise Refused(
            500, [f"the data gave a case that does not hold together: {places}"]
        ) from None


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
