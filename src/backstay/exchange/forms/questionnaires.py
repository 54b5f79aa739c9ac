"""A form of the knowledge as a FHIR R4 Questionnaire that any form filler can show."""

from __future__ import annotations

from typing import Any

from backstay.exchange.forms.answering import Item
from backstay.exchange.forms.data import Section, load_forms
from backstay.exchange.forms.items import enabled, gate, item_of
from backstay.exchange.ours import FORMS
from backstay.knowledge import Knowledge, KnowledgeError

LESIONS = "lesions"


def form_names() -> tuple[str, ...]:
    """The forms that there are.

    >>> form_names()
    ('escc', 'intake', 'sins')
    """
    return tuple(sorted(load_forms().forms))


def questionnaire(name: str, knowledge: Knowledge) -> dict[str, Any]:
    """A form as a Questionnaire whose version is the edition of the knowledge.

    Raises KeyError for a form that there is not, KnowledgeError for a fact that this knowledge does not have.

    >>> from backstay.knowledge import load_knowledge
    >>> questionnaire("sins", load_knowledge())["item"][0]["item"][0]["linkId"]
    'level'
    """
    form = load_forms().forms[name]
    return {
        "resourceType": "Questionnaire",
        "id": f"backstay-{name}",
        "url": f"{FORMS}{name}",
        "version": knowledge.edition,
        "name": f"Backstay{name.capitalize()}",
        "title": form.title,
        "status": "active",
        "subjectType": ["Patient"],
        "description": form.purpose,
        "item": [item for one in form.sections for item in _section(one, knowledge)],
    }


def _section(section: Section, knowledge: Knowledge) -> list[Item]:
    """The group of a section, after the question whether there is any lesion where the form asks it."""
    words = load_forms().words
    group: Item = {
        "linkId": f"section.{section.id}",
        "text": section.title,
        "type": "group",
        **({"repeats": True} if section.of == "lesion" else {}),
        "item": [item_of(one, _fact(one.fact, section, knowledge), words) for one in section.facts],
    }
    if section.asks is None:
        return [group]
    group["enableWhen"] = [enabled(LESIONS, "listed")]
    return [gate(LESIONS, section.asks, words), group]


def _fact(name: str, section: Section, knowledge: Knowledge) -> Any:
    fact = knowledge.facts.scope(section.of).get(name)
    if fact is None:
        raise KnowledgeError([f"forms: {name} in {section.id} is not a fact of a {section.of}"])
    return fact
