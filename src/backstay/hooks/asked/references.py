"""Whom a resource is about: every field that can name a patient, also in what is contained in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from backstay.hooks.asked.fields import FHIR_ID

Whose = Literal["ours", "other", "unclear"]


class About(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The fields that say whom a resource is about; the first two are those of nearly every kind."""

    resource_type: str
    id: str | None = None
    subject: msgspec.Raw = msgspec.Raw(b"")
    patient: msgspec.Raw = msgspec.Raw(b"")
    beneficiary: msgspec.Raw = msgspec.Raw(b"")
    focus: msgspec.Raw = msgspec.Raw(b"")  # of an Observation about someone else than the patient
    served: msgspec.Raw = msgspec.field(default=msgspec.Raw(b""), name="for")
    contained: tuple[msgspec.Raw, ...] = ()


class _Reference(msgspec.Struct, frozen=True):
    reference: str | None = None


_ABOUT = msgspec.json.Decoder(About)
_NAMED = msgspec.json.Decoder(_Reference | list[_Reference])


def about(raw: msgspec.Raw) -> About | None:
    """The fields of a resource that say whom it is about; None for what is not a resource."""
    try:
        return _ABOUT.decode(raw)
    except msgspec.ValidationError:
        return None


def persons(found: About, patient_id: str, server: str | None) -> Iterator[Whose]:
    """What each reference to a person says; contained resources are asked as well."""
    for raw in (found.subject, found.patient, found.beneficiary, found.focus, found.served):
        for reference in _references(raw):
            yield whose(reference, patient_id, server)
    for inside in filter(None, map(about, found.contained)):
        yield from persons(inside, patient_id, server)


def _references(raw: msgspec.Raw) -> list[str]:
    try:
        named = _NAMED.decode(raw) if bytes(raw) else []
    except msgspec.ValidationError:
        return []
    listed = named if isinstance(named, list) else [named]
    return [one.reference for one in listed if one.reference]


def whose(reference: str, patient_id: str, server: str | None) -> Whose:
    """Whether a reference means the patient; an address on another server is another patient.

    >>> whose("Patient/p1", "p1", None), whose("https://b.example/Patient/p1", "p1", "https://a.example")
    ('ours', 'other')
    """
    start, named, tail = reference.split("/_history/")[0].rpartition("Patient/")
    if not named or not FHIR_ID.fullmatch(tail) or (start and not start.endswith("/")):
        return "unclear"
    if tail != patient_id or (start and server and start.rstrip("/") != server):
        return "other"
    return "ours"
