"""Facts that are a list or a map, in Backstay's own CodeSystem: one component for each field."""

from __future__ import annotations

from typing import Any

from backstay.case.facts import Fact
from backstay.case.structures import field_of
from backstay.exchange.claims import Reading
from backstay.exchange.coding import Meaning, codes, own_name
from backstay.exchange.fhir import Observation, Valued
from backstay.exchange.problems import NotReadError
from backstay.exchange.values import accept, has_value, value_of


def is_structured(fact: Fact) -> bool:
    return fact.kind in ("list", "map")


def structured(one: Observation, meant: Meaning, reading: Reading) -> object:
    """One entry of a list, the whole of a map, or an empty list. Raises NotReadError."""
    fact = meant.fact
    value = value_of(one, meant, reading) if has_value(one) else _fields(one, fact, reading)
    whole = [value] if fact.kind == "list" and isinstance(value, dict) else value
    return accept(whole, fact)


def _fields(one: Observation, fact: Fact, reading: Reading) -> dict[str, object]:
    found = dict(_field(part, fact, reading) for part in one.component)
    if len(found) < len(one.component):
        raise NotReadError("a field is given twice")
    if not found:
        raise NotReadError("it has no value")
    return found


def _field(part: Valued, fact: Fact, reading: Reading) -> tuple[str, Any]:
    """A component, whose code is `fact.field`. An entry half read could mislead: all or none."""
    start = f"{fact.code or fact.id}."
    owned = [own for code in codes(part.code) if (own := own_name(code, reading))]
    name = next((own.removeprefix(start) for own in owned if own.startswith(start)), "")
    if name not in fact.fields:
        raise NotReadError("a component names no field of it")
    try:
        return name, value_of(part, Meaning(field_of(fact, name)), reading)
    except NotReadError as error:
        raise NotReadError(f"{name}: {error}") from None
