"""What is asked of one FHIR server about one patient, as it stands: had, wanted, and not to be had."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Query(NamedTuple):
    """One read or search that must be fetched: `key` of the table of queries, and its whole address."""

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


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """The data of one patient while it is gathered; functions here take one and give the next one."""

    patient_id: str
    servers: tuple[str, ...] = ()  # that may be asked; no other ever is
    server: str | None = None  # address of the FHIR server, without a slash at the end
    access: Access | None = None
    resources: tuple[msgspec.Raw, ...] = ()  # all that was sent or fetched, Patient included
    wanted: tuple[Query, ...] = ()  # still to be fetched
    asked: tuple[Query, ...] = ()  # what was fetched already; nothing is asked twice
    most_pages: int = 20  # of one search
    most_bytes: int = 5_000_000  # of one answer
    doubts: tuple[str, ...] = ()  # data that could not be had; pages and cards say so
