"""Whom a resource is about: every field that can name a patient, also in what is contained in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from backstay.exchange.smart.ids import FHIR_ID

Whose = Literal["ours", "other", "unclear"]
_NOTHING = msgspec.Raw(b"")


class About(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The fields that say whom a resource is about, still closed, so that no wrong one hides the others."""

    resource_type: msgspec.Raw = _NOTHING
    id: msgspec.Raw = _NOTHING
    subject: msgspec.Raw = _NOTHING
    patient: msgspec.Raw = _NOTHING
    beneficiary: msgspec.Raw = _NOTHING
    focus: msgspec.Raw = _NOTHING  # of an Observation about someone else than the patient
    served: msgspec.Raw = msgspec.field(default=_NOTHING, name="for")
    contained: msgspec.Raw = _NOTHING

    @property
    def kind(self) -> str | None:
        return _text(self.resource_type)

    @property
    def name(self) -> str | None:
        return _text(self.id)


class _Reference(msgspec.Struct, frozen=True):
    reference: str | None = None


_ABOUT = msgspec.json.Decoder(About)
_NAMED = msgspec.json.Decoder(_Reference | list[_Reference])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT = msgspec.json.Decoder(str)


def about(raw: msgspec.Raw) -> About:
    """The fields of a resource that say whom it is about; none of them for what is no object."""
    try:
        return _ABOUT.decode(raw)
    except msgspec.ValidationError:
        return About()


def persons(found: About, patient_id: str, server: str | None) -> Iterator[Whose]:
    """What each reference to a person says; contained resources are asked as well."""
    for raw in (found.subject, found.patient, found.beneficiary, found.focus, found.served):
        for reference in _references(raw):
            yield whose(reference, patient_id, server)
    for inside in _inside(found):
        yield from persons(about(inside), patient_id, server)


def _inside(found: About) -> list[msgspec.Raw]:
    try:
        return _LIST.decode(found.contained) if found.contained is not _NOTHING else []
    except msgspec.ValidationError:
        return []


def _text(raw: msgspec.Raw) -> str | None:
    try:
        return _TEXT.decode(raw) if raw is not _NOTHING else None
    except msgspec.ValidationError:
        return None


def _references(raw: msgspec.Raw) -> list[str]:
    try:
        named = _NAMED.decode(raw) if raw is not _NOTHING else []
    except msgspec.ValidationError:
        return []
    listed = named if isinstance(named, list) else [named]
    return [one.reference for one in listed if one.reference]


def whose(reference: str, patient_id: str, server: str | None) -> Whose:
    """Whether a reference means the patient; an address that is not on the client's server is another patient.

    >>> whose("Patient/p1", "p1", None), whose("https://b.example/Patient/p1", "p1", "https://a.example")
    ('ours', 'other')
    """
    start, named, tail = reference.split("/_history/")[0].rpartition("Patient/")
    if not named or not FHIR_ID.fullmatch(tail) or (start and not start.endswith("/")):
        return "unclear"
    if tail != patient_id or (start and start.rstrip("/") != server):
        return "other"
    return "ours"
