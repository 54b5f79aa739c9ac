"""What is read once a launch is granted: the same data as a hook asks for, through the same checks."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from backstay.hooks.addresses import without_slash
from backstay.hooks.asked.call import Access, Call, Query
from backstay.hooks.asked.servers import whole_address
from backstay.hooks.offered import PREFETCH
from backstay.hooks.settings import Client, Registration, Settings
from backstay.hooks.smart.launch import Grant

LONGEST = 120  # characters of a name that is shown


class Whom(NamedTuple):
    """Who the record says the patient is, to be shown and then forgotten."""

    name: str | None
    born: str | None


class _Name(msgspec.Struct, frozen=True):
    text: str | None = None
    family: str | None = None
    given: tuple[str, ...] = ()
    use: str | None = None


class _Named(msgspec.Struct, frozen=True, rename={"resource_type": "resourceType"}):
    resource_type: str
    name: tuple[_Name, ...] = ()
    birth_date: str | None = msgspec.field(name="birthDate", default=None)


_NAMED = msgspec.json.Decoder(_Named)
_BEFORE = ("official", "usual")  # of several names


def call_of(grant: Grant, registration: Registration, settings: Settings) -> Call:
    """A call about the patient of the launch, with all its data still to be fetched by the token of the launch."""
    server = without_slash(registration.issuer)
    assert grant.patient
    call = Call(
        service="smart",
        hook="patient-view",
        instance="",
        patient_id=grant.patient,
        client=Client(issuer=server, keys=(), fhir_servers=(server,)),
        access=Access(server=server, token=grant.access_token, patient=grant.patient),
        server=server,
        most_bytes=settings.most_bytes,
        most_pages=settings.most_pages,
    )
    wanted = tuple(Query(data.key, whole_address(data.query, call)) for data in PREFETCH)
    return msgspec.structs.replace(call, wanted=wanted)


def whom(call: Call) -> Whom:
    """Name and birth date in the Patient resource, as far as they are given."""
    for raw in call.resources:
        try:
            found = _NAMED.decode(raw)
        except msgspec.ValidationError:
            continue
        if found.resource_type == "Patient":
            return Whom(_name(found.name), found.birth_date and found.birth_date[:LONGEST])
    return Whom(None, None)


def _name(names: tuple[_Name, ...]) -> str | None:
    ranked = sorted(names, key=lambda one: _BEFORE.index(one.use) if one.use in _BEFORE else 9)
    told = [one.text or " ".join(filter(None, [*one.given, one.family])) for one in ranked]
    first = next(filter(None, told), None)
    return first[:LONGEST] if first else None
