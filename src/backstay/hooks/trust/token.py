"""A client's token: a JWT, signed by a key that we hold, for this address, for a short time."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from joserfc import jws
from joserfc.errors import JoseError

from backstay.hooks.settings import Client
from backstay.hooks.trust.keys import Known, Signer
from backstay.hooks.trust.untrusted import Untrusted

ALGORITHMS = ("ES384", "RS384")  # what a client may sign with; `none` and shared secrets never
LEEWAY = 30.0  # seconds that two clocks may differ
LONGEST_LIFE = 600.0  # seconds from `iat` to `exp`
LONGEST_TOKEN = 8192  # characters
LONGEST_NAME = 256  # characters of `jti`
REGISTRY = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
REGISTRY.max_header_length = LONGEST_TOKEN


class Header(msgspec.Struct, frozen=True):
    alg: str
    typ: str
    kid: str
    jku: str | None = None
    crit: msgspec.Raw = msgspec.Raw()


class Claims(msgspec.Struct, frozen=True):
    iss: str
    aud: str | tuple[str, ...]
    exp: float
    iat: float
    jti: str
    nbf: float | None = None
    tenant: str | None = None


class Ticket(NamedTuple):
    """What a good token says: who calls, and by what name and until when it must be kept as used."""

    client: Client
    issuer: str
    jti: str
    until: float  # seconds since 1970


_HEADER = msgspec.json.Decoder(Header)
_CLAIMS = msgspec.json.Decoder(Claims)


def ticket(
    authorization: Sequence[str], address: str, known: Mapping[str, Known], now: float
) -> Ticket:
    """What the token in the `Authorization` headers says, when all of it holds. `now`: seconds since 1970.

    `address` is that of the endpoint as its clients know it. Raises Untrusted.
    """
    token = _bearer(authorization)
    head, told = _opened(token)
    client, signers = _client(told, head, known)
    payload = _verified(token, _signer(head, signers))
    claims = _claims(payload)
    _check_claims(claims, client, address, now)
    return Ticket(client, claims.iss, claims.jti, claims.exp + LEEWAY)


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:
        raise Untrusted("malformed" if authorization else "no_token")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Untrusted("no_token")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise Untrusted("malformed")
    return token


def _opened(token: str) -> tuple[Header, Claims]:
    """The token as it says it is. Nothing in it is believed before its signature is checked."""
    parts = token.split(".")
    if len(parts) != 3:
        raise Untrusted("malformed")
    try:
        return _HEADER.decode(_bytes_of(parts[0])), _claims(_bytes_of(parts[1]))
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Untrusted("malformed") from None


def _bytes_of(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _claims(payload: bytes) -> Claims:
    try:
        return _CLAIMS.decode(payload)
    except (msgspec.DecodeError, RecursionError):
        raise Untrusted("claims") from None


def _client(told: Claims, head: Header, known: Mapping[str, Known]) -> Known:
    """Who says to have signed. Raises Untrusted."""
    if head.alg not in ALGORITHMS:
        raise Untrusted("algorithm")
    if head.typ.upper() != "JWT" or bytes(head.crit):
        raise Untrusted("type")
    found = known.get(told.iss)
    if found is None:
        raise Untrusted("issuer")
    if head.jku is not None and head.jku != found.client.jku:
        raise Untrusted("jku")
    return found


def _signer(head: Header, signers: Mapping[str, Signer]) -> Signer:
    found = signers.get(head.kid)
    if found is None:
        raise Untrusted("key")
    if found.algorithm != head.alg:
        raise Untrusted("algorithm")
    return found


def _verified(token: str, signer: Signer) -> bytes:
    try:
        found = jws.deserialize_compact(token, signer.key, [signer.algorithm], REGISTRY)
    except (JoseError, ValueError, RecursionError):
        raise Untrusted("signature") from None
    assert found.payload is not None
    return found.payload


def _check_claims(claims: Claims, client: Client, address: str, now: float) -> None:
    for_us = claims.aud if isinstance(claims.aud, tuple) else (claims.aud,)
    if address not in for_us:
        raise Untrusted("audience")
    if claims.exp <= now - LEEWAY:
        raise Untrusted("expired")
    if max(claims.iat, claims.nbf or 0) > now + LEEWAY:
        raise Untrusted("not_yet")
    if not 0 < claims.exp - claims.iat <= LONGEST_LIFE:
        raise Untrusted("lifetime")
    if not 0 < len(claims.jti) <= LONGEST_NAME:
        raise Untrusted("claims")
    if client.tenants and claims.tenant not in client.tenants:
        raise Untrusted("tenant")
