"""What a server says of its own answer: that it is one page of several, or that something went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from backstay.exchange.entries import Found
from backstay.exchange.fhir import Bundle, Link, OperationOutcome
from backstay.exchange.problems import Unread

OUTCOME = "OperationOutcome"
_LINKS = msgspec.json.Decoder(tuple[Link, ...])
_OUTCOME = msgspec.json.Decoder(OperationOutcome)
_MISSING = "something may be missing"


def not_followed(bundles: Iterable[Bundle]) -> Iterator[Unread]:
    """The pages whose next one is not among those given."""
    listed = [(_name(one), one.link) for one in bundles if bytes(one.link)]
    here: set[str | None] = set()
    onward: list[tuple[str, str | None]] = []
    for name, raw in listed:
        try:
            links = _LINKS.decode(raw)
        except msgspec.ValidationError as error:
            yield Unread(name, f"its links are not valid FHIR, so {_MISSING}: {error}")
            continue
        here |= {link.url for link in links if link.relation == "self"}
        onward += [(name, link.url) for link in links if link.relation == "next"]
    for name, url in onward:
        if url is None or url not in here:
            yield Unread(name, f"it has a next page, which is not here; {_MISSING}")


def _name(bundle: Bundle) -> str:
    return f"Bundle/{bundle.id}" if bundle.id else "Bundle"


def outcomes(found: Iterable[Found]) -> Iterator[Unread]:
    """What a server says of a search, in its own words."""
    for one in found:
        if one.kind == OUTCOME:
            yield from _issues(one)


def _issues(found: Found) -> Iterator[Unread]:
    try:
        issues = _OUTCOME.decode(found.raw).issue
    except msgspec.ValidationError as error:
        yield Unread(found.reference, f"it is not valid FHIR: {error}")
        return
    for issue in issues:
        words = issue.diagnostics or (issue.details.text if issue.details else None)
        told = ", ".join(filter(None, [issue.severity, issue.code, words]))
        yield Unread(found.reference, f"the server says: {told or 'nothing more'}; {_MISSING}")
    if not issues:
        yield Unread(found.reference, f"the server says that something happened; {_MISSING}")
