"""Whose data it is: the patient of the context, and nobody else. All that leads to a plan passes here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from backstay.case import Case, CaseError, read_case
from backstay.exchange import BundleError, Unread, read_resources
from backstay.hooks.asked.call import Call
from backstay.hooks.asked.drafts import check_persons
from backstay.hooks.asked.references import About, about, persons
from backstay.hooks.asked.text import plain
from backstay.hooks.messages import Refused
from backstay.knowledge import Knowledge


def check_resources(
    resources: Iterable[msgspec.Raw], call: Call, place: str, problems: list[str]
) -> None:
    """Every resource that is about another person is a problem, told by its number in its place."""
    for number, raw in enumerate(resources, start=1):
        found = about(raw)
        wrong = _wrong(found, call) if found else None
        if wrong:
            problems.append(f"{place}: resource {number} {wrong}")


def _wrong(found: About, call: Call) -> str | None:
    if found.resource_type == "Patient":
        return None if found.id == call.patient_id else "is not the patient of context.patientId"
    if "other" in persons(found, call.patient_id, call.server):
        return "is about another person than context.patientId"
    return None


def case_of(call: Call, knowledge: Knowledge, now: datetime) -> tuple[Case, list[Unread]]:
    """The case that the data of a call gives, and what of it was not read.

    Raises Refused 400 when anything is about another person, 412 when there is no patient.
    """
    problems: list[str] = []
    check_resources(call.resources, call, "the data", problems)
    check_persons(call.drafts, call.patient_id, call.server, problems)
    if problems:
        raise Refused(400, problems)
    kinds = {found.resource_type for found in map(about, call.resources) if found}
    if "Patient" not in kinds:
        raise Refused(412, ["The patient was not sent"])
    try:
        document, unread = read_resources(
            _once(call.resources), knowledge.facts, now=now, knowledge=knowledge
        )
        return read_case(document, knowledge.facts, now=now), unread
    except BundleError:
        raise Refused(400, ["the data cannot be read as the record of one person"]) from None
    except CaseError as error:
        raise Refused(400, list(_paths(error))) from None


def _paths(error: CaseError) -> Iterator[str]:
    """Which facts cannot be, without their values."""
    for problem in error.problems:
        yield f"the data gives a value that cannot be: {problem.path or 'the whole'}"


def _once(resources: tuple[msgspec.Raw, ...]) -> list[msgspec.Raw]:
    """Each resource once: several queries may give the same one, written a little differently."""
    same: dict[tuple[str, str], list[msgspec.Raw]] = {}
    once: list[msgspec.Raw] = []
    for raw in resources:
        found = about(raw)
        known = same.setdefault((found.resource_type, found.id), []) if found and found.id else []
        if not any(_equal(raw, one) for one in known):
            known.append(raw)
            once.append(raw)
    return once


def _equal(one: msgspec.Raw, other: msgspec.Raw) -> bool:
    return bytes(one) == bytes(other) or plain(one) == plain(other)
