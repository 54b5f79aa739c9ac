"""The orders that are being made: which kinds they may be, in which state, and for whom."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.exchange.smart.references import about, persons
from backstay.hooks.asked.fields import field

_REQUEST = frozenset(
    "draft active on-hold revoked completed entered-in-error unknown".split(" "),
)
STATUSES: dict[str, frozenset[str]] = {
    "CommunicationRequest": _REQUEST,
    "DeviceRequest": _REQUEST,
    "MedicationRequest": frozenset(
        "active on-hold cancelled completed entered-in-error stopped draft unknown".split(" ")
    ),
    "NutritionOrder": _REQUEST,
    "ServiceRequest": _REQUEST,
    "VisionPrescription": frozenset("active cancelled draft entered-in-error".split(" ")),
}
BESIDE = ("Medication",)  # no order, but one may refer to it
PATH = "context.draftOrders"


def check_drafts(context: dict[str, Any], problems: list[str]) -> list[str]:
    """The names ("MedicationRequest/103") of all drafts; what is wrong is added to `problems`."""
    bundle = field(context, PATH, dict, problems)
    if bundle is None:
        return []
    if bundle.get("resourceType") != "Bundle":
        problems.append(f"{PATH} must be a Bundle")
        return []
    entries = field(bundle, f"{PATH}.entry", list, problems, needed=False) or []
    return [
        _name(entry, f"{PATH}.entry[{number}]", problems) for number, entry in enumerate(entries)
    ]


def _name(entry: object, path: str, problems: list[str]) -> str:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict):
        problems.append(f"{path} holds no resource")
        return ""
    kind = resource.get("resourceType")
    if kind in BESIDE:
        return ""
    if not isinstance(kind, str) or kind not in STATUSES:
        problems.append(f"{path} must be one of {', '.join(STATUSES)}")
        return ""
    status = field(resource, f"{path}.status", str, problems)
    if status is not None and status not in STATUSES[kind]:
        problems.append(f"{path}.status is not a status of {kind}")
    name = field(resource, f"{path}.id", str, problems, needed=False)
    return f"{kind}/{name}" if name else ""


def check_persons(
    drafts: tuple[msgspec.Raw, ...], patient_id: str, server: str | None, problems: list[str]
) -> None:
    """Every draft must say that it is for the patient: a missing name is no permission."""
    for number, raw in enumerate(drafts):
        found = about(raw)
        said = list(persons(found, patient_id, server))
        if "other" in said:
            problems.append(f"{PATH}.entry[{number}] is for another patient than context.patientId")
        elif "ours" not in said and found.kind not in BESIDE:
            problems.append(f"{PATH}.entry[{number}] does not say that it is for context.patientId")
