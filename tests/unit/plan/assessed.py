"""Short ways to assess invented facts and to find things in the result."""

from __future__ import annotations

from typing import Any

from backstay.case import read_case
from backstay.knowledge import load_knowledge
from backstay.plan import as_document, assess

KNOWLEDGE = load_knowledge()


def assessed(
    patient: dict[str, Any] | None = None,
    *lesions: dict[str, Any],
    what_if: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """The assessment of invented facts as plain values; no lesion given means not known."""
    document: dict[str, Any] = {"case": "invented", "as_of": "2026-03-14T09:30Z", **more}
    if patient:
        document["patient"] = patient
    if lesions:
        document["lesions"] = list(lesions)
    return as_document(assess(read_case(document, KNOWLEDGE.facts), KNOWLEDGE, what_if=what_if))


def option(document: dict[str, Any], name: str, lesion: str | None = None) -> dict[str, Any]:
    """One option of an assessment."""
    found = [o for o in document["options"] if o["id"] == name and o["lesion"] == lesion]
    assert len(found) == 1, f"{name} at {lesion}: {len(found)} options"
    return dict(found[0])


def step_ids(document: dict[str, Any]) -> list[str]:
    return [step["id"] for step in document["plan"]["steps"]]


def score(document: dict[str, Any], name: str, lesion: str | None = None) -> dict[str, Any]:
    found = [s for s in document["scores"] if s["id"] == name and s["lesion"] == lesion]
    assert len(found) == 1
    return dict(found[0])


# A kidney metastasis that compresses the cord of someone fit for surgery.
COMPRESSED = {"level": "T8", "escc": "2", "symptomatic": True}
RENAL = {
    "primary": "kidney", "cancer_diagnosis_known": True, "limb_weakness": True, "ecog": "1",
    "fit_for_surgery": True, "accepts_surgery": True, "accepts_radiation": True, "expected_survival_months": 14,
}  # fmt: skip
STABLE = {
    "pain": "non_mechanical", "bone": "lytic", "alignment": "normal", "collapse": "none",
    "posterolateral": "none",
}  # fmt: skip
