"""The entries of a bundle, opened one by one, so that one bad resource never loses the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from backstay.exchange.fhir import NOTHING, Bundle, Entry, Peek, Reference
from backstay.exchange.problems import Unread


class Found(NamedTuple):
    """One resource, not decoded yet, and whom it is about."""

    kind: str
    reference: str
    raw: msgspec.Raw
    peek: Peek
    full_url: str | None
    subject: str | None
    contained: bool = False


class Page(NamedTuple):
    """A bundle inside what is read, such as one page of a search."""

    raw: msgspec.Raw
    bundle: Bundle


class Opened(NamedTuple):
    """All resources that were found, and the bundles in which they stood beside the outer one."""

    found: list[Found]
    pages: list[Page]


PAGED = (b'"searchset"', b'"collection"', b'"batch-response"')  # types that are opened inside
_PEEK = msgspec.json.Decoder(Peek)
_REFERENCE = msgspec.json.Decoder(Reference)
_BUNDLE = msgspec.json.Decoder(Bundle)


def open_entries(entries: tuple[Entry, ...], unread: list[Unread]) -> Opened:
    """Every resource that stands in an entry or in a page; what cannot be opened is listed."""
    opened = Opened([], [])
    for one in _tops(entries, "", unread):
        page = _page(one) if one.kind == "Bundle" else None
        if page is None:
            opened.found.append(one)
        else:
            opened.pages.append(page)
            opened.found.extend(_tops(page.bundle.entry, f"{one.reference}, ", unread))
    return opened


def _tops(entries: tuple[Entry, ...], where: str, unread: list[Unread]) -> Iterator[Found]:
    for number, entry in enumerate(entries, start=1):
        raw = entry.resource
        if raw is NOTHING:
            continue
        try:
            peek = _PEEK.decode(raw)
        except msgspec.DecodeError as error:
            unread.append(Unread(f"{where}entry {number}", f"it is not a resource: {error}"))
            continue
        kind, name = peek.resource_type, peek.id
        named = f"{kind}/{name}" if name else entry.full_url or f"{where}entry {number}"
        if entry.request and entry.request.method == "DELETE":
            unread.append(Unread(named, "the bundle asks to delete it"))
            continue
        yield Found(kind, named, raw, peek, entry.full_url, _subject(peek))


def _page(found: Found) -> Page | None:
    """The bundle itself; None where it is not one page of something larger, or not valid."""
    try:
        bundle = _BUNDLE.decode(found.raw)
    except msgspec.ValidationError:
        return None
    return Page(found.raw, bundle) if bytes(bundle.type) in PAGED else None


def with_contained(found: list[Found], unread: list[Unread]) -> list[Found]:
    """The resources, each followed by those inside it."""
    return [one for top in found for one in (top, *_inside(top, unread))]


def _inside(top: Found, unread: list[Unread]) -> Iterator[Found]:
    """Resources inside another one; they are about its subject unless they say otherwise."""
    for number, raw in enumerate(top.peek.contained, start=1):
        try:
            peek = _PEEK.decode(raw)
        except msgspec.ValidationError as error:
            unread.append(Unread(f"{top.reference}#{number}", f"it is not a resource: {error}"))
            continue
        name = f"{top.reference}#{peek.id or number}"
        subject = _subject(peek) or top.subject
        yield Found(peek.resource_type, name, raw, peek, None, subject, contained=True)


def _subject(peek: Peek) -> str | None:
    """Whom a resource is about; some kinds have a list here, which ties them to nobody."""
    for raw in (peek.subject, peek.patient):
        if raw is not NOTHING:
            try:
                return _REFERENCE.decode(raw).reference
            except msgspec.ValidationError:
                continue
    return None
