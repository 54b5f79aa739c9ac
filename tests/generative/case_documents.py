"""Hypothesis strategies for case documents: facts of every kind, dated once or several times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from cases import KNOWLEDGE, LEVELS, value_of
from hypothesis import strategies as st

from backstay.case import Fact, Members
from backstay.case.levels import span
from backstay.case.plain import plain
from backstay.case.structures import field_of

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=timezone(timedelta(hours=1)))
NAMES = ("level", "to_level")
WORDS = st.text("abc xyz", min_size=1, max_size=12).filter(str.strip)


def given_value(fact: Fact) -> st.SearchStrategy[Any]:
    """A value as a document holds it."""
    if fact.kind == "list":
        return st.lists(entry(fact), max_size=3)
    if fact.kind == "map":
        return entry(fact).filter(bool)
    if fact.kind == "date":
        return st.dates(datetime(2020, 1, 1).date(), datetime(2026, 3, 1).date()).map(str)
    if fact.kind == "text":
        return WORDS
    if fact.kind == "number" and not fact.step:
        return st.floats(fact.min, fact.max, allow_nan=False) | known(fact)
    return known(fact)


def known(fact: Fact) -> st.SearchStrategy[Any]:
    found = value_of(fact)
    assert found is not None
    return found.map(lambda value: plain(value) if isinstance(value, Members) else value)


def entry(fact: Fact) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields of an entry; an entry may say nothing but that it is there."""
    fields = {name: given_value(field_of(fact, name)) for name in fact.fields}
    return st.fixed_dictionaries({}, optional=fields)


def moments(as_of: str) -> st.SearchStrategy[str]:
    """Days and instants up to `as_of`, which may be either itself."""
    days = st.integers(0, 200).map(lambda n: (NOW - timedelta(days=n)).date().isoformat())
    if len(as_of) == 10:
        return days
    hours = st.integers(1, 4000).map(lambda n: NOW - timedelta(hours=n, seconds=n))
    zoned = hours.flatmap(lambda at: st.sampled_from([at, at.astimezone(UTC)]))
    return days | zoned.map(datetime.isoformat)


@st.composite
def scope(
    draw: st.DrawFn, facts: dict[str, Fact], start: str, as_of: str, observed: dict[str, Any]
) -> dict[str, Any]:
    names = draw(
        st.lists(st.sampled_from(sorted(set(facts) - set(NAMES))), max_size=12, unique=True)
    )
    found: dict[str, Any] = {}
    for name in names:
        seen = draw(st.sampled_from(["", "once", "told", "often"]))
        values = given_value(facts[name])
        at = moments(as_of)
        if seen == "often":
            look = st.fixed_dictionaries({"at": at, "value": values}, optional={"from": WORDS})
            observed[f"{start}{name}"] = draw(st.lists(look, min_size=1, max_size=3))
            continue
        found[name] = draw(values)
        if seen == "once":
            observed[f"{start}{name}"] = draw(at)
        if seen == "told":
            observed[f"{start}{name}"] = {"at": draw(at), "from": draw(WORDS)}
    return found


@st.composite
def lesion(draw: st.DrawFn, level: str, as_of: str, observed: dict[str, Any]) -> dict[str, Any]:
    ends = draw(st.sampled_from([{}, {"to_level": level}]))
    facts = draw(scope(KNOWLEDGE.facts.lesion, f"{level}.", as_of, observed))
    return {"level": level, **ends, **facts}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A case document; most facts are unknown."""
    as_of = draw(st.sampled_from([NOW.isoformat(), NOW.date().isoformat()]))
    observed: dict[str, Any] = {}
    document: dict[str, Any] = {
        "case": draw(st.sampled_from(["generated", "a b_c", "x" * 100])),
        "as_of": as_of,
        "patient": draw(scope(KNOWLEDGE.facts.patient, "", as_of, observed)),
    }
    levels = draw(st.none() | st.lists(st.sampled_from(LEVELS), max_size=3, unique=True))
    if levels is not None:
        listed = [draw(lesion(level, as_of, observed)) for level in levels]
        document["lesions"] = listed
        if len(listed) == 1 and draw(st.booleans()):
            listed[0]["to_level"] = draw(st.sampled_from(span(levels[0], LEVELS[-1])))
    return {**document, "observed": observed} if observed else document
