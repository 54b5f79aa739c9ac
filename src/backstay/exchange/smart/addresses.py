"""Addresses of the web as settings, calls and launches may give them: whole, and with nothing hidden in them."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def parts_of(text: str) -> SplitResult | None:
    """The parts of an absolute address; None for what is not one, or holds a name or password.

    >>> parts_of("https://fhir.example/r4?a=b").hostname, parts_of("https://me@fhir.example")
    ('fhir.example', None)
    """
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        return None
    try:
        parts = urlsplit(text)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return parts if sound and known else None


def base_of(text: str) -> str | None:
    """The address of a server without the slash at its end; None for what is not one.

    >>> base_of("https://fhir.example/r4/"), base_of("fhir.example/r4")
    ('https://fhir.example/r4', None)
    """
    plain = parts_of(text) is not None and "?" not in text and "#" not in text
    return without_slash(text) if plain else None


def without_slash(url: str) -> str:
    """An address of a server as it is compared and built upon."""
    return url.rstrip("/")


def is_private(url: str) -> bool:
    """Whether what is sent to an address is closed to listeners: https, or this machine itself.

    >>> is_private("https://ehr.example/token"), is_private("http://ehr.example/token")
    (True, False)
    """
    parts = parts_of(url)
    if parts is None:
        return False
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself; a name other than localhost is not asked of anybody.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
