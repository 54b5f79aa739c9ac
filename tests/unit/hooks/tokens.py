"""Keys and tokens of an invented record system."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from backstay.hooks.settings import Client, Settings

ISSUER = "https://ehr.example"
BASE = "https://hooks.example.org"
JKU = "https://ehr.example/keys"
NOW = 1_790_000_000.0


@cache
def elliptic(name: str = "ec") -> ECKey:
    return ECKey.generate_key("P-384", {"kid": name})


@cache
def rsa(name: str = "rsa") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


def public(key: ECKey | RSAKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def client(**more: Any) -> Client:
    keys = (public(elliptic()), public(rsa()))
    return Client(**{"issuer": ISSUER, "keys": keys, "jku": JKU, **more})


def settings(*clients: Client, **more: Any) -> Settings:
    return Settings(base_url=BASE, clients=clients or (client(),), **more)


def claims(path: str = "/cds-services", now: float = NOW, **more: Any) -> dict[str, Any]:
    usual = {
        "iss": ISSUER, "aud": f"{BASE}{path}", "iat": now, "exp": now + 300, "jti": str(uuid4())
    }  # fmt: skip
    made = {**usual, **more}
    return {name: value for name, value in made.items() if value is not None}


def signed(
    told: dict[str, Any] | None = None, key: Any = None, algorithm: str = "ES384", **header: Any
) -> str:
    """A token; `header` replaces members of the usual header, None leaves one out."""
    usual = {"alg": algorithm, "typ": "JWT", "kid": "rsa" if algorithm == "RS384" else "ec"}
    head = {name: value for name, value in {**usual, **header}.items() if value is not None}
    signer = key or (rsa() if algorithm == "RS384" else elliptic())
    loose = JWSRegistry(algorithms=[head["alg"]], strict_check_header=False)
    return jwt.encode(head, told if told is not None else claims(), signer, registry=loose)


def bearer(token: str) -> list[str]:
    return [f"Bearer {token}"]
