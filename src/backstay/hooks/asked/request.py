"""A request, checked field by field; all that is wrong with it is told at once and nothing of it is repeated."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backstay.exchange.smart.addresses import base_of
from backstay.exchange.smart.gathering import Access
from backstay.exchange.smart.ids import FHIR_ID, is_token
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.text import NotJsonError, opened, plain
from backstay.hooks.asked.call import Call
from backstay.hooks.asked.drafts import check_drafts, check_persons
from backstay.hooks.asked.fields import UUID, field, matching
from backstay.hooks.asked.prefetch import check_prefetch, with_prefetched
from backstay.hooks.offered import BY_ID, Hook, Service
from backstay.hooks.settings import Client, Settings

_STAFF = ("Practitioner", "PractitionerRole")
USERS: dict[Hook, tuple[str, ...]] = {
    "patient-view": (*_STAFF, "Patient", "RelatedPerson"),
    "order-select": _STAFF,
    "order-sign": _STAFF,
}
A_FHIR_ID = 'a FHIR id: letters, digits, "-" and "." only, without a type before it'


class _Entry(msgspec.Struct):
    resource: msgspec.Raw


class _Drafts(msgspec.Struct):
    entry: tuple[_Entry, ...] = ()


class _Context(msgspec.Struct):
    draft_orders: _Drafts = msgspec.field(default_factory=_Drafts, name="draftOrders")


_CONTEXT = msgspec.json.Decoder(_Context)


def open_call(service_id: str, body: bytes, client: Client | None, settings: Settings) -> Call:
    """A checked call, with the prefetched data sorted and what must still be fetched.

    Raises Refused: 404 for a service that is not offered, 413 for a body over `most_bytes`,
    400 for a wrong request or data of another person, 412 where needed data cannot be had.
    """
    service = BY_ID.get(service_id)
    if service is None:
        raise Refused(404, [f"there is no such service; there are {', '.join(BY_ID)}"])
    if len(body) > settings.most_bytes:
        raise Refused(413, [f"the body has more than {settings.most_bytes:,} bytes"])
    try:
        return _checked(service, opened(body, settings.most_bytes), client, settings)
    except NotJsonError as error:
        raise Refused(400, [f"the body cannot be read: {error}"]) from None


def _checked(
    service: Service, members: dict[str, msgspec.Raw], client: Client | None, settings: Settings
) -> Call:
    problems: list[str] = []
    request = {name: plain(raw) for name, raw in members.items() if name != "prefetch"}
    instance = _about_hook(request, service, problems)
    context = field(request, "context", dict, problems)
    patient_id = _about_context(context, service.hook, problems) if context is not None else None
    server = _server(request, problems)
    access = _access(request, server, patient_id, problems)
    prefetch = check_prefetch(members.get("prefetch"), problems)
    if problems:
        raise Refused(400, problems)
    call = Call(
        service=service.id,
        hook=service.hook,
        instance=str(instance),
        patient_id=str(patient_id),
        client=client,
        servers=client.fhir_servers if client else (),
        selections=tuple((context or {}).get("selections", ())),
        drafts=_drafts(members["context"], service),
        most_pages=settings.most_pages,
        most_bytes=settings.most_bytes,
        server=server,
        access=access,
    )
    check_persons(call.drafts, call.patient_id, server, problems)
    return with_prefetched(call, prefetch, problems)


def _drafts(context: msgspec.Raw, service: Service) -> tuple[msgspec.Raw, ...]:
    if service.hook == "patient-view":
        return ()
    return tuple(entry.resource for entry in _CONTEXT.decode(context).draft_orders.entry)


def _about_hook(request: dict[str, Any], service: Service, problems: list[str]) -> str | None:
    hook = field(request, "hook", str, problems)
    if hook is not None and hook != service.hook:
        problems.append(f"hook must be {service.hook}, which is the hook of this service")
    return matching(request, "hookInstance", UUID, "a UUID", problems)


def _about_context(context: dict[str, Any], hook: Hook, problems: list[str]) -> str | None:
    """The patient of the context; all its fields are checked."""
    users = USERS[hook]
    user = re.compile(rf"(?:{'|'.join(users)})/{FHIR_ID.pattern}", re.ASCII)
    form = f"the type and the id of the user; the type is {', '.join(users)}"
    matching(context, "context.userId", user, form, problems)
    matching(context, "context.encounterId", FHIR_ID, A_FHIR_ID, problems, needed=False)
    if hook != "patient-view":
        names = check_drafts(context, problems)
        if hook == "order-select":
            _check_selections(context, names, problems)
    return matching(context, "context.patientId", FHIR_ID, A_FHIR_ID, problems)


def _check_selections(context: dict[str, Any], names: list[str], problems: list[str]) -> None:
    selections = field(context, "context.selections", list, problems)
    if selections is not None and not selections:
        problems.append("context.selections is empty")
    for number, one in enumerate(selections or []):
        if not one or one not in names:
            problems.append(
                f"context.selections[{number}] must be the type and the id of a draft order"
            )


def _server(request: dict[str, Any], problems: list[str]) -> str | None:
    """The address of the FHIR server, which must be there when a token is."""
    needed = "fhirAuthorization" in request  # cds-r-1
    given = field(request, "fhirServer", str, problems, needed=needed)
    server = base_of(given) if given is not None else None
    if given is not None and server is None:
        problems.append(
            "fhirServer must be an absolute address that begins with https:// or http://"
        )
    return server


def _access(
    request: dict[str, Any], server: str | None, patient_id: str | None, problems: list[str]
) -> Access | None:
    """The token, where one is given and complete."""
    path = "fhirAuthorization"
    given = field(request, path, dict, problems, needed=False)
    if given is None:
        return None
    token = field(given, f"{path}.access_token", str, problems)
    if token is not None and not is_token(token):
        problems.append(f"{path}.access_token holds signs that no token has")
    kind = field(given, f"{path}.token_type", str, problems)
    if kind is not None and kind != "Bearer":
        problems.append(f"{path}.token_type must be Bearer")
    seconds = field(given, f"{path}.expires_in", int, problems)
    if seconds is not None and seconds <= 0:
        problems.append(f"{path}.expires_in must be more than 0")
    field(given, f"{path}.scope", str, problems)
    field(given, f"{path}.subject", str, problems)
    patient = matching(given, f"{path}.patient", FHIR_ID, A_FHIR_ID, problems, needed=False)
    if patient and patient_id and patient != patient_id:
        problems.append(f"{path}.patient is another patient than context.patientId")
    return Access(server=server, token=token, patient=patient) if server and token else None
