"""SMART App Launch 2 as a record system does it: codes with a challenge, and tokens with a patient."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

CAPABILITIES = ("launch-ehr", "launch-standalone", "client-public", "context-ehr-patient")


class Sign(Exception):
    """A request of a launch that is refused, with the error of RFC 6749."""


def configuration(base: str) -> dict[str, Any]:
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "capabilities": list(CAPABILITIES),
    }


def authorize(
    asked: dict[str, str], base: str, launches: dict[str, str], codes: dict[str, dict[str, str]]
) -> str:
    """Where the browser goes with its code; the person signs in and consents at once. Raises Sign."""
    scopes = asked.get("scope", "").split()
    launched = asked.get("launch")
    patient = launches.get(launched if launched else "standalone", "")
    right = asked.get("response_type") == "code" and asked.get("code_challenge_method") == "S256"
    if not right or not asked.get("code_challenge") or asked.get("aud") != base:
        raise Sign("invalid_request")
    if not patient or ("launch" if launched else "launch/patient") not in scopes:
        raise Sign("invalid_scope")
    code = secrets.token_urlsafe(16)
    codes[code] = {**asked, "patient": patient}
    back = urlencode({"code": code, "state": asked["state"]})
    return f"{asked['redirect_uri']}?{back}"


def exchange(form: dict[str, str], codes: dict[str, dict[str, str]], token: str) -> dict[str, Any]:
    """The token for a code, which can be used once and only with its verifier. Raises Sign."""
    asked = codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same = ("client_id", "redirect_uri")
    if (
        form.get("grant_type") != "authorization_code"
        or asked is None
        or challenge != asked["code_challenge"]
        or any(form.get(name) != asked[name] for name in same)
    ):
        raise Sign("invalid_grant")
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": asked["scope"],
        "patient": asked["patient"],
        "need_patient_banner": True,
    }
