"""What is missing and whether it matters."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import listed, say

MOST = 2  # options named beside a question
WHOLE = 8  # questions told in full; the others are named


class Gap(NamedTuple):
    """One unknown fact, its question and the options that turn on it."""

    label: str
    lesion: str | None
    asks: str
    changes: str
    first: bool  # a check that an option waits for
    urgent: bool  # the answer could make it more urgent
    stale: bool  # an old value is known

    @property
    def name(self) -> str:
        """The label with its lesion: "T8 pain"."""
        return f"{clean(self.lesion)} {self.label}" if self.lesion else self.label


class Gaps(NamedTuple):
    matter: list[Gap]
    also: list[str]  # could change something too, of less weight
    idle: list[str]  # no need to wait for these


NAMED = 8  # facts named in a sentence; the others are counted, and named where it opens


def gaps(assessment: Assessment, knowledge: Knowledge) -> Gaps:
    """Questions in the order of the assessment, what an option waits for at the head."""
    first = _first(assessment)
    asked = assessment.get("questions", [])
    found = [_gap(knowledge, first, one) for one in asked if _matters(one)]
    idle = [one for one in asked if not _matters(one)]
    found.sort(key=lambda gap: not gap.urgent)
    return Gaps(
        matter=found[:WHOLE],
        also=list(dict.fromkeys(gap.name for gap in found[WHOLE:])),
        idle=list(dict.fromkeys(_label(knowledge, one) for one in idle)),
    )


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


def _matters(one: Entry) -> bool:
    return one.get("could_change") != [] or bool(one.get("urgency"))


def _gap(knowledge: Knowledge, first: set[tuple[str, str | None]], one: Entry) -> Gap:
    changes = [_changed(knowledge, name) for name in one.get("could_change") or []]
    return Gap(
        label=names.fact(knowledge, str(one["fact"])),
        lesion=one.get("lesion"),
        asks=clean(str(one.get("asks") or "")),
        changes=listed(list(dict.fromkeys(changes)), most=MOST),
        first=_is_first(first, str(one["fact"]), one.get("lesion")),
        urgent=bool(one.get("urgency")),
        stale=bool(one.get("stale")),
    )


def _label(knowledge: Knowledge, one: Entry) -> str:
    label, lesion = names.fact(knowledge, str(one["fact"])), one.get("lesion")
    return f"{clean(str(lesion))} {label}" if lesion else label


def _changed(knowledge: Knowledge, name: str | Entry) -> str:
    """The title of an option that is named as "sbrt" or "sbrt@T8"."""
    option, _, lesion = (name if isinstance(name, str) else str(name["id"])).partition("@")
    return names.option(knowledge, option, lesion or None)


def _is_first(first: set[tuple[str, str | None]], fact: str, lesion: str | None) -> bool:
    """A fact of the person holds for every option, a fact of a lesion for the options there."""
    if lesion is None:
        return any(name == fact for name, _ in first)
    return (fact, lesion) in first or (fact, None) in first


def _first(assessment: Assessment) -> set[tuple[str, str | None]]:
    """Facts that a recommended option waits for, with the lesion where the option has one."""
    return {
        (check["fact"], option.get("lesion"))
        for option in assessment.get("options", [])
        if option["stance"] == "recommended"
        for check in option.get("check_first") or []
    }
