"""The questions of one fact as items of a Questionnaire; the linkId is the id of the fact."""

from __future__ import annotations

from backstay.case.facts import Fact
from backstay.case.structures import field_of
from backstay.exchange.forms.answering import (
    BASE,
    Item,
    absences,
    answered,
    measured,
    option,
)
from backstay.exchange.forms.data import Asked, Words
from backstay.exchange.write.facts_codes import name_of, own, standard, written_as

EXTRACT = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"
_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
_NAMES = ("level", "to_level")


def item_of(asked: Asked, fact: Fact, words: Words) -> Item:
    """The item of a fact; where it takes several, a group of them."""
    items = _items(fact, words)
    when = [enabled(link, value) for link, values in asked.when.items() for value in values]
    if len(items) > 1:
        items = [{"linkId": f"{fact.id}.group", "type": "group", "item": items}]
    any_of = {"enableBehavior": "any"} if len(when) > 1 else {}
    return {**items[0], **({"enableWhen": when} if when else {}), **any_of}


def enabled(link: str, value: str) -> Item:
    """The answer to another question after which this one is asked."""
    coding = {key: one for key, one in own(f"{link}.{value}", "").items() if one}
    return {"question": link, "operator": "=", "answerCoding": coding}


def _items(fact: Fact, words: Words) -> list[Item]:
    if fact.kind == "list":
        return [_gate(fact, words), _entries(fact, words)]
    question = _question(fact, words)
    if "answerOption" in question:
        return [question]
    return [question, _why(fact, words)]


def _question(fact: Fact, words: Words) -> Item:
    """The question itself, with the codes under which an answer can be taken out as an Observation."""
    answer = answered(fact, words)
    extract = [] if fact.scope == "lesion" else [{"url": EXTRACT, "valueBoolean": True}]
    extensions = [*extract, *answer.pop("extension", ())]
    standing = written_as(fact, "any day")
    needed = {"required": True} if fact.id == "level" else {}
    if fact.id in _NAMES:  # a level is known or the lesion is not named
        answer["answerOption"] = answer["answerOption"][: len(fact.values)]
    return {
        "linkId": fact.id,
        **({"extension": extensions} if extensions else {}),
        "code": [own(name_of(fact), fact.label), *(standard(standing.codes) if standing else ())],
        "text": fact.asks,
        **needed,
        **answer,
        **({"item": [_help(fact)]} if fact.help else {}),
    }


def _help(fact: Fact) -> Item:
    control = {"coding": [{"system": _CONTROL, "code": "help"}]}
    mark = {"url": f"{BASE}/questionnaire-itemControl", "valueCodeableConcept": control}
    return {"linkId": f"{fact.id}.help", "extension": [mark], "text": fact.help, "type": "display"}


def _why(fact: Fact, words: Words) -> Item:
    """Why a number, a text or a date is not given; it gives no fact."""
    return {
        "linkId": f"{fact.id}.why",
        "text": words.words["why"].format(label=fact.label),
        "type": "choice",
        "enableWhen": [{"question": fact.id, "operator": "exists", "answerBoolean": False}],
        "answerOption": [option(one) for one in absences(words)],
    }


def gate(link: str, asks: str, words: Words) -> Item:
    """Whether there is any entry at all; none is an answer, and no answer is none."""
    told = [own(f"{link}.{one}", words.words[one]) for one in ("none", "listed")]
    options = [option(one) for one in (*told, *absences(words))]
    return {"linkId": link, "text": asks, "type": "choice", "answerOption": options}


def _gate(fact: Fact, words: Words) -> Item:
    code = {"code": [own(name_of(fact), fact.label)]}
    inside = {"item": [_help(fact)]} if fact.help else {}
    return {**gate(fact.id, fact.asks, words), **code, **inside}


def _entries(fact: Fact, words: Words) -> Item:
    return {
        "linkId": f"{fact.id}.entry",
        "text": words.words["entry"].format(label=fact.label),
        "type": "group",
        "repeats": True,
        "enableWhen": [enabled(fact.id, "listed")],
        "item": [_field(fact, name, words) for name in fact.fields],
    }


def _field(fact: Fact, name: str, words: Words) -> Item:
    """One field of an entry, which may stay empty."""
    field, label = field_of(fact, name), name.replace("_", " ")
    yes_no = field.kind == "yes_no"
    return {
        "linkId": f"{fact.id}.{name}",
        "code": [own(f"{name_of(fact)}.{name}", label)],
        "text": label,
        **({"type": "boolean"} if yes_no else measured(field, words)),
    }
