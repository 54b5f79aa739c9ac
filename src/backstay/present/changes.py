"""What would change the plan: single facts that would alter a stance."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import describe
from backstay.present.words import say, word


class Change(NamedTuple):
    """One fact that would change, and what each option would then be."""

    condition: str
    effects: list[str]


def changes(assessment: Assessment, knowledge: Knowledge) -> list[Change]:
    """Each change once, with every option that it would move."""
    found: dict[str, list[str]] = {}
    for option in assessment.get("options", []):
        for change in option.get("would_change") or []:
            effects = found.setdefault(condition(knowledge, option, change), [])
            effects.append(effect(knowledge, option, change))
    return [Change(key, list(dict.fromkeys(effects))) for key, effects in found.items()]


def condition(knowledge: Knowledge, option: Entry, change: Entry) -> str:
    """The change in words: "fit for surgery: no, now yes"."""
    name = str(change["fact"])
    to = describe(knowledge, name, change.get("to"))
    now = describe(knowledge, name, change.get("from"))
    told = say("would_be", fact=names.fact(knowledge, name), to=to, now=now)
    lesion = option.get("lesion") if knowledge.facts.lesion.get(name) else None
    return f"{lesion}: {told}" if lesion else told


def effect(knowledge: Knowledge, option: Entry, change: Entry) -> str:
    title = names.option(knowledge, str(option["id"]), option.get("lesion"))
    return say("becomes", option=title, stance=word("stances", str(change.get("stance"))))
