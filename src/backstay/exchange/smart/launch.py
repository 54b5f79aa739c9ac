"""SMART App Launch 2 as functions: out to the record system with a challenge, and back with a code.

Both ways of launching are taken: from the record (with `launch`) and on its own (without, and a patient is chosen
there). The person's sign-in, the consent and the choice of the patient all happen in the record system.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
from joserfc.jwk import OctKey

from backstay.exchange.smart.addresses import without_slash
from backstay.exchange.smart.configuration import CHALLENGE, Endpoints
from backstay.exchange.smart.ids import FHIR_ID, is_token
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.sealed import Started, opened, sealed

COOKIE = "backstay_launch_"
_STANDALONE = "launch/patient"
_LONGEST = 4000  # characters of a parameter that is passed on
_AGAIN = "open it again from the record"


class Begun(NamedTuple):
    """Where the browser goes next, and the cookie that it brings back."""

    location: str
    cookie: str
    sealed: str


class Exchange(NamedTuple):
    """The code that came back, to be exchanged for a token."""

    registration: Registration
    url: str
    form: dict[str, str]
    cookie: str
    about: str = ""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What the record system lets this launch read. It lives as long as one answer and is never stored."""

    access_token: str
    token_type: str
    patient: str | None = None
    scope: str = ""
    need_patient_banner: bool = True

    def __repr__(self) -> str:
        return "Grant(...)"


_GRANT = msgspec.json.Decoder(Grant)


def registration_of(
    parameters: Mapping[str, str], registrations: Sequence[Registration]
) -> Registration:
    """The record system that a launch names; without a name the only one there is. Raises Refused."""
    named = parameters.get("iss")
    if named is None and len(registrations) == 1:
        return registrations[0]
    for one in registrations:
        if named is not None and without_slash(one.issuer) == without_slash(named):
            return one
    why = "a launch names its record system as iss" if named is None else "this record system"
    told = why if named is None else f"{why} is not registered here"
    raise Refused(400, [told])


def begin(
    registration: Registration,
    endpoints: Endpoints,
    launch: str | None,
    callback: str,
    key: OctKey,
    now: float,
    about: str = "",
) -> Begun:
    """The way to the record system's sign-in, with a fresh state and challenge. Raises Refused."""
    if launch is not None and not 0 < len(launch) <= _LONGEST:
        raise Refused(400, ["the parameter launch is empty or too long"])
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    asked = {
        "response_type": "code",
        "client_id": registration.client_id,
        "redirect_uri": callback,
        "scope": " ".join(_scopes(registration, launch)),
        "state": state,
        "aud": without_slash(registration.issuer),
        "code_challenge": challenge(verifier),
        "code_challenge_method": CHALLENGE,
        **({"launch": launch} if launch else {}),
    }
    started = Started(
        issuer=registration.issuer,
        state=state,
        verifier=verifier,
        token=endpoints.token,
        at=now,
        about=about,
    )
    mark = "&" if "?" in endpoints.authorize else "?"
    location = f"{endpoints.authorize}{mark}{urlencode(asked)}"
    return Begun(location, cookie_of(state), sealed(started, key))


def _scopes(registration: Registration, launch: str | None) -> list[str]:
    """From the record `launch` stands for what is open there; on its own a patient is asked for."""
    if launch:
        return list(registration.scopes)
    return [_STANDALONE if one == "launch" else one for one in registration.scopes]


def challenge(verifier: str) -> str:
    """The challenge of a verifier by S256 (RFC 7636, section 4.2).

    >>> challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def cookie_of(state: str) -> str:
    """The name of a launch's cookie, so that several launches can be open at once."""
    return COOKIE + hashlib.sha256(state.encode()).hexdigest()[:16]


def returned(
    parameters: Mapping[str, str],
    cookies: Mapping[str, str],
    registrations: Sequence[Registration],
    callback: str,
    key: OctKey,
    now: float,
) -> Exchange:
    """What to send to the token endpoint for the code that came back. Raises Refused.

    The state must be that of the cookie in the same browser, so nobody can be brought to another person's patient.
    """
    state = parameters.get("state", "")
    started = opened(cookies.get(cookie_of(state), ""), key, now)
    if started is None or not hmac.compare_digest(started.state.encode(), state.encode()):
        why = f"this launch is not known in this browser, or took too long; {_AGAIN}"
        raise Refused(400, [why])
    if "error" in parameters:
        raise Refused(403, [f"the record system did not allow it; {_AGAIN}"])
    code = parameters.get("code", "")
    if not 0 < len(code) <= _LONGEST:
        raise Refused(400, [f"the record system sent no code; {_AGAIN}"])
    registration = registration_of({"iss": started.issuer}, registrations)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "client_id": registration.client_id,
        "code_verifier": started.verifier,
    }
    return Exchange(registration, started.token, form, cookie_of(state), started.about)


def granted(status: int, body: bytes | None) -> Grant:
    """The token and the patient that the record system gave for a code. Raises Refused."""
    try:
        found = _GRANT.decode(body or b"") if status == 200 else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = None
    if found is None or not is_token(found.access_token) or found.token_type.lower() != "bearer":
        raise Refused(502, [f"the record system gave no token for this launch; {_AGAIN}"])
    if found.patient is None:
        raise Refused(403, [f"no patient was chosen; {_AGAIN} with a patient open"])
    if not FHIR_ID.fullmatch(found.patient):
        raise Refused(502, ["the record system named the patient in a form that is not FHIR"])
    return found
