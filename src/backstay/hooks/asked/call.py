"""One call as it stands: what was asked, what came with it, and what must still be fetched."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from backstay.hooks.settings import Client

Hook = Literal["patient-view", "order-select", "order-sign"]


class Query(NamedTuple):
    """One read or search that must be fetched: `key` of the prefetch, and its whole address."""

    key: str
    url: str


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What a client gives so that its FHIR server can be asked. Never printed, logged or stored."""

    server: str
    token: str
    patient: str | None = None

    def __repr__(self) -> str:
        return "Access(...)"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A checked request. The functions of this package take one and give the next one."""

    service: str
    hook: Hook
    instance: str
    patient_id: str
    client: Client | None = None  # None in open mode
    selections: tuple[str, ...] = ()
    drafts: tuple[msgspec.Raw, ...] = ()  # resources of draftOrders
    resources: tuple[msgspec.Raw, ...] = ()  # all that was prefetched or fetched, Patient included
    wanted: tuple[Query, ...] = ()  # to be fetched before cards can be made
    access: Access | None = None
    doubts: tuple[str, ...] = ()  # data that could not be had; cards say so
