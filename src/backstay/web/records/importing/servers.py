"""The record systems that this site may ask, from its settings."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from backstay.exchange.smart.addresses import base_of, is_private, parts_of
from backstay.exchange.smart.registration import Registration


def registrations() -> tuple[Registration, ...]:
    """The registered record systems; none where the site named none. Raises ImproperlyConfigured."""
    return _read(tuple(settings.BACKSTAY_LAUNCHES))


class Offered(NamedTuple):
    """A record system as people know it."""

    issuer: str
    host: str


def offered() -> list[Offered]:
    """The registered record systems by the names of their machines."""
    parts = [(one.issuer, parts_of(one.issuer)) for one in registrations()]
    return [Offered(issuer, there.netloc) for issuer, there in parts if there is not None]


@lru_cache(maxsize=8)
def _read(told: tuple[str, ...]) -> tuple[Registration, ...]:
    return tuple(_registration(one) for one in told)


def _registration(told: str) -> Registration:
    issuer, _, client_id = (part.strip() for part in told.partition("|"))
    server = base_of(issuer)
    if server is None or not client_id or not is_private(server):
        raise ImproperlyConfigured(
            "BACKSTAY_LAUNCHES lists record systems as https://address/of/fhir|client-id, with commas between them"
        )
    return Registration(issuer=server, client_id=client_id)
