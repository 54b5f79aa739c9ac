"""Which addresses may be asked: those of one registered FHIR server, and no other."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from backstay.exchange.smart.addresses import base_of, parts_of
from backstay.exchange.smart.gathering import Access, Gathering

_PLACEHOLDER = "{{context.patientId}}"


def may_fetch(gathering: Gathering) -> bool:
    """Whether a token was given for a server that may be asked."""
    access = gathering.access
    return access is not None and access.server in map(base_of, gathering.servers)


def whole_address(query: str, gathering: Gathering) -> str:
    """The address of a query of the table for the patient whose data is gathered."""
    assert gathering.access
    return f"{gathering.access.server}/{query.replace(_PLACEHOLDER, gathering.patient_id)}"


def allowed(gathering: Gathering, url: str) -> Access | None:
    """The token for this address: only where it lies on the server of the token, and that may be asked.

    The functions here give no other address; what carries a token is looked at twice.
    """
    access = gathering.access
    if access is None or not may_fetch(gathering) or next_address(url, access.server) != url:
        return None
    return access


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
