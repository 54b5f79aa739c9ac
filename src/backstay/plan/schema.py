"""JSON Schemas of a case, an assessment and a record, made from the vocabulary and the structs."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.case.facts import Fact
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Assessment

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str, knowledge: Knowledge) -> dict[str, Any]:
    """The schema of `case`, `assessment` or `record`."""
    if kind == "case":
        return _case(knowledge)
    assessment = msgspec.json.schema(Assessment)
    if kind == "assessment":
        return {"$schema": DRAFT, "title": "Backstay assessment", **assessment}
    return {"$schema": DRAFT, "title": "Backstay record", **_record(assessment)}


def _record(assessment: dict[str, Any]) -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    versions = {"edition": text, "fingerprint": text, "overlay": maybe}
    return {
        "type": "object",
        "required": ["backstay", "knowledge", "facts", "what_if", "assessment"],
        "properties": {
            "backstay": text,
            "knowledge": {"type": "object", "required": list(versions), "properties": versions},
            "facts": {"type": "object"},
            "what_if": {"type": "boolean"},
            "assessment": {"$ref": assessment["$ref"]},
        },
        "$defs": assessment["$defs"],
    }


def _case(knowledge: Knowledge) -> dict[str, Any]:
    facts = knowledge.facts
    lesion = {name: _fact(fact) for name, fact in facts.lesion.items()}
    return {
        "$schema": DRAFT,
        "title": "Backstay case",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "case": {"type": "string"},
            "as_of": {"type": "string", "description": "a date, or an instant with time and zone"},
            "observed": {"type": "object"},
            "unread": {"type": "array", "description": "what a record held and was not read"},
            "stale": {"type": "array", "description": "facts older than they count"},
            "patient": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _fact(fact) for name, fact in facts.patient.items()},
            },
            "lesions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["level"],
                    "properties": lesion,
                },
            },
        },
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"description": fact.asks, **_KINDS[fact.kind](fact)}


def _number(fact: Fact) -> dict[str, Any]:
    limits = {"minimum": fact.min, "maximum": fact.max}
    plain: dict[str, Any] = {"type": "integer" if fact.kind == "count" else "number"}
    plain |= {key: value for key, value in limits.items() if value is not None}
    units = ", ".join([unit for unit in (fact.unit, *fact.units) if unit])
    return {"anyOf": [plain, {"type": "string", "description": f"with a unit: {units}"}]}


def _many(fact: Fact) -> dict[str, Any]:
    item: dict[str, Any] = {"type": "string"}
    if fact.values and not fact.open:
        item["enum"] = list(fact.values)
    return {"type": "array", "items": item, "uniqueItems": True}


_KINDS: dict[str, Any] = {
    "choice": lambda fact: {"enum": list(fact.values)},
    "yes_no": lambda fact: {"type": "boolean"},
    "number": _number,
    "count": _number,
    "many": _many,
    "text": lambda fact: {"type": "string"},
    "date": lambda fact: {"type": "string", "format": "date"},
    "map": lambda fact: {"type": "object"},
    "list": lambda fact: {"type": "array", "items": {"type": "object"}},
}
