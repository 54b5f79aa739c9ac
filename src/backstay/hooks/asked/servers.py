"""Which addresses may be asked: those of the FHIR server that is registered for the client, and no other."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from backstay.hooks.addresses import base_of, parts_of
from backstay.hooks.asked.call import Call

_PLACEHOLDER = "{{context.patientId}}"


def may_fetch(call: Call) -> bool:
    """Whether the client gave a token for a server that is registered for it."""
    if call.access is None or call.client is None:
        return False
    return call.access.server in map(base_of, call.client.fhir_servers)


def whole_address(query: str, call: Call) -> str:
    """The address of a query of discovery for the patient of the call."""
    assert call.access
    return f"{call.access.server}/{query.replace(_PLACEHOLDER, call.patient_id)}"


def next_address(link: str, server: str) -> str | None:
    """The address of a next page; None unless it lies under the address of the server itself.

    >>> next_address("https://a.example/r4?page=2", "https://a.example/r4")
    'https://a.example/r4?page=2'
    >>> next_address("https://b.example/r4?page=2", "https://a.example/r4") is None
    True
    """
    whole = _joined(server, link)
    there = None if whole is None else parts_of(whole)
    if there is None:
        return None
    here = urlsplit(server)
    same = _host(here) == _host(there)
    climbs = any(_is_up(part) for part in unquote(unquote(there.path)).split("/"))
    inside = there.path.rstrip("/") == here.path or there.path.startswith(f"{here.path}/")
    return whole if same and inside and not climbs and not there.fragment else None


def _is_up(part: str) -> bool:
    """Whether a server would take it for the way up; some servers leave out what follows a semicolon."""
    return part.partition(";")[0] == ".."


def _joined(server: str, link: str) -> str | None:
    """A link as it stands beside the address of its server; None for what cannot be one."""
    try:
        return urljoin(f"{server}/", link) if link.isprintable() else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> tuple[str, str | None, int]:
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return parts.scheme, parts.hostname, port
