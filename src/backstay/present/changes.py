"""What would change the plan: single facts that would alter a stance."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean, describe
from backstay.present.words import listed, say, word


WHOLE = 10  # changes that are shown at once; the others follow them
MOST = 3  # options named for one change


class Change(NamedTuple):
    """One fact that would change, and what each option would then be."""

    condition: str
    effects: str


def changes(assessment: Assessment, knowledge: Knowledge) -> list[Change]:
    """Each change once, with the options that it would move, in the order of the options."""
    found: dict[str, dict[str, list[str]]] = {}
    for option in assessment.get("options", []):
        title = names.option(knowledge, str(option["id"]), option.get("lesion"))
        for change in option.get("would_change") or []:
            moved = found.setdefault(condition(knowledge, option, change), {})
            moved.setdefault(str(change.get("stance")), []).append(title)
    return [Change(key, _effects(moved)) for key, moved in found.items()]


def condition(knowledge: Knowledge, option: Entry, change: Entry) -> str:
    """The change in words: "fit for surgery: no, now yes"."""
    name = str(change["fact"])
    to = describe(knowledge, name, change.get("to"))
    now = describe(knowledge, name, change.get("from"))
    told = say("would_be", fact=names.fact(knowledge, name), to=to, now=now)
    lesion = option.get("lesion") if knowledge.facts.lesion.get(name) else None
    return f"{clean(str(lesion))}: {told}" if lesion else told


def _effects(moved: dict[str, list[str]]) -> str:
    """What each new stance would hold: "Not advised: separation surgery at T8"."""
    told = [
        say("becomes", stance=word("stances", stance), options=listed(titles, most=MOST))
        for stance, titles in moved.items()
    ]
    return f"{'; '.join(told)}."
