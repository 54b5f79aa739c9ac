"""Addresses that a launch may use: whole, without a name or password in them, and closed to listeners."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def is_safe(url: str) -> bool:
    """Whether an address is https, or http on this machine, and holds no user and no fragment.

    >>> is_safe("https://ehr.example/token"), is_safe("http://ehr.example/token")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    whole = bool(parts.hostname) and port != 0 and not (parts.username or parts.password)
    return whole and not parts.fragment and _is_private(parts)


def _is_private(parts: SplitResult) -> bool:
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself; a name other than localhost is not asked of anybody."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def without_slash(url: str) -> str:
    """An address of a FHIR server as it is compared and built upon."""
    return url.rstrip("/")
