"""Open mode, in which no token is asked: only on this machine, and only from it."""

from __future__ import annotations

from collections.abc import Mapping

from backstay.exchange.smart.addresses import is_loopback
from backstay.hooks.trust.untrusted import Untrusted

# A proxy on this machine would let others in; it tells of them in one of these.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


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
