"""Which value of a fact holds: the newest, unless it is too old or contradicted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from backstay.case.cases import Remark, Seen
from backstay.case.dates import Moment, days_between
from backstay.case.elapsing import grown
from backstay.case.facts import Fact
from backstay.case.observed import Looks, Observation
from backstay.case.plain import in_words, key
from backstay.case.values import Value


class Settled(NamedTuple):
    """The facts of one scope that hold, what was seen of them, and what readers must be told."""

    facts: dict[str, Value]
    seen: dict[str, Seen]
    remarks: tuple[Remark, ...]


class _Held(NamedTuple):
    value: Value
    seen: Seen
    told: list[tuple[str, str]]  # kind of remark, text


def settle(
    given: Mapping[str, Value],
    looks: Mapping[str, Looks],
    facts: Mapping[str, Fact],
    as_of: Moment,
    lesion: str | None = None,
) -> Settled:
    """The facts of one scope at `as_of`."""
    held = {name: value for name, value in given.items() if name not in looks}
    seen: dict[str, Seen] = {}
    remarks: list[Remark] = []
    for name in sorted(looks):
        fact = facts[name]
        value, seen[name], told = _hold(fact, _last(looks[name], given.get(name)), as_of)
        if value is not None:
            held[name] = value
        remarks += [Remark(kind, (name,), f"{fact.label}: {text}", lesion) for kind, text in told]
    return Settled({name: held[name] for name in sorted(held)}, seen, tuple(remarks))


def outdated(given: Mapping[str, Value], looks: Mapping[str, Looks]) -> Iterator[str]:
    """The facts whose undated value is not among the newest dated ones: either may hold."""
    for name, several in looks.items():
        if isinstance(several, list) and name in given:
            known = {key(look.value) for look in newest(several)}
            if key(given[name]) not in known:
                yield name


def newest(looks: list[Observation]) -> list[Observation]:
    """The dated observations that no other surely follows.

    A day without time may lie before or after an instant of that day, so both count as newest.
    """
    days = [moment.at.date() for moment in _moments(looks) if moment.day_only]
    instants = [moment.at for moment in _moments(looks) if not moment.day_only]
    day, instant = max(days, default=None), max(instants, default=None)
    if day and instant and day != instant.date():
        day, instant = (day, None) if day > instant.date() else (None, instant)
    return [look for look in looks if _is_at(look.moment, day, instant)]


def _moments(looks: list[Observation]) -> list[Moment]:
    return [look.moment for look in looks if look.moment is not None]


def _is_at(moment: Moment | None, day: date | None, instant: datetime | None) -> bool:
    if moment is not None and moment.day_only:
        return moment.at.date() == day
    return moment is not None and moment.at == instant


def _last(looks: Looks, given: Value) -> list[Observation]:
    """The newest observations with their values, in an order that the writing does not change."""
    if isinstance(looks, Observation):
        return [looks._replace(value=given)]
    return sorted(newest(looks), key=_order)


def _order(look: Observation) -> tuple[str, str, str]:
    return key(look.value), look.source or "", look.moment.text if look.moment else ""


def _hold(fact: Fact, last: list[Observation], as_of: Moment) -> _Held:
    values = list({key(look.value): look.value for look in last}.values())
    value = values[0] if len(values) == 1 else _worst(values, fact)
    told = [("conflict", _conflict(fact, last, value))] if len(values) > 1 else []
    moment = max(_moments(last), key=lambda one: (one.at, one.text), default=None)
    at, when = (moment.at, moment.text) if moment else (None, None)
    seen = Seen(value, at, " and ".join(_sources(last)) or None, when)
    if value is None or moment is None:
        return _Held(value, seen, told)
    if not _too_old(fact, moment, as_of):
        return _Held(grown(value, fact, moment, as_of), seen, told)
    old = f"{in_words(value, fact)} of {moment.text} is older than {fact.valid_for_days:g} days"
    if fact.red_flag and not _reassures(value, fact):
        told = [*told, ("marked_stale", f"{old}; it still counts. Look again.")]
        return _Held(grown(value, fact, moment, as_of), seen, told)
    return _Held(None, seen, [*told, ("stale", f"{old} and counts as not known.")])


def _reassures(value: Value, fact: Fact) -> bool:
    """The best value of a red flag: an old alarm still alarms, an old all-clear says nothing of today."""
    return bool(fact.worse) and _text(value) == fact.worse[-1]


def _too_old(fact: Fact, moment: Moment, as_of: Moment) -> bool:
    return fact.valid_for_days is not None and days_between(moment, as_of) > fact.valid_for_days


def _worst(values: list[Value], fact: Fact) -> Value:
    """The worst of several values of a red flag; None where that cannot be said."""
    texts = {_text(value): value for value in values}
    if not fact.red_flag or not set(texts) <= set(fact.worse):
        return None
    return texts[min(texts, key=fact.worse.index)]


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _conflict(fact: Fact, last: list[Observation], value: Value) -> str:
    said = " or ".join(dict.fromkeys(_look_in_words(fact, look) for look in last))
    end = (
        "it counts as not known" if value is None else f"the worse counts: {in_words(value, fact)}"
    )
    return f"{said}; neither is surely newer, so {end}."


def _look_in_words(fact: Fact, look: Observation) -> str:
    when = look.moment.text if look.moment else ""
    return f"{in_words(look.value, fact)} ({', '.join(filter(None, [when, look.source]))})"


def _sources(last: list[Observation]) -> list[str]:
    return list(dict.fromkeys(look.source for look in last if look.source))
