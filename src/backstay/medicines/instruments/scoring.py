"""Questionnaires scored from the values of their items: sums, means, bands, and what must not wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked, Status
from backstay.knowledge.tables.instruments import BandSet, Instrument, Part, Question

Values = Mapping[str, float | None] | Sequence[float | None]
Given = dict[str, float | None]


class Banded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a value lies by one source; several bands while an item is missing."""

    by: str  # id of the set of bands
    item: str | None  # where each item has bands of its own
    possible: tuple[str, ...]  # labels, lowest first
    evidence: tuple[str, ...]
    status: Status


class PartScored(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A sum or a mean: an interval over all that missing items could be."""

    id: str
    value: Interval
    of_answered: float | None  # a mean of what was answered, where the instrument allows it
    bands: tuple[Banded, ...]


class Scored(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the answers to one instrument say."""

    instrument: str
    title: str
    parts: tuple[PartScored, ...]
    items: tuple[Banded, ...]
    missing: tuple[str, ...]
    same_day: str | None  # an answer that is followed up today
    license: str
    acknowledgement: str | None
    evidence: tuple[str, ...]
    checked: Checked


def instruments(knowledge: Knowledge) -> Mapping[str, Instrument]:
    """Every instrument of the knowledge, by its id."""
    return knowledge.tables["instruments"]


def score(instrument: str, values: Values, knowledge: Knowledge) -> Scored:
    """Sums, means and bands of one instrument from its items, by name or in their order; None is a missing answer.

    A missing item widens the result to all that it could be. Raises ValueError that names everything that does not
    fit: an unknown instrument or item, another number of items, a value that is none of the item's. Source:
    `instruments` of the knowledge.

    >>> from backstay.knowledge import load_knowledge
    >>> found = score("phq2", [2, None], load_knowledge())
    >>> found.parts[0].value, found.missing
    (Interval(low=2.0, high=5.0), ('depressed',))
    """
    entry = instruments(knowledge).get(instrument)
    if entry is None:
        raise ValueError(
            f"{instrument!r} is not an instrument; expected one of {', '.join(instruments(knowledge))}"
        )
    given = _given(entry, values)
    return Scored(
        instrument=entry.id, title=entry.title,
        parts=tuple(_part(entry, part, given) for part in entry.parts),
        items=_item_bands(entry, given),
        missing=tuple(item.id for item in entry.items if given[item.id] is None),
        same_day=entry.safety.text if entry.safety and _unsafe(entry, given) else None,
        license=entry.license, acknowledgement=entry.acknowledgement,
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def as_facts(scored: Scored, values: Values, knowledge: Knowledge) -> dict[str, object]:
    """The facts of a case that a result gives: its sum or its map of items, and the alarm where there is one.

    A sum with a missing item gives no fact, and a harmless answer says nothing about the alarm's fact.

    >>> from backstay.knowledge import load_knowledge
    >>> known, answers = load_knowledge(), [3, 0, 0, 0, 0, 0, 0, 0, 1]
    >>> as_facts(score("phq9", answers, known), answers, known)
    {'phq9': 4.0, 'suicidal_thoughts': True}
    """
    entry = instruments(knowledge)[scored.instrument]
    given = _given(entry, values)
    found: dict[str, object] = {}
    fact = knowledge.fact(entry.fact) if entry.fact else None
    if fact is not None and fact.kind == "map":
        found[fact.id] = {name: value for name, value in given.items() if value is not None}
    elif fact is not None and not scored.missing:
        found[fact.id] = scored.parts[0].value.low
    if entry.safety is not None and _unsafe(entry, given):
        found[entry.safety.fact] = True
    return found


def _unsafe(entry: Instrument, given: Given) -> bool:
    assert entry.safety is not None
    answer = given[entry.safety.item]
    return answer is not None and answer > entry.safety.above


def _given(entry: Instrument, values: Values) -> Given:
    """The value of every item. Raises ValueError with all that is wrong."""
    names = [item.id for item in entry.items]
    if not isinstance(values, Mapping):
        if len(values) != len(names):
            raise ValueError(
                f"{entry.id} has {len(names)} items, not {len(values)}: {', '.join(names)}"
            )
        values = dict(zip(names, values, strict=True))
    problems = [
        f"{name!r} is not an item of {entry.id}; expected {', '.join(names)}"
        for name in values
        if name not in names
    ]
    given = {item.id: values.get(item.id) for item in entry.items}
    problems += [text for item in entry.items if (text := _wrong(item, given[item.id]))]
    if not problems:
        problems = [
            text for part in entry.parts if (text := _too_much(part, _sure(entry, part, given)))
        ]
    if problems:
        raise ValueError("; ".join(problems))
    return {name: None if value is None else float(value) for name, value in given.items()}


def _wrong(item: Question, value: float | None) -> str | None:
    """What is wrong with one answer; nothing where it fits or is missing."""
    if value is None:
        return None
    allowed = item.allowed or range(item.low, item.high + 1)
    if value in allowed:
        return None
    words = " or ".join(map(str, item.allowed)) or f"a whole number from {item.low} to {item.high}"
    return f"{item.id}: {value:g} cannot be; expected {words}"


def _too_much(part: Part, sure: float) -> str | None:
    if part.most is None or sure <= part.most:
        return None
    return f"{part.id}: {sure:g} is more than {part.most:g}, the most that can be"


def _sure(entry: Instrument, part: Part, given: Given) -> float:
    """The sum of the items that were answered."""
    return sum(float(given[item.id] or 0) for item in _items(entry, part))


def _items(entry: Instrument, part: Part) -> tuple[Question, ...]:
    return tuple(item for item in entry.items if not part.items or item.id in part.items)


def _part(entry: Instrument, part: Part, given: Given) -> PartScored:
    items = _items(entry, part)
    answers = [given[item.id] for item in items]
    low = sum(item.low if one is None else one for item, one in zip(items, answers, strict=True))
    high = sum(item.high if one is None else one for item, one in zip(items, answers, strict=True))
    count = len(items) if part.how == "mean" else 1
    value = Interval(low / count, min(high, part.most or high) / count)
    known = [one for one in answers if one is not None]
    answered = part.enough is not None and len(known) >= part.enough
    return PartScored(
        id=part.id, value=value, of_answered=sum(known) / len(known) if answered else None,
        bands=tuple(_banded(one, value) for one in entry.bands if one.of == part.id),
    )  # fmt: skip


def _item_bands(entry: Instrument, given: Given) -> tuple[Banded, ...]:
    return tuple(
        _banded(one, Interval(value, value), name)
        for one in entry.bands
        if one.of == "items"
        for name, value in given.items()
        if value is not None
    )


def _banded(bands: BandSet, value: Interval, item: str | None = None) -> Banded:
    """The bands that a value can lie in: from the one of its lower end to the one of its upper end."""
    ends = [*(cut.min for cut in bands.cuts[1:]), float("inf")]
    possible = tuple(
        cut.label
        for cut, end in zip(bands.cuts, ends, strict=True)
        if value.high >= cut.min and value.low < end
    )
    return Banded(
        by=bands.id, item=item, possible=possible, evidence=bands.evidence, status=bands.status
    )
