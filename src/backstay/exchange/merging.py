"""Several claims about one fact: joined where parts of one set, else dated one by one."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from backstay.case.dates import Moment
from backstay.case.facts import Fact
from backstay.exchange.claims import Claim
from backstay.exchange.problems import Unread, printable


class Merged(NamedTuple):
    """What the document holds of one fact: a value with its origin, or dated values, or nothing."""

    value: object = None
    origin: dict[str, str] | None = None
    looks: tuple[dict[str, Any], ...] = ()
    doubts: tuple[Unread, ...] = ()


def merged(claims: list[Claim], fact: Fact) -> Merged:
    """One fact as its resources tell it; the case decides which dated value holds."""
    if fact.kind == "list" and len({one.moment for one in claims}) > 1:
        return Merged(doubts=_all(claims, "entries with different dates; which still hold?"))
    looks = _joined(claims) if fact.kind in ("many", "list") else claims
    dated = [one for one in looks if one.moment]
    if not dated:
        return _undated(looks)
    old = [one for one in looks if not one.moment]
    doubts = _all(old, "it has no date, and a dated value is there")
    if len(dated) == 1:
        return Merged(dated[0].value, _origin(dated[0]), doubts=doubts)
    return Merged(looks=tuple({**_origin(one), "value": one.value} for one in dated), doubts=doubts)


def _undated(looks: list[Claim]) -> Merged:
    if len({_key(one) for one in looks}) > 1:
        return Merged(doubts=_all(looks, "different values and no dates; which holds?"))
    return Merged(looks[0].value, _origin(looks[0]))


def _joined(claims: list[Claim]) -> list[Claim]:
    """Sets and lists seen at one time are parts of one; an empty one stands against them."""
    found: dict[tuple[Moment | None, bool], Claim] = {}
    for one in claims:
        parts = list(one.value) if isinstance(one.value, list) else [one.value]
        key = (one.moment, bool(parts))
        if key in found:
            first = found[key]
            before = first.value if isinstance(first.value, list) else []
            both = [
                *before,
                *(part for part in parts if part not in before or isinstance(part, dict)),
            ]
            found[key] = first._replace(value=both, source=_sources(first.source, one.source))
        else:
            found[key] = one
    return list(found.values())


def _sources(before: str, more: str) -> str:
    return before if more in before.split(", ") else f"{before}, {more}"


def _origin(one: Claim) -> dict[str, str]:
    at = {"at": one.moment.text} if one.moment else {}
    return {**at, "from": printable(one.source)}


def _key(one: Claim) -> str:
    return json.dumps(one.value, sort_keys=True)


def _all(claims: list[Claim], why: str) -> tuple[Unread, ...]:
    return tuple(Unread(one.source, f"{one.fact}: {why}") for one in claims)
