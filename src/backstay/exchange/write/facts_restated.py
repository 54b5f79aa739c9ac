"""Facts once more as resources that other systems know: cancers, metastases, radiation, medicines.

Each says only what the case says: read without the facts beside it, it gives no other value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from backstay.case import Case, Lesion
from backstay.case.levels import span
from backstay.exchange.binding_kinds import Course, Diagnosis
from backstay.exchange.bindings import load_bindings
from backstay.exchange.write.facts_codes import (
    UCUM,
    concept,
    has_place,
    name_of,
    own,
    restated_as,
    site,
    standard,
)
from backstay.exchange.write.facts_medicines import statements
from backstay.knowledge import Knowledge

Resource = dict[str, Any]
_PRIMARY = "fact-primary-cancer"
_HL7 = "http://terminology.hl7.org/CodeSystem"
_RELATED = "http://hl7.org/fhir/StructureDefinition/condition-related"
_CLINICAL = {"current": "active", "past": "inactive"}


def restated(case: Case, subject: Mapping[str, str], knowledge: Knowledge) -> Iterator[Resource]:
    """The resources that repeat what stands in the facts."""
    found = [one for one in [_primary(case, subject, knowledge)] if one]
    yield from found
    for lesion in case.lesions or ():
        if has_place(lesion.name):
            yield from _metastasis(case, lesion, subject, bool(found))
            yield from _courses(lesion, subject)
    yield from statements(case, subject)


def _primary(case: Case, subject: Mapping[str, str], knowledge: Knowledge) -> Resource | None:
    """The cancer as a diagnosis, where a code says just what the case says."""
    status = _CLINICAL.get(str(case.patient.get("cancer_history")))
    fact, value = knowledge.facts.patient["primary"], case.patient.get("primary")
    bound = _diagnosis(case)
    if status is None or not isinstance(value, str) or bound is None:
        return None
    coding = [*standard(bound.codes), own(f"{name_of(fact)}.{value}", fact.says.get(value, value))]
    proven = case.patient.get("cancer_diagnosis_known") is True
    return {
        **_condition(_PRIMARY, "primary", concept(coding, f"cancer: {value}"), status, subject),
        **({"verificationStatus": _status("condition-ver-status", "confirmed")} if proven else {}),
    }


def _diagnosis(case: Case) -> Diagnosis | None:
    """The code that says most of what is known of this primary, and nothing else."""
    known = case.patient
    fits = [
        one
        for one in load_bindings().entries["diagnoses"]
        if isinstance(one, Diagnosis)
        and one.primary == known.get("primary")
        and all(known.get(name) == value for name, value in one.sets.items())
    ]
    return max(fits, key=lambda one: len(one.sets), default=None)


def _condition(
    name: str, kind: str, code: Resource, status: str, subject: Mapping[str, str]
) -> Resource:
    return {
        "resourceType": "Condition",
        "id": name,
        "meta": {"profile": list(restated_as(kind).profiles)},
        "clinicalStatus": _status("condition-clinical", status),
        "category": [_status("condition-category", "problem-list-item")],
        "code": code,
        "subject": dict(subject),
    }


def _status(system: str, code: str) -> Resource:
    return {"coding": [{"system": f"{_HL7}/{system}", "code": code}]}


def _metastasis(
    case: Case, lesion: Lesion, subject: Mapping[str, str], has_primary: bool
) -> Iterator[Resource]:
    """A metastasis of the spine with its levels, while the cancer is said to be there now."""
    if (
        lesion.facts.get("nature") != "metastasis"
        or case.patient.get("cancer_history") != "current"
    ):
        return
    kind = "metastasis"
    code = concept(standard(restated_as(kind).codes), f"metastasis at {lesion.name}")
    name = f"fact-{lesion.name}-metastasis"
    related = {"url": _RELATED, "valueReference": {"reference": f"Condition/{_PRIMARY}"}}
    yield {
        **_condition(name, kind, code, "active", subject),
        **({"extension": [related]} if has_primary else {}),
        "bodySite": _sites(lesion),
    }


def _sites(lesion: Lesion) -> list[Resource]:
    last = lesion.facts.get("to_level")
    return [site(level) for level in span(lesion.name, str(last) if last else None)]


def _courses(lesion: Lesion, subject: Mapping[str, str]) -> Iterator[Resource]:
    """Every earlier course that reached the lesion. When it was is known in months only, so no date is made up."""
    courses: Any = lesion.facts.get("prior_radiation") or ()
    kind = restated_as("course")
    for number, course in enumerate(courses, 1):
        dose = _dose(course)
        yield {
            "resourceType": "Procedure",
            "id": f"fact-{lesion.name}-course-{number}",
            "meta": {"profile": list(kind.profiles)},
            **({"extension": [dose]} if dose else {}),
            "status": "completed",
            "code": concept(standard(kind.codes), "course of radiation"),
            "subject": dict(subject),
            "bodySite": _sites(lesion),
            "note": [
                {"text": f"as it reached {lesion.name}; one course may stand at other levels too"}
            ],
        }


def _dose(course: Mapping[str, Any]) -> Resource | None:
    """Dose and fractions, which are read together or not at all."""
    if "dose" not in course or "fractions" not in course:
        return None
    bound = next(one for one in load_bindings().entries["courses"] if isinstance(one, Course))
    gray = Decimal(repr(course["dose"])) * 100
    total = {"value": float(gray), "unit": "cGy", "system": UCUM, "code": "cGy"}
    parts = [
        {"url": bound.total_dose, "valueQuantity": total},
        {"url": bound.fractions, "valueUnsignedInt": course["fractions"]},
    ]
    return {"url": bound.dose_to_volume, "extension": parts}
