"""The medicines of a case: a table of entries, in which `drug` may hold a whole line as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.draft import draft, lines
from backstay.medicines.reading.lexicon import Item, Lexicon, lexicon
from backstay.medicines.reading.lines import Reading, refused, with_drug
from backstay.medicines.reading.matching import Matched, matched
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.writing import written

Entry = Mapping[str, Any]


def listed(entries: Sequence[Entry], knowledge: Knowledge) -> Reading:
    """The medicines of a case's list. A drug without a dose is a line whose dose is not known.

    Entries hold drug, form, dose, dose_up_to, unit, route, per_day, every_hours, as_needed, taken_per_day, days;
    fields beside a whole line in `drug` must agree with it, or the entry is unread.
    """
    words = lexicon(knowledge)
    made: list[Line] = []
    unread = []
    for at, entry in enumerate(entries, start=1):
        found: Matched | None = None
        text = " ".join(str(one) for one in entry.values() if one is not None)
        try:
            found = _items(entry, words)
            made += lines(draft(with_drug(found, words), words), text, words)
        except NotRead as why:
            unread.append(refused(text, at, why, found))
    return Reading(lines=tuple(made), unread=tuple(unread))


def as_entry(line: Line) -> dict[str, Any]:
    """The entry of a case that `listed` reads as this line."""
    if line.per_day is not None and line.per_day.low != line.per_day.high:
        return {"drug": written(line)}  # no field holds a range of times
    low, high = line.dose or (None, None)
    entry: dict[str, Any] = {
        "drug": line.drug, "form": line.form, "dose": low, "dose_up_to": high if high != low else None,
        "unit": line.unit, "route": line.route, "per_day": line.per_day.low if line.per_day else None,
        "every_hours": line.every_hours, "as_needed": line.as_needed or None,
        "taken_per_day": line.taken_per_day, "days": line.days,
    }  # fmt: skip
    return {name: value for name, value in entry.items() if value is not None}


def _items(entry: Entry, words: Lexicon) -> Matched:
    """The items of the drug's text, then those of the fields."""
    found = matched(str(entry.get("drug") or ""), words)
    for field in ("form", "route"):
        _add(found, matched(str(entry.get(field) or "").replace("_", " "), words), field)
    _dose(found, entry, words)
    _numbers(found, entry)
    return found


def _add(found: Matched, more: Matched, field: str) -> None:
    for item in more:
        if item.means not in ("form", "route"):
            raise NotRead(f"{item.key!r} as {field}", f"a known {field}")
    found += [Item("apart", None), *more]


def _dose(found: Matched, entry: Entry, words: Lexicon) -> None:
    """The amount of the fields, where the text holds none."""
    value, unit = entry.get("dose"), entry.get("unit")
    if value is None and unit is None:
        return
    if any(item.means == "number" for item in found):
        raise NotRead("a dose in the text and in the fields", "the dose in one place")
    if value is None or unit is None:
        raise NotRead("a dose without its unit, or a unit without a dose", "both")
    up_to = entry.get("dose_up_to")
    found += [Item("apart", None), Item("number", None, value, value if up_to is None else up_to)]
    found += [item for item in matched(str(unit), words) if item.means in ("unit", "per_hour")]


def _numbers(found: Matched, entry: Entry) -> None:
    needed, every, per_day = entry.get("as_needed"), entry.get("every_hours"), entry.get("per_day")
    limit = needed is True and every is not None
    if needed is True:
        found.append(Item("as_needed", None))
    for means, value in (
        ("every", every), ("limit" if limit else "times", per_day),
        ("taken", entry.get("taken_per_day")), ("days", entry.get("days")),
    ):  # fmt: skip
        if value is not None:
            low, high = value if isinstance(value, Interval) else (value, value)
            found.append(Item(means, None, low, high))
