"""What would change the plan: single facts that would alter a stance."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean, describe
from backstay.present.words import listed, say, word

WHOLE = 7  # changes that are shown at once; the others follow them
MOST = 2  # options named for one change


Fact = tuple[str, str | None, str]  # name, lesion, value now


class Change(NamedTuple):
    """One fact that would change, and what each option would then be."""

    condition: str
    effects: str


def changes(assessment: Assessment, knowledge: Knowledge) -> list[Change]:
    """Each change once, with the options that it would move, in the order of the options."""
    found: dict[Fact, dict[str, dict[str, list[str]]]] = {}
    for option in assessment.get("options", []):
        title = names.option(knowledge, str(option["id"]), option.get("lesion"))
        for change in option.get("would_change") or []:
            values = found.setdefault(_fact(knowledge, option, change), {})
            moved = values.setdefault(_value(knowledge, change, "to"), {})
            moved.setdefault(str(change.get("stance")), []).append(title)
    return [
        Change(_condition(knowledge, fact, same), effects)
        for fact, values in found.items()
        for effects, same in _alike(values).items()
    ]


def _fact(knowledge: Knowledge, option: Entry, change: Entry) -> Fact:
    name = str(change["fact"])
    known = knowledge.facts.find(name) or knowledge.definitions.get(name)
    local = known is not None and known.scope == "lesion"
    lesion = change.get("lesion") or (option.get("lesion") if local else None)
    return name, lesion, _value(knowledge, change, "from")


def _value(knowledge: Knowledge, change: Entry, key: str) -> str:
    return describe(knowledge, str(change["fact"]), change.get(key))


def _alike(values: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    """Values of one fact that would have the same effects, told once."""
    found: dict[str, list[str]] = {}
    for value, moved in values.items():
        found.setdefault(_effects(moved), []).append(value)
    return found


def _condition(knowledge: Knowledge, fact: Fact, values: list[str]) -> str:
    name, lesion, now = fact
    to = f" {say('or')} ".join(values)
    told = say("would_be", fact=names.fact(knowledge, name), to=to, now=now)
    return f"{clean(lesion)}: {told}" if lesion else told


def condition(knowledge: Knowledge, option: Entry, change: Entry) -> str:
    """One change in words: "If fit for surgery were no (now yes)"."""
    return _condition(
        knowledge, _fact(knowledge, option, change), [_value(knowledge, change, "to")]
    )


def _effects(moved: dict[str, list[str]]) -> str:
    """What each new stance would hold: "Not advised: separation surgery at T8"."""
    told = [
        say("becomes", stance=word("stances", stance), options=listed(titles, most=MOST))
        for stance, titles in moved.items()
    ]
    return f"{'; '.join(told)}."
