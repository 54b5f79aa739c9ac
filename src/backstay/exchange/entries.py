"""The entries of a bundle, opened one by one, so that one bad resource never loses the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from backstay.exchange.fhir import Bundle, Peek, Reference
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


_EMPTY = msgspec.Raw(b"{}")
_PEEK = msgspec.json.Decoder(Peek)
_REFERENCE = msgspec.json.Decoder(Reference)


def open_entries(bundle: Bundle, unread: list[Unread]) -> list[Found]:
    """Every resource of the bundle with those contained in it; what cannot be opened is listed."""
    found: list[Found] = []
    for number, entry in enumerate(bundle.entry, start=1):
        if not bytes(entry.resource):
            continue
        try:
            found.append(_open(entry.resource, entry.full_url, number))
        except msgspec.ValidationError as error:
            unread.append(Unread(f"entry {number}", f"it is not a resource: {error}"))
    return [one for top in _one_version(found, unread) for one in (top, *_inside(top, unread))]


def _open(raw: msgspec.Raw, full_url: str | None, number: int) -> Found:
    peek = _PEEK.decode(raw)
    name = f"{peek.resource_type}/{peek.id}" if peek.id else full_url or f"entry {number}"
    return Found(peek.resource_type, name, raw, peek, full_url, _subject(peek))


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
        try:
            if bytes(raw):
                return _REFERENCE.decode(raw).reference
        except msgspec.ValidationError:
            continue
    return None


def _one_version(found: list[Found], unread: list[Unread]) -> Iterator[Found]:
    """The newest version of each resource. An older one may have been withdrawn since."""
    same: dict[str, list[Found]] = {}
    for one in found:
        same.setdefault(one.full_url or one.reference, []).append(one)
    for versions in same.values():
        newest = _newest(versions)
        if newest is not None:
            yield newest
            continue
        why = f"it stands {len(versions)} times in the bundle; which version holds?"
        unread.append(Unread(versions[0].reference, why))
        if versions[0].kind == "Patient":  # still whom the bundle is about
            yield versions[0]._replace(raw=_EMPTY)


def _newest(versions: list[Found]) -> Found | None:
    if len({bytes(one.raw) for one in versions}) == 1:
        return versions[0]
    stamped = sorted(
        ((stamp, one) for one in versions if (stamp := _stamp(one))), key=lambda pair: pair[0]
    )
    if len(stamped) < len(versions) or stamped[-1][0] == stamped[-2][0]:
        return None
    return stamped[-1][1]


def _stamp(one: Found) -> datetime | None:
    text = one.peek.meta.last_updated if one.peek.meta else None
    try:
        stamp = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return stamp if stamp and stamp.tzinfo else None
