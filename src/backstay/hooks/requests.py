"""The shapes of requests as they are published; `asked` reads requests itself, and tells every problem of one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backstay.hooks.messages import Message
from backstay.hooks.offered import Hook

Text = Annotated[str, Meta(min_length=1)]
FhirId = Annotated[str, Meta(pattern="^[A-Za-z0-9.-]{1,64}$")]
Uuid = Annotated[str, Meta(pattern="^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")]
Staff = Annotated[str, Meta(pattern="^(Practitioner|PractitionerRole)/[A-Za-z0-9.-]{1,64}$")]
Anyone = Annotated[
    str,
    Meta(pattern="^(Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9.-]{1,64}$"),
]


class Authorization(msgspec.Struct, frozen=True, kw_only=True):
    """A token for the client's FHIR server."""

    access_token: Text
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Meta(gt=0)]
    scope: Text
    subject: Text
    patient: FhirId | msgspec.UnsetType = msgspec.UNSET


class Entry(Message, frozen=True):
    resource: dict[str, Any]


class Drafts(Message, frozen=True):
    """A Bundle of draft orders."""

    resource_type: Literal["Bundle"]
    entry: tuple[Entry, ...] = ()


class PatientViewContext(Message, frozen=True, kw_only=True):
    user_id: Anyone
    patient_id: FhirId
    encounter_id: FhirId | msgspec.UnsetType = msgspec.UNSET


class OrderSignContext(Message, frozen=True, kw_only=True):
    user_id: Staff
    patient_id: FhirId
    draft_orders: Drafts
    encounter_id: FhirId | msgspec.UnsetType = msgspec.UNSET


class OrderSelectContext(Message, frozen=True, kw_only=True):
    user_id: Staff
    patient_id: FhirId
    draft_orders: Drafts
    selections: Annotated[tuple[Text, ...], Meta(min_length=1)]
    encounter_id: FhirId | msgspec.UnsetType = msgspec.UNSET


class Asked(Message, frozen=True, kw_only=True):
    """What every request of a hook has. Of prefetch, null says that there is no such data."""

    hook_instance: Uuid
    fhir_server: Text | msgspec.UnsetType = msgspec.UNSET
    fhir_authorization: Authorization | msgspec.UnsetType = msgspec.UNSET
    prefetch: dict[str, dict[str, Any] | None] | msgspec.UnsetType = msgspec.UNSET


class PatientViewRequest(Asked, frozen=True, kw_only=True):
    hook: Literal["patient-view"]
    context: PatientViewContext


class OrderSelectRequest(Asked, frozen=True, kw_only=True):
    hook: Literal["order-select"]
    context: OrderSelectContext


class OrderSignRequest(Asked, frozen=True, kw_only=True):
    hook: Literal["order-sign"]
    context: OrderSignContext


class AcceptedSuggestion(Message, frozen=True):
    id: Text


class ReasonCoding(Message, frozen=True):
    code: Text
    system: Text | msgspec.UnsetType = msgspec.UNSET
    display: Text | msgspec.UnsetType = msgspec.UNSET


class OverrideReason(Message, frozen=True):
    reason: ReasonCoding | msgspec.UnsetType = msgspec.UNSET
    user_comment: Text | msgspec.UnsetType = msgspec.UNSET


class Feedback(Message, frozen=True):
    """What was done with one card."""

    card: Text
    outcome: Literal["accepted", "overridden"]
    outcome_timestamp: Text
    accepted_suggestions: tuple[AcceptedSuggestion, ...] | msgspec.UnsetType = msgspec.UNSET
    override_reason: OverrideReason | msgspec.UnsetType = msgspec.UNSET


class FeedbackRequest(Message, frozen=True):
    feedback: tuple[Feedback, ...]


class Offer(Message, frozen=True):
    """One service of discovery."""

    id: Text
    hook: Text
    description: Text
    title: Text | msgspec.UnsetType = msgspec.UNSET
    prefetch: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    usage_requirements: Text | msgspec.UnsetType = msgspec.UNSET


class Discovery(Message, frozen=True):
    services: tuple[Offer, ...]


class Issue(Message, frozen=True):
    severity: Literal["error"]
    code: Text
    diagnostics: Text


class OperationOutcome(Message, frozen=True):
    """Why a request was refused."""

    resource_type: Literal["OperationOutcome"]
    issue: Annotated[tuple[Issue, ...], Meta(min_length=1)]


_SHAPES: dict[Hook, type[Asked]] = {
    "patient-view": PatientViewRequest,
    "order-select": OrderSelectRequest,
    "order-sign": OrderSignRequest,
}


def shape_of(hook: Hook) -> type[Asked]:
    """The shape of the request of one hook."""
    return _SHAPES[hook]
