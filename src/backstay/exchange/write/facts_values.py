"""The value of a fact as a value or as components of an Observation, so that it reads back the same."""

from __future__ import annotations

from typing import Any

from backstay.case.facts import Fact
from backstay.case.structures import field_of
from backstay.exchange.ours import ENTRY
from backstay.exchange.write.facts_codes import UCUM, concept, name_of, own

Part = dict[str, Any]
NOTHING_MORE = {
    "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "code": "unknown",
    "display": "Unknown",
}


def filled(value: Any, fact: Fact, form: str | None = None) -> Part:
    """The fields of an Observation that hold the value."""
    if fact.kind in ("many", "list") and not value:
        return {"valueCodeableConcept": _coded(fact, "none", "none")}
    if fact.kind == "many":
        return {"component": [_member(name, fact) for name in value]}
    if fact.kind == "list":
        return {
            "component": [part for n, one in enumerate(value, 1) for part in _entry(n, one, fact)]
        }
    if fact.kind == "map":
        return {"component": _fields(value, fact)}
    return scalar(value, fact, form)


def scalar(value: Any, fact: Fact, form: str | None = None) -> Part:
    """One plain value as value[x]."""
    if fact.kind == "yes_no":
        return {"valueBoolean": value}
    if fact.kind == "count" or form == "integer":
        return {"valueInteger": int(value)}
    if fact.kind == "number":
        return {"valueQuantity": _quantity(value, fact)}
    if fact.kind == "choice":
        return {"valueCodeableConcept": _coded(fact, value, said(value, fact))}
    return {"valueDateTime" if fact.kind == "date" else "valueString": value}


def said(value: str, fact: Fact) -> str:
    """A value in words.

    >>> said("lymph_node", Fact(id="sites", kind="many", label="", asks=""))
    'lymph node'
    """
    return fact.says.get(value, value.replace("_", " "))


def _coded(fact: Fact, value: str, words: str) -> Part:
    return concept([own(f"{name_of(fact)}.{value}", words)], words)


def _quantity(value: float, fact: Fact) -> Part:
    unit = fact.unit
    return {"value": value, **({"unit": unit, "system": UCUM, "code": unit} if unit else {})}


def _member(name: str, fact: Fact) -> Part:
    code = concept([own(name_of(fact), fact.label)], fact.label)
    return {"code": code, "valueCodeableConcept": _coded(fact, name, said(name, fact))}


def _fields(entry: dict[str, Any], fact: Fact) -> list[Part]:
    return [
        {
            "code": concept([own(f"{name_of(fact)}.{name}", words)], words),
            **scalar(value, field_of(fact, name)),
        }
        for name, value in entry.items()
        for words in [name.replace("_", " ")]
    ]


def _entry(number: int, entry: dict[str, Any], fact: Fact) -> list[Part]:
    """The fields of one entry, each with its number; an entry of which nothing is known has no field."""
    code = concept([own(name_of(fact), fact.label)], fact.label)
    parts = _fields(entry, fact) or [{"code": code, "dataAbsentReason": {"coding": [NOTHING_MORE]}}]
    mark = {"url": ENTRY, "valueUnsignedInt": number}
    return [{"extension": [mark], **part} for part in parts]
