"""The few fields of FHIR R4 that are read. All else in a resource is skipped."""

from __future__ import annotations

from decimal import Decimal

import msgspec

NOTHING = msgspec.Raw(b"")


class Part(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Any piece of a resource; its fields have the names of FHIR in camelCase."""


class Coding(Part, frozen=True):
    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(Part, frozen=True):
    coding: tuple[Coding, ...] = ()
    text: str | None = None


class Reference(Part, frozen=True):
    reference: str | None = None


class Identifier(Part, frozen=True):
    value: str | None = None


class Period(Part, frozen=True):
    start: str | None = None
    end: str | None = None


class Quantity(Part, frozen=True):
    value: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    code: str | None = None


class Meta(Part, frozen=True):
    profile: tuple[str, ...] = ()
    tag: tuple[Coding, ...] = ()
    last_updated: str | None = None


class Extension(Part, frozen=True):
    url: str
    extension: tuple[Extension, ...] = ()
    value_quantity: Quantity | None = None
    value_unsigned_int: int | None = None
    value_boolean: bool | None = None
    value_date: str | None = None
    value_date_time: str | None = None
    value_reference: Reference | None = None
    value_codeable_concept: Concept | None = None


class Asked(Part, frozen=True):
    """What a server is asked to do with an entry."""

    method: str | None = None


class Entry(Part, frozen=True):
    full_url: str | None = None
    resource: msgspec.Raw = NOTHING
    request: Asked | None = None


class Primitive(Part, frozen=True):
    """What stands beside a plain value."""

    extension: tuple[Extension, ...] = ()


class Bundle(Part, frozen=True):
    resource_type: str | None = None
    id: str | None = None
    meta: Meta | None = None
    type: msgspec.Raw = NOTHING
    identifier: Identifier | None = None
    timestamp: str | None = None
    beside_timestamp: Primitive | None = msgspec.field(default=None, name="_timestamp")
    link: msgspec.Raw = NOTHING
    entry: tuple[Entry, ...] = ()


class Link(Part, frozen=True):
    """Where a page of a search stands, and which comes next."""

    relation: str | None = None
    url: str | None = None


class Issue(Part, frozen=True):
    severity: str | None = None
    code: str | None = None
    details: Concept | None = None
    diagnostics: str | None = None


class OperationOutcome(Part, frozen=True):
    issue: tuple[Issue, ...] = ()


class Peek(Part, frozen=True):
    """What must be known of any resource before it is decoded."""

    resource_type: str
    id: str | None = None
    meta: Meta | None = None
    contained: tuple[msgspec.Raw, ...] = ()
    subject: msgspec.Raw = NOTHING
    patient: msgspec.Raw = NOTHING
    status: msgspec.Raw = NOTHING
    code: msgspec.Raw = NOTHING
    component: msgspec.Raw = NOTHING
    modifier_extension: msgspec.Raw = NOTHING


class Patient(Part, frozen=True):
    gender: str | None = None
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


class Valued(Part, frozen=True):
    """A code with a value: an Observation, or one component of it."""

    code: Concept = Concept()
    value_quantity: Quantity | None = None
    value_codeable_concept: Concept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_date_time: str | None = None
    value_range: msgspec.Raw = NOTHING
    value_ratio: msgspec.Raw = NOTHING
    value_period: msgspec.Raw = NOTHING
    value_time: msgspec.Raw = NOTHING
    value_sampled_data: msgspec.Raw = NOTHING
    data_absent_reason: Concept | None = None
    modifier_extension: msgspec.Raw = NOTHING
    interpretation: msgspec.Raw = NOTHING


_CONCEPTS = msgspec.json.Decoder(tuple[Concept, ...])


def interpretations(part: Valued) -> tuple[Concept, ...]:
    """What is said beside a value. Raises msgspec.ValidationError."""
    raw = bytes(part.interpretation)
    return _CONCEPTS.decode(raw) if raw else ()


class Events(Part, frozen=True):
    """A Timing of which only the single moments are read."""

    event: tuple[str, ...] = ()


class Observation(Valued, frozen=True):
    """An Observation; a DiagnosticReport is read through the same fields."""

    status: str | None = None
    effective_date_time: str | None = None
    effective_instant: str | None = None
    effective_period: Period | None = None
    effective_timing: Events | None = None
    issued: str | None = None
    body_site: Concept | None = None
    component: tuple[Valued, ...] = ()
    derived_from: tuple[Reference, ...] = ()
    focus: tuple[Reference, ...] = ()


class Condition(Part, frozen=True):
    code: Concept = Concept()
    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    body_site: tuple[Concept, ...] = ()
    recorded_date: str | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    extension: tuple[Extension, ...] = ()
    abatement_date_time: msgspec.Raw = NOTHING
    abatement_period: msgspec.Raw = NOTHING
    abatement_age: msgspec.Raw = NOTHING
    abatement_string: msgspec.Raw = NOTHING


class Procedure(Part, frozen=True):
    status: str | None = None
    code: Concept = Concept()
    body_site: tuple[Concept, ...] = ()
    performed_date_time: str | None = None
    performed_period: Period | None = None
    part_of: tuple[Reference, ...] = ()
    extension: tuple[Extension, ...] = ()


class Allergy(Part, frozen=True):
    code: Concept = Concept()
    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    criticality: str | None = None
    recorded_date: str | None = None
