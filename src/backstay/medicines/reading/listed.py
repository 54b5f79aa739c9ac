"""The medicines of a case: a table of entries, in which `drug` may hold a whole line as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.checks import checked
from backstay.medicines.reading.draft import draft
from backstay.medicines.reading.lexicon import Lexicon, lexicon
from backstay.medicines.reading.lines import Reading, refused
from backstay.medicines.reading.matching import Matched, matched
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item
from backstay.medicines.reading.writing import written

Entry = Mapping[str, Any]
APART = Item("apart", None)
AMOUNTS = ("number", "scheme", "bad")


def listed(entries: Iterable[Entry], knowledge: Knowledge) -> Reading:
    """The medicines of a case's list. A drug without a dose is a line whose dose is not known.

    Entries hold drug, form, dose, dose_up_to, unit, route, per_day, every_hours, as_needed, taken_per_day, days;
    fields beside a whole line in `drug` must agree with it, or the entry is unread.

    >>> from backstay.knowledge import load_knowledge
    >>> entry = {"drug": "fentanyl patch", "dose": 25.0, "unit": "mcg/h", "every_hours": 72.0}
    >>> [(one.form, one.dose, one.every_hours) for one in listed([entry], load_knowledge()).lines]
    [('patch', Interval(low=25.0, high=25.0), 72.0)]
    """
    words = lexicon(knowledge)
    lines: list[Line] = []
    unread = []
    for at, entry in enumerate(entries, start=1):
        found: Matched | None = None
        text = _text(entry)
        try:
            found = matched(str(entry.get("drug") or ""), words)
            _whole(found)
            _add_fields(found.items, entry, words)
            lines += checked(draft(found, words), text, words)
        except NotRead as why:
            unread.append(refused(text, at, why, found))
    return Reading(lines=tuple(lines), unread=tuple(unread))


def as_entry(line: Line) -> dict[str, Any]:
    """The entry of a case that `listed` reads as this line."""
    if line.per_day is not None and line.per_day.low != line.per_day.high:
        return {"drug": written(line)}  # no field holds a range of times
    low, high = line.dose or (None, None)
    entry: dict[str, Any] = {
        "drug": line.drug, "form": line.form, "dose": low, "dose_up_to": high if high != low else None,
        "unit": line.unit, "route": line.route, "per_day": line.per_day and line.per_day.low,
        "every_hours": line.every_hours, "as_needed": line.as_needed or None,
        "taken_per_day": line.taken_per_day, "days": line.days,
    }  # fmt: skip
    return {name: value for name, value in entry.items() if value is not None}


def _text(entry: Entry) -> str:
    """The entry as it is shown when it is asked."""
    given = {name: value for name, value in entry.items() if value is not None}
    if given.keys() == {"drug"}:
        return str(given["drug"])
    return ", ".join(f"{name}: {value}" for name, value in given.items())


def _whole(found: Matched) -> None:
    """That a text which says how often says how much too: "oxycodone 5 a day" is no number of times."""
    if (found.of("times") or found.of("limit")) and not any(found.of(means) for means in AMOUNTS):
        raise NotRead("no dose", "a dose with its unit, such as 10 mg")


def _add_fields(items: list[Item], entry: Entry, words: Lexicon) -> None:
    """What the fields say, as items after those of the text."""
    for field in ("form", "route"):
        _add_words(items, entry, field, words)
    _add_dose(items, entry, words)
    _add_often(items, entry)


def _add_words(items: list[Item], entry: Entry, field: str, words: Lexicon) -> None:
    said = entry.get(field)
    if said is None:
        return
    more = matched(str(said), words).items
    if not more or {item.means for item in more} - {"form", "route"}:
        raise NotRead(
            f"{said!r} is not known as a {field}", f"a {field} in words, such as {EXAMPLES[field]}"
        )
    items += [APART, *more]


EXAMPLES = {"form": "tablet, modified release, patch", "route": "oral, subcutaneous"}


def _add_dose(items: list[Item], entry: Entry, words: Lexicon) -> None:
    """The amount of the fields, where the text holds none."""
    value, unit, up_to = entry.get("dose"), entry.get("unit"), entry.get("dose_up_to")
    if value is None and unit is None and up_to is None:
        return
    if any(item.means in AMOUNTS for item in items):
        raise NotRead("a dose in the text and in the fields", "the dose in one place")
    if value is None or unit is None:
        raise NotRead("a dose without its unit, or a unit without its dose", "both, such as 10 mg")
    of = matched(str(unit), words).items
    if [item.means for item in of] not in (["unit"], ["unit", "per_hour"]):
        raise NotRead(f"{unit!r} is not known as a unit", "mg, mcg, g, units, mL, mcg/h or mg/h")
    items += [APART, Item("number", None, value, value if up_to is None else up_to), *of, APART]


def _add_often(items: list[Item], entry: Entry) -> None:
    needed, every = entry.get("as_needed") is True, entry.get("every_hours")
    text_every = any(item.means == "every" for item in items)
    limit = needed and (every is not None or text_every)
    if needed:
        items.append(Item("as_needed", None))
    for means, value in (
        ("every", every), ("limit" if limit else "times", entry.get("per_day")),
        ("taken", entry.get("taken_per_day")), ("days", entry.get("days")),
    ):  # fmt: skip
        if value is not None:
            low, high = value if isinstance(value, Interval) else (value, value)
            items.append(Item(means, None, low, high))
