"""Tokens of clients: what is allowed, and that everything else is refused in the same words."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey
from tokens import (
    BASE,
    ISSUER,
    JKU,
    NOW,
    bearer,
    claims,
    client,
    elliptic,
    public,
    rsa,
    settings,
    signed,
)

from backstay.hooks.messages import outcome
from backstay.hooks.settings import Client
from backstay.hooks.trust import Untrusted, known_clients
from backstay.hooks.trust.token import LEEWAY, LONGEST_LIFE, LONGEST_TOKEN, ticket

HERE = f"{BASE}/cds-services"


def who(token: str | list[str], *clients: Client, address: str = HERE, now: float = NOW) -> Client:
    given = token if isinstance(token, list) else bearer(token)
    return ticket(given, address, known_clients(settings(*clients)), now).client


def reason(token: str | list[str], *clients: Client, now: float = NOW) -> str:
    with pytest.raises(Untrusted) as refused:
        who(token, *clients, now=now)
    assert refused.value.status == 401
    assert refused.value.problems == ["This call is not authorized."]
    return refused.value.reason


def part(document: Any) -> str:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_a_good_token_names_its_client(algorithm: str) -> None:
    found = ticket(
        bearer(signed(claims(jti="one"), algorithm=algorithm)), HERE, known_clients(settings()), NOW
    )
    assert (found.client.issuer, found.jti, found.until) == (ISSUER, "one", NOW + 300 + LEEWAY)


def test_what_may_differ_in_a_good_token() -> None:
    assert who(signed(claims(aud=["https://other.example", HERE])))
    assert who(signed(typ="jwt", jku=JKU, extra="x"))
    assert who([f"bearer {signed()}"])
    assert who(signed(claims(exp=NOW - LEEWAY + 1, iat=NOW - 200)))
    assert who(signed(claims(iat=NOW + LEEWAY, nbf=NOW + LEEWAY)))
    assert who(signed(claims(exp=NOW + LONGEST_LIFE)))
    assert who(signed(claims(tenant="north")), client(tenants=("south", "north")))
    assert who(signed(claims(tenant="anyone")))


CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "of nobody": ({"iss": None}, "claims"),
    "of a stranger": ({"iss": "https://stranger.example"}, "issuer"),
    "for nobody": ({"aud": None}, "claims"),
    "for another address": ({"aud": f"{BASE}/cds-services/other"}, "audience"),
    "for the start of the address": ({"aud": BASE}, "audience"),
    "for the address and a slash": ({"aud": f"{HERE}/"}, "audience"),
    "for others": ({"aud": ["https://a.example", "https://b.example"]}, "audience"),
    "for none of them": ({"aud": []}, "audience"),
    "for a number": ({"aud": 7}, "claims"),
    "without end": ({"exp": None}, "claims"),
    "with an end in words": ({"exp": str(NOW + 300)}, "claims"),
    "ended": ({"exp": NOW - LEEWAY, "iat": NOW - 200}, "expired"),
    "without beginning": ({"iat": None}, "claims"),
    "of the future": ({"iat": NOW + LEEWAY + 1, "exp": NOW + 300}, "not_yet"),
    "not before later": ({"nbf": NOW + LEEWAY + 1}, "not_yet"),
    "for too long": ({"exp": NOW + LONGEST_LIFE + 1}, "lifetime"),
    "ending before it begins": ({"iat": NOW + 2, "exp": NOW + 1}, "lifetime"),
    "without a name": ({"jti": None}, "claims"),
    "with an empty name": ({"jti": ""}, "claims"),
    "with a long name": ({"jti": "j" * 257}, "claims"),
}


@pytest.mark.parametrize("which", sorted(CLAIMS))
def test_other_claims_are_refused(which: str) -> None:
    changed, why = CLAIMS[which]
    assert reason(signed(claims(**changed))) == why


@pytest.mark.parametrize("tenant", [None, "west"])
def test_only_listed_tenants_may_call_where_any_is_listed(tenant: str | None) -> None:
    assert reason(signed(claims(tenant=tenant)), client(tenants=("north",))) == "tenant"


HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    "another kind": ({"typ": "at+jwt"}, "type"),
    "no kind": ({"typ": None}, "malformed"),
    "no key": ({"kid": None}, "malformed"),
    "an unknown key": ({"kid": "other"}, "key"),
    "a key of the other algorithm": ({"kid": "rsa"}, "algorithm"),
    "another key set": ({"jku": "https://evil.example/keys"}, "jku"),
    "an extension that must be known": ({"crit": ["exp"], "exp": 1}, "type"),
}


@pytest.mark.parametrize("which", sorted(HEADERS))
def test_other_headers_are_refused(which: str) -> None:
    changed, why = HEADERS[which]
    head = {"alg": "ES384", "typ": "JWT", "kid": "ec", **changed}
    kept = {name: value for name, value in head.items() if value is not None}
    _, payload, signature = signed().split(".")
    assert reason(f"{part(kept)}.{payload}.{signature}") == why


def test_a_key_set_is_refused_where_none_was_agreed() -> None:
    assert reason(signed(jku=JKU), client(jku=None)) == "jku"


def test_a_token_of_another_key_is_refused() -> None:
    forger = ECKey.generate_key("P-384", {"kid": "ec"})
    assert reason(signed(key=forger)) == "signature"


def test_a_token_that_was_changed_is_refused() -> None:
    head, _, signature = signed().split(".")
    assert reason(f"{head}.{part(claims(jti='other'))}.{signature}") == "signature"
    assert reason(signed()[:-8]) == "signature"


def test_no_signature_is_no_token() -> None:
    head = {"alg": "none", "typ": "JWT", "kid": "ec"}
    assert reason(f"{part(head)}.{part(claims())}.") == "algorithm"
    assert reason(f"{part({**head, 'alg': 'ES384'})}.{part(claims())}.") == "signature"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384"])
def test_a_public_key_is_no_shared_secret(algorithm: str) -> None:
    for secret in (rsa().as_pem(private=False), elliptic().as_pem(private=False)):
        key = OctKey.import_key(secret.hex())
        token = signed(key=key, alg=algorithm, kid="rsa")
        assert reason(token) == "algorithm"


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS384"])
def test_other_algorithms_of_a_known_key_are_refused(algorithm: str) -> None:
    assert reason(signed(key=rsa(), alg=algorithm, kid="rsa")) == "algorithm"


def test_a_key_of_another_client_is_refused() -> None:
    other = client(issuer="https://other.example", keys=(public(elliptic("second")),))
    token = signed(claims(iss="https://other.example"))
    assert reason(token, client(), other) == "key"


DEEP = b'{"alg":' + b"[" * 3000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], "no_token"),
        (["Basic abc"], "no_token"),
        (["Bearer"], "no_token"),
        (["Bearer "], "no_token"),
        (["Bearer a", "Bearer b"], "malformed"),
        (["Bearer abc"], "malformed"),
        (["Bearer a.b.c.d"], "malformed"),
        (["Bearer a.b.c"], "malformed"),
        ([f"Bearer {part(b'null')}.{part(b'null')}.x"], "malformed"),
        ([f"Bearer {part(DEEP)}.{part(b'{}')}.x"], "malformed"),
        ([f"Bearer {part({'alg': 'ES384', 'typ': 'JWT', 'kid': 'ec'})}.{part(b'[]')}.x"], "claims"),
        (["Bearer é.é.é"], "malformed"),
        (["Bearer " + "a" * (LONGEST_TOKEN + 1)], "malformed"),
    ],
)
def test_what_is_no_token_at_all(given: list[str], why: str) -> None:
    assert reason(given) == why


def test_a_payload_that_nests_deeply_is_refused() -> None:
    head = part({"alg": "ES384", "typ": "JWT", "kid": "ec"})
    assert reason(f"{head}.{part(b'{%s' % (b'[' * 3000))}.x") == "claims"


EXAMPLE = Path(__file__).resolve().parents[4] / "shared" / "examples" / "observed_sandbox"


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples is not here")
@pytest.mark.parametrize("name", ["call_patient-view", "discovery", "feedback_accepted"])
def test_tokens_as_the_official_sandbox_makes_them(name: str) -> None:
    told = json.loads((EXAMPLE / f"{name}.json").read_bytes())["jwt"]
    head, body = told["header"], told["payload"]
    key = ECKey.generate_key("P-384", {"kid": head["kid"]})
    known = client(issuer=body["iss"], keys=(public(key),), jku=head["jku"])
    token = signed(body, key, kid=head["kid"], jku=head["jku"])
    assert who(token, known, address=body["aud"], now=body["iat"] + 1.0).issuer == body["iss"]


def test_the_answer_is_the_same_for_every_reason() -> None:
    bodies = {outcome(Untrusted("no_token")), outcome(Untrusted("replayed"))}
    assert len(bodies) == 1
