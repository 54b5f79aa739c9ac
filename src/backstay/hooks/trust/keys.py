"""Public keys of clients: which may be used, for which signature, and what is wrong with the others."""

from __future__ import annotations

from typing import Any, NamedTuple

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey

from backstay.hooks.settings import Client, Settings

PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})  # members that only an owner has
LEAST_BITS = 2048  # of an RSA key


class KeyProblem(ValueError):
    """A key that cannot be used; the message says why, and never repeats the key."""


class Signer(NamedTuple):
    """One public key and the one algorithm that it may have signed with."""

    key: Key
    algorithm: str


class Known(NamedTuple):
    """A client that may call, with its keys by their names."""

    client: Client
    signers: dict[str, Signer]


def known_clients(settings: Settings) -> dict[str, Known]:
    """Clients by the issuer of their tokens. Raises KeyProblem."""
    return {client.issuer: Known(client, signers_of(client)) for client in settings.clients}


def signers_of(client: Client) -> dict[str, Signer]:
    """The keys of a client by `kid`. Raises KeyProblem."""
    found: dict[str, Signer] = {}
    for jwk in client.keys:
        name = jwk.get("kid")
        if not isinstance(name, str) or not name:
            raise KeyProblem("a key has no `kid`; a token names its key by it")
        if name in found:
            raise KeyProblem("two keys have the same `kid`")
        found[name] = signer(jwk)
    return found


def signer(jwk: dict[str, Any]) -> Signer:
    """A JWK as a key for ES384 or RS384. Raises KeyProblem.

    >>> signer({"kty": "oct", "kid": "a"})
    Traceback (most recent call last):
    backstay.hooks.trust.keys.KeyProblem: only keys of kty EC with crv P-384 (ES384) or of kty RSA (RS384) are taken
    """
    if PRIVATE & jwk.keys():
        raise KeyProblem(
            "this holds a private key: put only its public part here, and replace the key, "
            "since others were told it"
        )
    kind = (jwk.get("kty"), jwk.get("crv")) if jwk.get("kty") == "EC" else jwk.get("kty")
    if kind not in (("EC", "P-384"), "RSA"):
        raise KeyProblem(
            "only keys of kty EC with crv P-384 (ES384) or of kty RSA (RS384) are taken"
        )
    algorithm = "RS384" if kind == "RSA" else "ES384"
    _check_purpose(jwk, algorithm)
    return Signer(_imported(jwk, algorithm), algorithm)


def _check_purpose(jwk: dict[str, Any], algorithm: str) -> None:
    if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ["verify"]):
        raise KeyProblem("this key is not meant for signatures (`use` or `key_ops`)")
    if jwk.get("alg", algorithm) != algorithm:
        raise KeyProblem(f"`alg` of this key must be {algorithm} or be left out")


def _imported(jwk: dict[str, Any], algorithm: str) -> Key:
    try:
        if algorithm == "ES384":
            return _checked(ECKey.import_key(jwk))
        key = RSAKey.import_key(jwk)
        bits = key.raw_value.key_size
    except (JoseError, ValueError, TypeError, KeyError):
        raise KeyProblem("this is not a whole public key") from None
    if bits < LEAST_BITS:
        raise KeyProblem(f"an RSA key has at least {LEAST_BITS} bits; this one has {bits}")
    return key


def _checked(key: ECKey) -> ECKey:
    """Points that are not on the curve are found only when the key is made."""
    key.get_op_key("verify")
    return key
