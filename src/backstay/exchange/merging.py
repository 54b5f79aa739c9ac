"""Several claims about one fact: joined where parts of one set, else dated one by one."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from backstay.case.dates import Moment
from backstay.case.elapsing import grown
from backstay.case.facts import Fact
from backstay.case.plain import plain
from backstay.case.problems import Report
from backstay.case.structures import read_value
from backstay.case.text import Lines
from backstay.exchange.claims import Claim
from backstay.exchange.moments import follows
from backstay.exchange.problems import Unread, printable

_SORTED = json.JSONEncoder(sort_keys=True)


class Merged(NamedTuple):
    """What the document holds of one fact: a value with its origin, or dated values, or nothing."""

    value: object = None
    origin: dict[str, str] | None = None
    looks: tuple[dict[str, Any], ...] = ()
    doubts: tuple[Unread, ...] = ()


def merged(claims: list[Claim], fact: Fact) -> Merged:
    """One fact as its resources tell it; the case decides which dated value holds."""
    read = [one for one in claims if one.value is not None]
    lost = [one for one in claims if one.value is None]
    if not read:
        return Merged()
    if any(_stands_against(one, read, fact) for one in lost):
        return Merged(doubts=_all(read, "left open, because another value could not be read"))
    parts = fact.kind in ("many", "list") and not all(one.whole for one in read)
    return _merged_set(read, fact) if parts else _dated(_once(read))


def _stands_against(lost: Claim, read: list[Claim], fact: Fact) -> bool:
    """Whether a value that could not be read may be the one that holds, or a part of the set."""
    if fact.red_flag:  # a warning that was read is never withdrawn by one that was not
        return False
    # What is not in such a set is unknown, not absent, so the parts that were read may stand.
    open_set = fact.kind == "many" and fact.complete_when is None
    if fact.kind in ("many", "list") and _grows(fact):
        return not open_set
    same = open_set and any(one.moment == lost.moment for one in read)
    return not same and not any(follows(one.moment, lost.moment) for one in read)


def _merged_set(claims: list[Claim], fact: Fact) -> Merged:
    """A set that only grows is the sum of all that was said; another one is seen anew each time."""
    if _grows(fact):
        if len({bool(one.value) for one in claims}) > 1:
            return Merged(doubts=_all(claims, "one says none, another names some; which holds?"))
        return _dated([_sum(claims, fact)])
    if fact.kind == "list" and len({one.moment for one in claims}) > 1:
        return Merged(doubts=_all(claims, "entries with different dates; which still hold?"))
    same: dict[tuple[Moment | None, bool], list[Claim]] = {}
    for one in claims:
        same.setdefault((one.moment, bool(one.value)), []).append(one)
    return _dated([_sum(each, fact) for each in same.values()])


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
    if len(claims) == 1:
        return claims
    same: dict[tuple[Moment | None, str], list[Claim]] = {}
    for one in claims:
        same.setdefault((one.moment, _key(one)), []).append(one)
    return [each[0]._replace(source=_sources(each)) for each in same.values()]


def _sum(claims: list[Claim], fact: Fact) -> Claim:
    """All parts of one set with the newest date. Equal entries of a list are still two entries."""
    moment = max((one.moment for one in claims if one.moment), key=lambda m: m.at, default=None)
    lists = [one for one in claims if isinstance(one.value, list)]
    parts = [part for one in lists for part in _parts_at(moment, one, fact)]
    whole = parts if parts and isinstance(parts[0], dict) else list(dict.fromkeys(parts))
    return claims[0]._replace(value=whole, source=_sources(claims), moment=moment)


def _parts_at(moment: Moment | None, one: Claim, fact: Fact) -> list[Any]:
    """What one claim lists; times since something grow up to the date that all will share."""
    parts: Any = one.value
    if fact.kind == "list" and moment and one.moment and one.moment != moment:
        read = read_value(parts, fact, (), Report(Lines()))
        parts = plain(grown(read, fact, one.moment, moment))
    return list(parts)


def _sources(claims: list[Claim]) -> str:
    return ", ".join(dict.fromkeys(one.source for one in claims))


def _origin(one: Claim) -> dict[str, str]:
    at = {"at": one.moment.text} if one.moment else {}
    return {**at, "from": printable(one.source)}


def _key(one: Claim) -> str:
    return _SORTED.encode(one.value)


def _all(claims: list[Claim], why: str) -> tuple[Unread, ...]:
    return tuple(Unread(one.source, f"{one.fact}: {why}") for one in claims)
