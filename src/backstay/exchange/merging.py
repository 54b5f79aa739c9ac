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
    if fact.kind in ("many", "list"):
        return _merged_set(claims, fact)
    return _dated(_once(claims))


def _merged_set(claims: list[Claim], fact: Fact) -> Merged:
    """A set that only grows is the sum of all that was said; another one is seen anew each time."""
    if _grows(fact):
        if len({bool(one.value) for one in claims}) > 1:
            return Merged(doubts=_all(claims, "one says none, another names some; which holds?"))
        return _dated([_sum(claims)])
    if fact.kind == "list" and len({one.moment for one in claims}) > 1:
        return Merged(doubts=_all(claims, "entries with different dates; which still hold?"))
    times = dict.fromkeys((one.moment, bool(one.value)) for one in claims)
    return _dated([_sum([c for c in claims if (c.moment, bool(c.value)) == at]) for at in times])


def _grows(fact: Fact) -> bool:
    """Whether what was once said stays: its parts do not age, or come from entries of any date."""
    return fact.valid_for_days is None or fact.complete_when not in (None, "given")


def _dated(looks: list[Claim]) -> Merged:
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


def _once(claims: list[Claim]) -> list[Claim]:
    """One claim for each value and time, with all its sources."""
    same: dict[tuple[Moment | None, str], list[Claim]] = {}
    for one in claims:
        same.setdefault((one.moment, _key(one)), []).append(one)
    return [each[0]._replace(source=_sources(each)) for each in same.values()]


def _sum(claims: list[Claim]) -> Claim:
    """All parts of one set with the newest date. Equal entries of a list are still two entries."""
    parts = [part for one in claims if isinstance(one.value, list) for part in one.value]
    whole = [
        part for n, part in enumerate(parts) if isinstance(part, dict) or part not in parts[:n]
    ]
    moment = max((one.moment for one in claims if one.moment), key=lambda m: m.at, default=None)
    return claims[0]._replace(value=whole, source=_sources(claims), moment=moment)


def _sources(claims: list[Claim]) -> str:
    return ", ".join(dict.fromkeys(one.source for one in claims))


def _origin(one: Claim) -> dict[str, str]:
    at = {"at": one.moment.text} if one.moment else {}
    return {**at, "from": printable(one.source)}


def _key(one: Claim) -> str:
    return json.dumps(one.value, sort_keys=True)


def _all(claims: list[Claim], why: str) -> tuple[Unread, ...]:
    return tuple(Unread(one.source, f"{one.fact}: {why}") for one in claims)
