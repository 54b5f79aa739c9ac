"""A question as a page shows it: its inputs with what was typed, the answer before, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backstay.case.facts import Fact as Known
from backstay.case.structures import field_of
from backstay.case.units import spelled, spoken
from backstay.present.values import clean, number, value_word
from backstay.present.words import capital, plain, say, word
from backstay.web.records.entering.asked import Asked
from backstay.web.records.entering.seen import in_hours
from backstay.web.records.entering.typed import Typed, entries
from backstay.web.records.entering.words import STATE_WORDS, day_and_time, described, seen_when
from backstay.web.records.knowledge import knowledge

FEW = 8  # so many values stand open as radio buttons; more are a list to choose from
MANY = 12  # so many names of a set stand open
BLANK = 2  # empty entries at the end of a list


class Choice(NamedTuple):
    """One value to choose."""

    value: str
    label: str
    id: str
    chosen: bool


class Input(NamedTuple):
    """One input, or one set of radio buttons or boxes."""

    kind: str  # radio | select | boxes | number | text | date
    name: str
    id: str
    label: str
    value: str = ""
    choices: Sequence[Choice] = ()
    units: Sequence[Choice] = ()
    unit: str = ""  # the only one it takes
    hint: str = ""


class Field(NamedTuple):
    """One question with all that a page needs for it."""

    asked: Asked
    id: str
    path: str
    label: str
    inputs: Sequence[Input]
    entries: Sequence[Sequence[Input]]  # of a list
    more: Input | None  # names that an open set does not list
    none: Choice | None
    folded: bool  # many boxes, none of them chosen
    states: Sequence[Choice]  # not known and not done, where they are no values to choose
    meta: Mapping[str, str]  # seen, observed, how, why
    errors: Sequence[str]

    @property
    def in_hours(self) -> bool:
        """Whether it is asked at what time it was seen."""
        return in_hours(self.asked.known)

    @property
    def now(self) -> str:
        """What the newest answer says."""
        fact = self.asked.current
        return described(self.asked.known, fact.state, fact.value) if fact else ""

    @property
    def now_when(self) -> str:
        """When it was seen, who recorded it and when."""
        fact = self.asked.current
        if fact is None:
            return ""
        return f"{seen_when(fact)}; {self.asked.who}, {day_and_time(fact.recorded_at)}"


def id_of(path: str) -> str:
    """The id of the element of a path: `T8.escc` is f-T8-escc."""
    return "f-" + re.sub(r"[^A-Za-z0-9]+", "-", path)


def field(
    asked: Asked, typed: Typed, meta: Mapping[str, str], errors: Sequence[str] = (), rows: int = 0
) -> Field:
    """A question with what was typed; `rows` more entries than that for a list."""
    known, path = asked.known, asked.path
    whole = known.kind in ("choice", "yes_no")
    new = asked.current is None or asked.current.state == "withdrawn"
    inputs: list[Input] = []
    if known.kind == "map":
        inputs = _fields(known, typed, path)
    elif known.kind != "list":
        inputs = [_input(known, typed, path, capital(clean(known.label)), open_=whole, new=new)]
    many = known.kind == "many" and len(known.values) > MANY
    return Field(
        asked=asked,
        id=id_of(path),
        path=path,
        label=capital(clean(known.label)),
        inputs=inputs,
        entries=_entries(known, typed, path, rows) if known.kind == "list" else (),
        more=_more(typed, path) if known.kind == "many" and known.open else None,
        none=_none(typed, path) if known.kind in ("many", "list") else None,
        folded=many and not typed.get(path),
        states=() if whole else _states(meta.get("state", ""), path),
        meta=meta,
        errors=errors,
    )


def _input(
    known: Known, typed: Typed, name: str, label: str, *, open_: bool = False, new: bool = True
) -> Input:
    value = next(iter(typed.get(name, ())), "")
    if known.kind in ("choice", "yes_no"):
        return _choice(known, name, label, value, open_, new)
    if known.kind == "many":
        held = typed.get(name, ())
        choices = [_one(known, name, one, one in held) for one in known.values]
        return Input("boxes", name, id_of(name), label, choices=choices)
    if known.kind in ("number", "count"):
        return _number(known, typed, name, label, value)
    return Input(known.kind, name, id_of(name), label, value)


def _choice(known: Known, name: str, label: str, value: str, open_: bool, new: bool) -> Input:
    values = ("true", "false") if known.kind == "yes_no" else known.values
    choices = [_one(known, name, one, one == value) for one in values]
    if open_:
        told = {**STATE_WORDS, **({"": "Leave open"} if new else {})}
        choices += [Choice(v, told[v], _id(name, v or "open"), v == value) for v in told]
    kind = "radio" if open_ and len(values) <= FEW else "select"
    if not open_:
        choices = [Choice("", "Not said", _id(name, "open"), not value), *choices]
    return Input(kind, name, id_of(name), label, value, choices)


def _one(known: Known, name: str, value: str, chosen: bool) -> Choice:
    if known.kind == "yes_no":
        return Choice(
            value, say("yes" if value == "true" else "no").capitalize(), _id(name, value), chosen
        )
    told = known.says.get(value) or value_word(knowledge(), known.id, value)
    return Choice(value, capital(clean(told)), _id(name, value), chosen)


def _number(known: Known, typed: Typed, name: str, label: str, value: str) -> Input:
    chosen = next(iter(typed.get(f"{name}:unit", ())), known.unit or "")
    taken = [unit for unit in dict.fromkeys([known.unit or "", *known.units]) if spoken(unit)]
    units = [Choice(one, _unit(one), "", spelled(one) == spelled(chosen)) for one in taken]
    ends = [number(end) for end in (known.min, known.max) if end is not None]
    alone = units[0].label if len(units) == 1 else ""
    hint = (
        f"{ends[0]} to {ends[1]} {units[0].label if units else ''}".strip()
        if len(ends) == 2
        else ""
    )
    return Input(
        "number", name, id_of(name), label, value,
        units=units if len(units) > 1 else (), unit=alone, hint=hint,
    )  # fmt: skip


def _unit(unit: str) -> str:
    return word("units", unit).strip() or unit


def _fields(known: Known, typed: Typed, path: str) -> list[Input]:
    return [
        _input(field_of(known, name), typed, f"{path}/{name}", capital(plain(name)))
        for name in known.fields
    ]


def _entries(known: Known, typed: Typed, path: str, rows: int) -> list[list[Input]]:
    there = entries(typed, path)
    start = there[-1] + 1 if there else 0
    numbers = [*there, *range(start, start + (BLANK if rows else 1) + rows)]
    return [_fields(known, typed, f"{path}/{number}") for number in numbers]


def _more(typed: Typed, path: str) -> Input:
    name = f"{path}:more"
    value = next(iter(typed.get(name, ())), "")
    return Input("text", name, id_of(name), "Others", value, hint="Names with commas between them")


def _none(typed: Typed, path: str) -> Choice:
    name = f"{path}:none"
    return Choice(name, "None", id_of(name), name in typed)


def _states(state: str, path: str) -> list[Choice]:
    told = {"": "Answered here, or left open", **STATE_WORDS}
    return [Choice(value, told[value], _id(path, value), value == state) for value in told]


def _id(name: str, value: str) -> str:
    return id_of(f"{name}-is-{value}")
