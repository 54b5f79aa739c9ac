"""Several entries for one resource: the newest holds, for an older one may have been withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from backstay.exchange.entries import Found
from backstay.exchange.names_once import check_names
from backstay.exchange.problems import Unread

_EMPTY = msgspec.Raw(b"{}")


def newest_only(found: list[Found], unread: list[Unread]) -> list[Found]:
    """One version of each resource; where none is surely the newest, none. Raises BadText."""
    same: dict[str, list[Found]] = {}
    for one in found:
        same.setdefault(one.full_url or one.reference, []).append(one)
    _join_addresses(same)
    if len(same) == len(found):
        return found
    return [one for versions in same.values() for one in _one(versions, unread)]


def _join_addresses(same: dict[str, list[Found]]) -> None:
    """Put a resource without address to the one with an address that ends in its reference.

    A resource that is read alone has no address, and the same one in a search has.
    """
    bare = [key for key, versions in same.items() if versions[0].full_url is None]
    if not bare or len(bare) == len(same):
        return
    ends: dict[str, list[str]] = {}
    for key, versions in same.items():
        if versions[0].full_url is not None:
            ends.setdefault("/".join(key.split("/")[-2:]), []).append(key)
    for key in bare:
        full = ends.get(key, [])
        if len(full) == 1 and full[0] != key:
            same[full[0]] += same.pop(key)


def _one(versions: list[Found], unread: list[Unread]) -> Iterator[Found]:
    newest = _newest(versions) if len(versions) > 1 else versions[0]
    if newest is not None:
        yield newest
        return
    why = f"it stands {len(versions)} times in the bundle; which version holds?"
    unread.append(Unread(versions[0].reference, why))
    if versions[0].kind == "Patient":  # still whom the bundle is about
        yield versions[0]._replace(raw=_EMPTY)


def _newest(versions: list[Found]) -> Found | None:
    for one in versions:
        check_names(bytes(one.raw))
    if len({msgspec.json.format(bytes(one.raw), indent=-1) for one in versions}) == 1:
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
