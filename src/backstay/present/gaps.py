"""What is missing and whether it matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import listed, say

MOST = 1  # options named beside a question, the weightiest first
WHOLE = 6  # questions told in full; the others are named
NAMED = 3  # facts named in the decision; the others are counted there, and named among the details

Place = tuple[str | None, str]  # lesion and label


class Gap(NamedTuple):
    """One unknown fact, its question and the options that turn on it."""

    label: str
    lesion: str | None
    asks: str
    changes: str
    first: bool  # a check that an option waits for
    urgent: bool  # the answer could make it more urgent
    stale: bool  # an old value is known
    fact: str  # its name in the vocabulary, or that of a definition

    @property
    def name(self) -> str:
        """The label with its lesion: "T8: pain"."""
        if not self.lesion:
            return self.label
        return say("where", lesion=clean(self.lesion), text=self.label)


class Gaps(NamedTuple):
    matter: list[Gap]
    also: list[Place]  # could change something too, of less weight
    idle: list[Place]  # no need to wait for these


def gaps(assessment: Assessment, knowledge: Knowledge) -> Gaps:
    """Questions in the order of the assessment, what an option waits for at the head."""
    first, order = _first(assessment), _order(assessment)
    asked = assessment.get("questions", [])
    found = [_gap(knowledge, first, order, one) for one in asked if _matters(one)]
    found.sort(key=lambda gap: not gap.urgent)
    idle = [(one.get("lesion"), _label(knowledge, one)) for one in asked if not _matters(one)]
    return Gaps(
        matter=found[:WHOLE],
        also=list(dict.fromkeys((gap.lesion, gap.label) for gap in found[WHOLE:])),
        idle=list(dict.fromkeys(idle)),
    )


def gap_of(assessment: Assessment, knowledge: Knowledge, question: Entry) -> Gap:
    """One question of an assessment, with the options that turn on it."""
    return _gap(knowledge, _first(assessment), _order(assessment), question)


def marks(one: Gap) -> list[str]:
    """What a reader must see at once: get first, out of date."""
    told = (("get_first", one.first), ("out_of_date", one.stale))
    return [f"{say(key)}." for key, holds in told if holds]


def stake(one: Gap) -> str:
    """What the answer could change."""
    parts = [say("could_be_urgent")] if one.urgent else []
    if one.changes:
        parts.append(say("could_change", options=one.changes))
    return " ".join(parts) or say("could_change_something")


def named(places: Iterable[Place], *, most: int = 0) -> str:
    """Facts in a sentence, those of each lesion together; with `most`, the rest is a number."""
    places = list(places)
    shown = places[:most] if most else places
    rest = len(places) - len(shown)
    parts = [
        _together(lesion, [label for at, label in shown if at == lesion], whole=not rest)
        for lesion in dict.fromkeys(place[0] for place in shown)
    ]
    more = f" {say('and_more', count=rest)}" if rest else ""
    return "; ".join(parts) + more


def _together(lesion: str | None, labels: list[str], *, whole: bool) -> str:
    text = listed(labels) if whole else ", ".join(labels)
    return say("where", lesion=clean(lesion), text=text) if lesion else text


def _matters(one: Entry) -> bool:
    return one.get("could_change") != [] or bool(one.get("urgency"))


def _gap(knowledge: Knowledge, first: set[Place], order: dict[str, int], one: Entry) -> Gap:
    turned = sorted(
        map(_option_key, one.get("could_change") or []), key=lambda key: order.get(key, len(order))
    )
    changes = [names.short_option(knowledge, *_parts(key)) for key in turned]
    return Gap(
        label=_label(knowledge, one),
        lesion=one.get("lesion"),
        asks=clean(str(one.get("asks") or "")),
        changes=listed(list(dict.fromkeys(changes)), most=MOST),
        # What follows from a list is asked by the list: an option may wait for it under another name.
        first=_is_first(first, one.get("lesion"), str(one["fact"])) or bool(one.get("holds_up")),
        urgent=bool(one.get("urgency")),
        stale=bool(one.get("stale")),
        fact=str(one["fact"]),
    )


def _label(knowledge: Knowledge, one: Entry) -> str:
    return names.asked(knowledge, str(one["fact"]))


def _option_key(given: str | Entry) -> str:
    """An option as the questions name it: "sbrt" or "sbrt@T8"."""
    return given if isinstance(given, str) else str(given["id"])


def _parts(key: str) -> tuple[str, str | None]:
    option, _, lesion = key.partition("@")
    return option, lesion or None


def _order(assessment: Assessment) -> dict[str, int]:
    """The rank of each option in the assessment, so that the weightiest is named first."""
    options = assessment.get("options", [])
    keys = [f"{one['id']}@{one['lesion']}" if one.get("lesion") else one["id"] for one in options]
    return {str(key): place for place, key in enumerate(keys)}


def _is_first(first: set[Place], lesion: str | None, fact: str) -> bool:
    """A fact of the person holds for every option, a fact of a lesion for the options there."""
    if lesion is None:
        return any(name == fact for _, name in first)
    return (lesion, fact) in first or (None, fact) in first


def _first(assessment: Assessment) -> set[Place]:
    """Unknown facts that a recommended option waits for, with the lesion where the option has one."""
    return {
        (option.get("lesion"), check["fact"])
        for option in assessment.get("options", [])
        if option["stance"] == "recommended"
        for check in option.get("check_first") or []
        if (check.get("why") or "unknown") == "unknown"
    }
