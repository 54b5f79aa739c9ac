"""Which keys of a client are taken, and what is said of the others."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey
from tokens import ISSUER, client, elliptic, public, rsa, settings

from backstay.hooks.trust.keys import KeyProblem, known_clients, signer, signers_of


def test_each_key_has_one_algorithm() -> None:
    signers = known_clients(settings())[ISSUER].signers
    assert {name: one.algorithm for name, one in signers.items()} == {"ec": "ES384", "rsa": "RS384"}


def test_what_a_key_is_for_may_be_said() -> None:
    said = {**public(elliptic()), "use": "sig", "alg": "ES384", "key_ops": ["verify"]}
    assert signer(said).algorithm == "ES384"


@pytest.mark.parametrize(
    "key", [elliptic(), rsa(), OctKey.generate_key(256)], ids=["ec", "rsa", "oct"]
)
def test_a_private_key_is_refused_and_not_repeated(key: Any) -> None:
    jwk = key.as_dict(private=True)
    with pytest.raises(KeyProblem, match="private key") as told:
        signer(jwk)
    assert not any(str(jwk[name]) in str(told.value) for name in ("d", "k") if name in jwk)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "curve": (public(ECKey.generate_key("P-256")), "P-384"),
    "kind": ({"kty": "OKP", "crv": "Ed25519", "x": "AA"}, "P-384"),
    "use": ({**public(elliptic()), "use": "enc"}, "signatures"),
    "operations": ({**public(elliptic()), "key_ops": ["sign"]}, "signatures"),
    "algorithm": ({**public(rsa()), "alg": "RS256"}, "RS384"),
    "part": ({"kty": "EC", "crv": "P-384", "x": "AA"}, "whole"),
    "point": ({**public(elliptic()), "x": public(ECKey.generate_key("P-384"))["x"]}, "whole"),
    "number": ({"kty": "RSA", "n": 7, "e": "AQAB"}, "whole"),
    "short": ({"kty": "RSA", "kid": "a", "n": "w" * 171, "e": "AQAB"}, "2048"),
}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("why", sorted(WRONG))
def test_other_keys_are_refused(why: str) -> None:
    jwk, said = WRONG[why]
    with pytest.raises(KeyProblem, match=said):
        signer(jwk)


def test_every_key_has_a_name_of_its_own() -> None:
    key = public(elliptic())
    unnamed = {name: value for name, value in key.items() if name != "kid"}
    with pytest.raises(KeyProblem, match="no `kid`"):
        signers_of(client(keys=(unnamed,)))
    with pytest.raises(KeyProblem, match="same `kid`"):
        signers_of(client(keys=(key, key)))
