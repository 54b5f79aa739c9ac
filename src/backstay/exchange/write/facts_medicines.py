"""The medicines of a case as statements. A dose that no field of FHIR can say for sure is left to the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from backstay.case import Case
from backstay.exchange.binding_kinds import Drug
from backstay.exchange.bindings import load_bindings
from backstay.exchange.write.facts_codes import UCUM, concept, standard

Resource = dict[str, Any]
Entry = Mapping[str, Any]
_UCUM = {
    "mg": "mg",
    "mcg": "ug",
    "g": "g",
}  # of a single dose; what flows or sticks is told by facts only


def statements(case: Case, subject: Mapping[str, str]) -> Iterator[Resource]:
    """One statement for each entry that names a drug."""
    entries: Any = case.patient.get("medicines") or ()
    for number, one in enumerate(entries, 1):
        if "drug" in one:
            dosage = _dosage(one)
            yield {
                "resourceType": "MedicationStatement",
                "id": f"fact-medicine-{number}",
                "status": "active",
                "medicationCodeableConcept": _drug(str(one["drug"])),
                "subject": dict(subject),
                **_said(case),
                **({"dosage": [dosage]} if dosage else {}),
            }


def _said(case: Case) -> Resource:
    seen = case.seen.get("medicines")
    return {"dateAsserted": seen.when} if seen and seen.when else {}


@cache
def _drugs() -> dict[str, Drug]:
    rows = load_bindings().entries["ingredients"]
    return {one.id: one for one in rows if isinstance(one, Drug)}


def _drug(name: str) -> Resource:
    bound = _drugs().get(name)
    words = name.replace("_", " ")
    sure = bound is not None and bound.status == "primary"
    return concept(standard(bound.codes), words) if bound and sure else {"text": words}


def _dosage(one: Entry) -> Resource:
    """How it is taken, as far as fields can say it without more or less."""
    needed = {"asNeededBoolean": one["as_needed"]} if "as_needed" in one else {}
    route = {"route": {"text": one["route"]}} if "route" in one else {}
    dose, timing = _dose(one), _timing(one)
    return {**timing, **needed, **route, **dose} if dose and timing else {**needed, **route}


def _dose(one: Entry) -> Resource:
    unit = _UCUM.get(str(one.get("unit")))
    if unit is None or "dose" not in one:
        return {}
    low = _amount(one["dose"], unit)
    if "dose_up_to" in one:
        both = {"low": low, "high": _amount(one["dose_up_to"], unit)}
        return {"doseAndRate": [{"doseRange": both}]}
    return {"doseAndRate": [{"doseQuantity": low}]}


def _amount(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def _timing(one: Entry) -> Resource:
    """A whole number of times a day, or the hours between two doses; both or a part of one say too much."""
    often, hours = one.get("per_day"), one.get("every_hours")
    if often and not hours and float(often).is_integer():
        return _repeat(int(often), 1, "d")
    return _repeat(1, hours, "h") if hours and not often else {}


def _repeat(frequency: int, period: float, unit: str) -> Resource:
    return {"timing": {"repeat": {"frequency": frequency, "period": period, "periodUnit": unit}}}
