"""How one fact is answered: the options, the units, the limits, and why there may be no answer."""

from __future__ import annotations

from typing import Any

from backstay.case.facts import Fact
from backstay.exchange.forms.data import Words
from backstay.exchange.write.facts_codes import UCUM, Coding, name_of, own, system_of
from backstay.exchange.write.facts_values import said

Item = dict[str, Any]
BASE = "http://hl7.org/fhir/StructureDefinition"
_TYPES = {"text": "string", "date": "date", "count": "integer"}
_LIMITS = {"decimal": "valueDecimal", "integer": "valueInteger"}


def answered(fact: Fact, words: Words) -> Item:
    """The type of an item with all that its answer may be."""
    if fact.kind in ("choice", "yes_no", "many"):
        options = [option(one) for one in choices(fact, words)]
        several = fact.kind == "many"
        extra = [own(f"{name_of(fact)}.none", words.words["none"])] if several else []
        none = [option(one, alone=several) for one in (*extra, *absences(words))]
        form = "open-choice" if fact.open else "choice"
        return {
            "type": form,
            **({"repeats": True} if several else {}),
            "answerOption": [*options, *none],
        }
    return measured(fact, words)


def choices(fact: Fact, words: Words) -> list[Coding]:
    """Every value of a fact in our own CodeSystem."""
    if fact.kind == "yes_no":
        return [own(f"{name_of(fact)}.{one}", words.words[one]) for one in ("yes", "no")]
    return [own(f"{name_of(fact)}.{one}", said(one, fact)) for one in fact.values]


def absences(words: Words) -> list[Coding]:
    """The answers that give no fact."""
    address = system_of("absent")
    return [
        {"system": address, "code": code, "display": told} for code, told in words.absent.items()
    ]


def option(coding: Coding, *, alone: bool = False) -> Item:
    """One answer; where several may be given, one that stands alone excludes the others."""
    mark = [{"url": f"{BASE}/questionnaire-optionExclusive", "valueBoolean": True}]
    return {**({"extension": mark} if alone else {}), "valueCoding": coding}


def measured(fact: Fact, words: Words) -> Item:
    """A number with its units or limits, a text or a date."""
    if fact.kind == "number" and fact.unit in words.units:
        offered = [fact.unit, *(one for one in fact.units if one in words.units)]
        return {"type": "quantity", "extension": [_unit(str(one)) for one in offered]}
    form = _TYPES.get(fact.kind, "decimal")
    limits = [
        {"url": f"{BASE}/{name}", _LIMITS[form]: int(most) if form == "integer" else most}
        for name, most in (("minValue", fact.min), ("maxValue", fact.max))
        if most is not None
    ]
    return {"type": form, **({"extension": limits} if limits else {})}


def _unit(unit: str) -> Item:
    coding = {"system": UCUM, "code": unit, "display": unit}
    return {"url": f"{BASE}/questionnaire-unitOption", "valueCoding": coding}
