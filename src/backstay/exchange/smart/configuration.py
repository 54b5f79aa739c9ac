"""Where a FHIR server lets people sign in: told in the settings, or by the server's own configuration."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from backstay.exchange.smart.addresses import is_private, without_slash
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.registration import Registration

PLACE = "/.well-known/smart-configuration"
CHALLENGE = "S256"


class Endpoints(NamedTuple):
    authorize: str
    token: str


class _Configuration(msgspec.Struct, frozen=True):
    authorization_endpoint: str
    token_endpoint: str
    code_challenge_methods_supported: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(_Configuration)


def told(registration: Registration) -> Endpoints | None:
    """The endpoints that the settings name; None where the server is to be asked. Raises Refused."""
    if registration.authorize is None or registration.token is None:
        return None
    return _checked(Endpoints(registration.authorize, registration.token))


def place(registration: Registration) -> str:
    """Where the server's own configuration stands."""
    return without_slash(registration.issuer) + PLACE


def endpoints(body: bytes | None) -> Endpoints:
    """The endpoints that a server's configuration names. Raises Refused.

    A server that lists ways of proof without S256 is not used: the code could be taken on its way.
    """
    try:
        found = _DECODER.decode(body or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(502, [f"the record system has no configuration at {PLACE}"]) from None
    ways = found.code_challenge_methods_supported
    if ways and CHALLENGE not in ways:
        raise Refused(502, [f"the record system does not take a code challenge by {CHALLENGE}"])
    return _checked(Endpoints(found.authorization_endpoint, found.token_endpoint))


def _checked(found: Endpoints) -> Endpoints:
    if not all(is_endpoint(one) for one in found):
        why = "the record system names an address for signing in that is not https"
        raise Refused(502, [why])
    return found


def is_endpoint(url: str) -> bool:
    """Whether a browser and a secret may be sent to an address; with a fragment it is none (RFC 6749, 3)."""
    return is_private(url) and "#" not in url
