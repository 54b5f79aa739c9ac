"""How Backstay is known to a hospital's record system."""

from __future__ import annotations

import msgspec


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How this service is known to one FHIR server for SMART App Launch."""

    issuer: str  # address of the FHIR server
    client_id: str
    scopes: tuple[str, ...] = ("launch", "openid", "fhirUser", "patient/*.rs")
    authorize: str | None = None  # absent: as the server's own configuration says
    token: str | None = None
    shown_in: tuple[str, ...] = ()  # origins that may show the page in a frame; empty: none
