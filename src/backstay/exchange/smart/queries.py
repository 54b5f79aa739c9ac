"""What is asked of a record about one patient: one table, for the prefetch of hooks and for what a launch reads."""

from __future__ import annotations

from typing import NamedTuple


class Data(NamedTuple):
    """One query that a client may answer beforehand, in the subset of FHIR search that is recommended."""

    key: str
    query: str
    kinds: tuple[str, ...]  # of resource that answer it
    says: str  # what it holds, at the start of a sentence
    needed: bool = False  # without it there is no answer: 412


_OF_PATIENT = "?patient={{context.patientId}}"
PREFETCH = (
    Data(
        "patient", "Patient/{{context.patientId}}", ("Patient",), "Data of the person", needed=True
    ),
    Data(
        "conditions",
        f"Condition{_OF_PATIENT}&_count=200",
        ("Condition",),
        "Conditions",
        needed=True,
    ),
    Data(
        "observations",
        f"Observation{_OF_PATIENT}&_sort=-date&_count=100",
        ("Observation",),
        "Observations",
    ),
    Data(
        "laboratory",
        f"Observation{_OF_PATIENT}&category=laboratory&_sort=-date&_count=100",
        ("Observation",),
        "Laboratory results",
    ),
    Data(
        "imaging",
        f"Observation{_OF_PATIENT}&category=imaging&_sort=-date&_count=50",
        ("Observation",),
        "Findings of imaging",
    ),
    Data(
        "medications",
        f"MedicationStatement{_OF_PATIENT}&_count=100",
        ("MedicationStatement",),
        "Medicines taken",
    ),
    Data(
        "prescriptions",
        f"MedicationRequest{_OF_PATIENT}&status=active&_count=100",
        ("MedicationRequest",),
        "Medicines ordered",
    ),
    Data(
        "procedures",
        f"Procedure{_OF_PATIENT}&_sort=-date&_count=100",
        ("Procedure",),
        "Procedures and earlier radiation",
    ),
    Data(
        "reports",
        f"DiagnosticReport{_OF_PATIENT}&_sort=-date&_count=50",
        ("DiagnosticReport",),
        "Diagnostic reports",
    ),
    Data(
        "allergies",
        f"AllergyIntolerance{_OF_PATIENT}&_count=100",
        ("AllergyIntolerance",),
        "Allergies",
    ),
    Data(
        "answers",
        f"QuestionnaireResponse{_OF_PATIENT}&_sort=-authored&_count=20",
        ("QuestionnaireResponse",),
        "Answers to questionnaires",
    ),
)
BY_KEY = {data.key: data for data in PREFETCH}
