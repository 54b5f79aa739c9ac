"""What a hospital decides about the service: who may ask, which servers are read, and where it keeps things."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.exchange.smart.registration import Registration

OPEN_WARNING = "OPEN MODE: no token is asked, anyone on this machine may call. Never use it with people's data."


class Client(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One record system that may call, known by the issuer of its tokens."""

    issuer: str
    # Public keys as JWK; nothing is fetched from an address in a token.
    keys: tuple[dict[str, Any], ...]
    jku: str | None = None  # when given, a token that names an address must name this one
    tenants: tuple[str, ...] = ()  # empty: any
    # Addresses that its calls may have read; no other is ever asked.
    fhir_servers: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings of the service. `base_url` is its address as clients see it, without a slash at the end."""

    base_url: str
    clients: tuple[Client, ...] = ()
    open: bool = False  # no tokens asked; only on loopback, and said loudly
    launches: tuple[Registration, ...] = ()
    origins: tuple[str, ...] = ()  # of browsers that may call; empty: none
    overlay: str | None = None  # text of a local protocol
    # Folder of feedback and of tokens seen; absent: one that is removed at the end.
    store: str | None = None
    most_bytes: int = 5_000_000  # of one request
    fetch_seconds: float = 5.0  # for all that one call fetches
    most_pages: int = 20  # of one search
