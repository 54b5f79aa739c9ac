"""Open mode, in which no token is asked: only on this machine, and only from it."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from backstay.hooks.trust.untrusted import Untrusted

# A proxy on this machine would let others in; it tells of them in one of these.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_local(headers: Mapping[str, str]) -> None:
    """Refuse a call that came through a proxy, or by a name that is not this machine's own (DNS rebinding).

    Raises Untrusted.
    """
    if any(name in headers for name in FORWARDED) or not is_loopback(_name(headers)):
        raise Untrusted("not_local")


def _name(headers: Mapping[str, str]) -> str:
    """The host that was asked for, without its port."""
    host = headers.get("host", "")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
