"""The fields of FHIR R4 that are read of medicines: what is taken, what was ordered, and how much of it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from backstay.exchange.fhir import NOTHING, Concept, Part, Period, Quantity, Reference


class Ratio(Part, frozen=True):
    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Range(Part, frozen=True):
    low: Quantity | None = None
    high: Quantity | None = None


class DoseAndRate(Part, frozen=True):
    dose_quantity: Quantity | None = None
    dose_range: Range | None = None
    rate_quantity: Quantity | None = None
    rate_ratio: Ratio | None = None
    rate_range: msgspec.Raw = NOTHING


class Repeat(Part, frozen=True):
    """When something is given. A field that is Raw is only seen, for it says more than times per day."""

    frequency: int | None = None
    frequency_max: int | None = None
    period: Decimal | None = None
    period_max: Decimal | None = None
    period_unit: str | None = None
    when: tuple[str, ...] = ()
    time_of_day: tuple[str, ...] = ()
    bounds_period: Period | None = None
    bounds_duration: msgspec.Raw = NOTHING
    bounds_range: msgspec.Raw = NOTHING
    count: msgspec.Raw = NOTHING
    count_max: msgspec.Raw = NOTHING
    day_of_week: msgspec.Raw = NOTHING
    modifier_extension: msgspec.Raw = NOTHING


class Timing(Part, frozen=True):
    event: msgspec.Raw = NOTHING
    repeat: Repeat | None = None
    code: Concept | None = None
    modifier_extension: msgspec.Raw = NOTHING


class Dosage(Part, frozen=True):
    sequence: int | None = None
    text: str | None = None
    additional_instruction: tuple[Concept, ...] = ()
    patient_instruction: str | None = None
    timing: Timing | None = None
    as_needed_boolean: bool | None = None
    as_needed_codeable_concept: Concept | None = None
    route: Concept | None = None
    dose_and_rate: tuple[DoseAndRate, ...] = ()
    max_dose_per_period: Ratio | None = None
    modifier_extension: msgspec.Raw = NOTHING


class Component(Part, frozen=True):
    """One ingredient of a Medication."""

    item_codeable_concept: Concept = Concept()


class Medication(Part, frozen=True):
    code: Concept = Concept()
    status: str | None = None
    form: Concept | None = None
    ingredient: tuple[Component, ...] = ()
    modifier_extension: msgspec.Raw = NOTHING


class Medicated(Part, frozen=True):
    """What a statement and an order have in common; dosages are opened apart: a bad one loses no drug."""

    status: str | None = None
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None


class Statement(Medicated, frozen=True):
    effective_date_time: str | None = None
    effective_period: Period | None = None
    date_asserted: str | None = None
    dosage: tuple[msgspec.Raw, ...] = ()


class Request(Medicated, frozen=True):
    intent: str | None = None
    do_not_perform: bool = False
    authored_on: str | None = None
    dosage_instruction: tuple[msgspec.Raw, ...] = ()
