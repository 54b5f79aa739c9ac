"""One call as it stands: what was asked, what came with it, and what must still be fetched."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from backstay.hooks.offered import Hook
from backstay.hooks.settings import Client


class Query(NamedTuple):
    """One read or search that must be fetched: `key` of the prefetch, and its whole address."""

    key: str
    url: str


class Fetched(NamedTuple):
    """What a FHIR server answered to a query; `body` is None where no answer came."""

    status: int
    body: bytes | None


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
    asked: tuple[Query, ...] = ()  # what was fetched already; nothing is asked twice
    most_pages: int = 20  # of one search
    most_bytes: int = 5_000_000  # of one answer
    server: str | None = None  # address of the client's FHIR server, without a slash at the end
    access: Access | None = None
    doubts: tuple[str, ...] = ()  # data that could not be had; cards say so
