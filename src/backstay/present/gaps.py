"""What is missing and whether it matters."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import listed

MOST = 4  # options named beside a question


class Gap(NamedTuple):
    """One unknown fact, its question and the options that turn on it."""

    label: str
    lesion: str | None
    asks: str
    changes: str
    first: bool  # a check that an option waits for


class Gaps(NamedTuple):
    matter: list[Gap]
    idle: list[str]  # no need to wait for these


def gaps(assessment: Assessment, knowledge: Knowledge) -> Gaps:
    """Questions in the order of the assessment, what an option waits for at the head."""
    first = _first(assessment)
    asked = assessment.get("questions", [])
    found = [_gap(knowledge, first, one) for one in asked if one.get("could_change") != []]
    idle = [one for one in asked if one.get("could_change") == []]
    return Gaps(
        matter=sorted(found, key=lambda gap: not gap.first),
        idle=list(dict.fromkeys(_label(knowledge, one) for one in idle)),
    )


def _gap(knowledge: Knowledge, first: set[tuple[str, str | None]], one: Entry) -> Gap:
    changes = [_changed(knowledge, name) for name in one.get("could_change") or []]
    return Gap(
        label=names.fact(knowledge, str(one["fact"])),
        lesion=one.get("lesion"),
        asks=clean(str(one.get("asks") or "")),
        changes=listed(list(dict.fromkeys(changes)), most=MOST),
        first=_is_first(first, str(one["fact"]), one.get("lesion")),
    )


def _label(knowledge: Knowledge, one: Entry) -> str:
    label, lesion = names.fact(knowledge, str(one["fact"])), one.get("lesion")
    return f"{clean(str(lesion))} {label}" if lesion else label


def _changed(knowledge: Knowledge, name: str | Entry) -> str:
    return names.option(knowledge, name if isinstance(name, str) else str(name["id"]))


def _is_first(first: set[tuple[str, str | None]], fact: str, lesion: str | None) -> bool:
    """A fact of the person holds for every option, a fact of a lesion for the options there."""
    if lesion is None:
        return any(name == fact for name, _ in first)
    return (fact, lesion) in first or (fact, None) in first


def _first(assessment: Assessment) -> set[tuple[str, str | None]]:
    """Facts that some option waits for, with the lesion where the option has one."""
    return {
        (check["fact"], option.get("lesion"))
        for option in assessment.get("options", [])
        for check in option.get("check_first") or []
    }
