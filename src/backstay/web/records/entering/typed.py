"""What was typed for one fact, as the value of a case document, and back again.

Names of inputs start with the path of the fact (`ecog`, `T8.escc`): `path` holds a value or names of a set,
`path:unit` the unit, `path:more` further names, `path:none` that there is none, `path/field` a field of a map
and `path/2/field` one of the third entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from backstay.case.facts import Fact
from backstay.case.problems import Refused
from backstay.case.structures import field_of
from backstay.case.units import spelled
from backstay.present.values import number

Typed = Mapping[str, Sequence[str]]  # by name of input; empty inputs are left out
ASIDE = (
    ":state",
    ":seen",
    ":observed",
    ":how",
    ":why",
)  # said about the answer, no part of its value
STATES = ("not_known", "not_done")
_PLAIN = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_MEASURED = re.compile(r"([+-]?[0-9][0-9.eE+-]*)\s*(\S.*)?", re.DOTALL)
_ENTRY = re.compile(r"/([0-9]{1,3})/")
_BETWEEN = re.compile(r"[,;\n]")


def typed_in(post: QueryDict, path: str) -> dict[str, list[str]]:
    """What a form sent for one fact."""
    found = {}
    for name, values in post.lists():
        mine = name == path or name.startswith((f"{path}/", f"{path}:"))
        if mine and not name.endswith(ASIDE):
            found[name] = [str(value).strip() for value in values if str(value).strip()]
    return {name: values for name, values in found.items() if values}


def value_of(typed: Typed, fact: Fact, path: str) -> Any:
    """The value as a case document holds it; None where nothing was typed. Raises Refused."""
    if fact.kind == "many":
        return _set(typed, fact, path)
    if fact.kind == "list":
        return _list(typed, fact, path)
    if fact.kind == "map":
        return _fields(typed, fact, path) or None
    return _scalar(typed, fact, path)


def typed_of(value: Any, fact: Fact, path: str) -> dict[str, list[str]]:
    """What would have to be typed for a value."""
    if fact.kind == "many":
        return _typed_set(value, fact, path)
    if fact.kind == "list":
        rows = [_typed_fields(entry, fact, f"{path}/{n}") for n, entry in enumerate(value)]
        return {name: one for row in rows for name, one in row.items()} or {f"{path}:none": ["yes"]}
    if fact.kind == "map":
        return _typed_fields(value, fact, path)
    return _typed_scalar(value, fact, path)


def same(one: Any, other: Any, fact: Fact) -> bool:
    """Whether two values would be typed alike."""
    if one is None or other is None:
        return one is other
    return typed_of(one, fact, "") == typed_of(other, fact, "")


def entries(typed: Typed, path: str) -> list[int]:
    """The numbers of the entries of a list that were typed, in order."""
    names = (name.removeprefix(path) for name in typed if name.startswith(f"{path}/"))
    return sorted({int(found[1]) for name in names if (found := _ENTRY.match(name))})


def _scalar(typed: Typed, fact: Fact, path: str) -> Any:
    text = next(iter(typed.get(path, ())), "")
    if not text or text in STATES:
        return None
    if fact.kind == "yes_no" and text in ("true", "false"):
        return text == "true"
    if fact.kind in ("number", "count"):
        return _measured(text, next(iter(typed.get(f"{path}:unit", ())), ""), fact)
    return text


def _measured(text: str, unit: str, fact: Fact) -> Any:
    if unit and spelled(unit) != spelled(fact.unit or ""):
        return f"{text} {unit}"
    if not _PLAIN.fullmatch(text):
        return text  # the reader of the case says what is wrong with it
    value = float(text)
    return int(value) if value.is_integer() else value


def _set(typed: Typed, fact: Fact, path: str) -> list[str] | None:
    more = _BETWEEN.split(" ".join(typed.get(f"{path}:more", ())))
    written = [_id(one) for one in more if one.strip()]
    names = [one for one in dict.fromkeys([*typed.get(path, ()), *written]) if one]
    return _none_or(typed, path, names)


def _id(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _list(typed: Typed, fact: Fact, path: str) -> list[dict[str, Any]] | None:
    rows = [_fields(typed, fact, f"{path}/{n}") for n in entries(typed, path)]
    return _none_or(typed, path, [row for row in rows if row])


def _none_or(typed: Typed, path: str, found: list[Any]) -> list[Any] | None:
    """None at all is an answer; nothing typed is not."""
    none = f"{path}:none" in typed
    if none and found:
        raise Refused("both none and some are given; say one of the two")
    return found if found or none else None


def _fields(typed: Typed, fact: Fact, path: str) -> dict[str, Any]:
    read = {name: _scalar(typed, field_of(fact, name), f"{path}/{name}") for name in fact.fields}
    return {name: value for name, value in read.items() if value is not None}


def _typed_set(value: Sequence[str], fact: Fact, path: str) -> dict[str, list[str]]:
    listed = sorted(one for one in value if one in fact.values)
    more = ", ".join(sorted(one for one in value if one not in fact.values))
    found = {path: listed, f"{path}:more": [more] if more else []}
    return {name: one for name, one in found.items() if one} or {f"{path}:none": ["yes"]}


def _typed_fields(value: Mapping[str, Any], fact: Fact, path: str) -> dict[str, list[str]]:
    return {
        name: one
        for field, held in value.items()
        if field in fact.fields
        for name, one in _typed_scalar(held, field_of(fact, field), f"{path}/{field}").items()
    }


def _typed_scalar(value: Any, fact: Fact, path: str) -> dict[str, list[str]]:
    if isinstance(value, bool):
        return {path: ["true" if value else "false"]}
    if isinstance(value, int | float):
        return {path: [number(value)]}
    measured = _MEASURED.fullmatch(str(value)) if fact.kind in ("number", "count") else None
    if measured is None or not measured[2]:
        return {path: [str(value)]}
    units = {spelled(unit): unit for unit in filter(None, [fact.unit, *fact.units])}
    return {path: [measured[1]], f"{path}:unit": [units.get(spelled(measured[2]), measured[2])]}
