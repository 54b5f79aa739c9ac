"""From the bytes of a FHIR R4 bundle to a case document, and the list of what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from backstay.case.dates import Moment, aware, read_moment
from backstay.case.facts import Fact, Vocabulary
from backstay.case.problems import Refused
from backstay.exchange.administrations import read_administration
from backstay.exchange.allergies import ALLERGIES, read_allergy
from backstay.exchange.answers import read_answers
from backstay.exchange.bindings import load_bindings
from backstay.exchange.claims import Claim, Radiation, Reading, Said, Unbound
from backstay.exchange.conditions import read_condition
from backstay.exchange.document import document_of
from backstay.exchange.dull import told_by_code
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Bundle, Entry
from backstay.exchange.looks import read_look
from backstay.exchange.medications import read_request, read_statement
from backstay.exchange.observations import read_observation
from backstay.exchange.opening import THROUGH_OTHERS, check_what_tells, decoded, opened, refusing
from backstay.exchange.ours import AS_OF_DAY, is_fact, without_derived
from backstay.exchange.pages import OUTCOME, not_followed, outcomes
from backstay.exchange.patients import read_patient
from backstay.exchange.people import Owner, check_subject, refuse_others, the_owner
from backstay.exchange.problems import (
    MODIFIED,
    BundleError,
    NotReadError,
    Unread,
    gathered,
    printable,
)
from backstay.exchange.procedures import read_procedure
from backstay.exchange.reports import read_report
from backstay.exchange.shelf import shelf_of
from backstay.knowledge import Knowledge

READERS: dict[str, Callable[[Found, Reading], Iterator[Said]]] = {
    "Patient": read_patient,
    "Observation": read_observation,
    "Condition": read_condition,
    "Procedure": read_procedure,
    "AllergyIntolerance": read_allergy,
    "DiagnosticReport": read_report,
    "MedicationStatement": read_statement,
    "MedicationRequest": read_request,
    "MedicationAdministration": read_administration,
    "QuestionnaireResponse": read_answers,
}


def looks_like_bundle(data: bytes) -> bool:
    """Whether the text seems to be a FHIR resource in JSON rather than a case."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] == b"{" and b'"resourceType"' in data


def read_bundle(
    data: bytes,
    vocabulary: Vocabulary,
    *,
    now: datetime | None = None,
    knowledge: Knowledge | None = None,
) -> tuple[dict[str, Any], list[Unread]]:
    """The case document that a bundle gives, and what of it was not read and why.

    `knowledge` names the drugs; without it that of this edition is loaded when a medicine is met.
    Raises BundleError.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    bundle = decoded(data)
    return _read_all(bundle, data, _as_of(bundle, now), vocabulary, knowledge)


def read_resources(
    resources: Sequence[msgspec.Raw],
    vocabulary: Vocabulary,
    *,
    now: datetime | None = None,
    knowledge: Knowledge | None = None,
) -> tuple[dict[str, Any], list[Unread]]:
    """The same for resources that came without a bundle of their own, all of one person.

    A resource may be a bundle, such as one page of a search. Raises BundleError.
    """
    bundle = Bundle(entry=tuple(Entry(resource=one) for one in resources))
    text = b"[" + b",".join(map(bytes, resources)) + b"]"
    return _read_all(bundle, text, _as_of(bundle, now), vocabulary, knowledge)


def _read_all(
    bundle: Bundle, text: bytes, as_of: Moment, vocabulary: Vocabulary, knowledge: Knowledge | None
) -> tuple[dict[str, Any], list[Unread]]:
    unread: list[Unread] = []
    with refusing():
        found, pages = opened(bundle, text, unread)
    owner = the_owner(found)
    refuse_others(found, owner)
    found = without_derived(found, bundle)
    reading = Reading(
        vocabulary, load_bindings(), as_of, _own(vocabulary), shelf_of(found), knowledge
    )
    seen: dict[bytes, str] = {}
    told = [(each, _read(each, owner, reading, seen)) for each in found]
    with refusing():
        check_what_tells(told, owner.found)
    said = [one for _, facts in told for one in facts]
    unread += [one for one in said if isinstance(one, Unread)]
    document = document_of(_name(bundle, owner), said, reading, unread)
    unread += [
        Unread(one.source, f"no binding for {one.label}")
        for one in said
        if isinstance(one, Unbound)
    ]
    unread += [*not_followed([bundle, *(page.bundle for page in pages)]), *outcomes(found)]
    return document, gathered(unread) + _not_read(found)


def _as_of(bundle: Bundle, now: datetime | None) -> Moment:
    """When the bundle was made: what is told of today is told of that time. Raises BundleError."""
    if bundle.timestamp is None:
        return Moment(aware(now) if now else datetime.now(UTC).replace(microsecond=0))
    beside = bundle.beside_timestamp.extension if bundle.beside_timestamp else ()
    days = [one.value_date for one in beside if one.url == AS_OF_DAY and one.value_date]
    try:
        return read_moment(days[0] if days else bundle.timestamp)
    except Refused:
        raise BundleError([f"the timestamp {bundle.timestamp[:40]!r} is not an instant"]) from None


def _own(vocabulary: Vocabulary) -> dict[str, Fact]:
    """The facts by their codes in Backstay's own CodeSystem."""
    facts = [*vocabulary.lesion.values(), *vocabulary.patient.values()]
    return {fact.code or fact.id: fact for fact in facts}


def _name(bundle: Bundle, owner: Owner) -> str:
    """A name for the case that is never the name of the person."""
    identifier = bundle.identifier.value if bundle.identifier else None
    return identifier or bundle.id or owner.found.peek.id or "case"


def _read(found: Found, owner: Owner, reading: Reading, seen: dict[bytes, str]) -> list[Said]:
    """What one resource says; a resource that cannot be read says why."""
    reader = read_look if is_fact(found) else READERS.get(found.kind)
    if reader is None or (found.kind == "Patient" and found.contained):
        return []
    said: list[Said] = []
    try:
        if found.kind != "Patient":
            check_subject(found, owner)
        if bytes(found.peek.modifier_extension):
            raise NotReadError(MODIFIED)
        dull = told_by_code(found, reading, seen) if reader is not read_look else None
        said += [dull] if dull else reader(found, reading)
    except NotReadError as error:
        said = _failed(found, str(error))
    except msgspec.ValidationError as error:
        said = _failed(found, f"it is not valid FHIR: {error}")
    return [one for one in said if not isinstance(one, Claim) or _is_fact(one, reading)]


def _failed(found: Found, why: str) -> list[Said]:
    """A resource that is lost. A lost procedure may have been radiation, a lost medicine may be taken."""
    lost: list[Said] = [Unread(found.reference, why)]
    if found.kind == "Procedure":
        lost.append(Radiation((), {}, found.reference))
    if found.kind == "AllergyIntolerance":
        lost.append(Claim(ALLERGIES, None, None, found.reference))
    if found.kind in ("MedicationStatement", "MedicationRequest"):
        lost.append(Claim("medicines_known", None, None, found.reference))
    return lost


def _is_fact(claim: Claim, reading: Reading) -> bool:
    """A smaller vocabulary may lack a fact that a binding names."""
    return reading.vocabulary.find(claim.fact) is not None


def _not_read(found: list[Found]) -> list[Unread]:
    """The kinds of resource that are only counted."""
    known = {*READERS, *THROUGH_OTHERS, OUTCOME}
    kinds = Counter(one.kind for one in found if one.kind not in known)
    why = "resources of this kind are not read"
    return [
        Unread(f"{printable(kind, 40)} ({number})", why) for kind, number in sorted(kinds.items())
    ]
