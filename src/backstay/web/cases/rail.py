"""The rail of the case screen: what is missing, where sources differ, earlier radiation, medicines.

What would change the plan is asked for after the page, for it takes the longest (`cases.trying`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.present import differ, gaps, lesions, medicines, radiation, scored
from backstay.present.gaps import Gap, Gaps
from backstay.present.knows import Assessment
from backstay.present.markup import Markup
from backstay.present.page.parts import Where, source
from backstay.present.reasons import Reason
from backstay.present.screen import places
from backstay.present.words import listed
from backstay.web.records.models import Episode

GAPS = 3  # questions at once; the others open
IDLE = 1  # facts nobody needs to wait for that are named; the others are a number
AT_ONCE = ("free", "closed", "below", "limits_broken")  # of earlier radiation
LIMITS = ("limits_open", "limits_next", "limits_kept")  # told with the dose
LINES = 3  # what cannot wait about medicines, told at once


class Asked(NamedTuple):
    """Questions that are told together, each with its path in the forms, and what turns on them."""

    gaps: list[tuple[Gap, str]]
    marks: list[str]
    stake: str


class Told(NamedTuple):
    """A sentence of the rail under what it is about, with its source."""

    label: str
    text: str
    source: Markup | None = None


def rail(
    assessment: Assessment, knowledge: Knowledge, episode: Episode, lesion: str = ""
) -> dict[str, Any]:
    """What `cases/_rail.html` shows; `lesion` is the chosen level, "" for all of them."""
    where = places.sources(assessment)
    return {
        "key": episode.key,
        "lesion": lesion,
        "missing": missing(assessment, knowledge),
        "differ": differing(assessment, knowledge, lesion),
        "radiation": irradiated(assessment, knowledge, lesion, where),
        "medicines": taken(assessment, knowledge, where),
    }


def missing(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """Questions that matter, scores that cannot be told yet, and what nobody needs to wait for."""
    found: Gaps = gaps.gaps(assessment, knowledge)
    told = asked_together(found.matter, knowledge)
    return {
        "first": told[:GAPS],
        "rest": told[GAPS:],
        "scores": open_scores(assessment, knowledge),
        "also": gaps.named(found.also, most=gaps.NAMED),
        "idle": gaps.named(found.idle, most=IDLE),
        "all": len(found.matter) + len(found.also) + len(found.idle),
    }


def asked_together(found: list[Gap], knowledge: Knowledge) -> list[Asked]:
    """Questions with the way to each; those that could change the same stand in one row."""
    rows: dict[tuple[Any, ...], list[tuple[Gap, str]]] = {}
    for one in found:
        key = (*gaps.marks(one), gaps.stake(one), one.lesion)
        rows.setdefault(key, []).append((one, path_of(one, knowledge)))
    return [
        Asked(several, gaps.marks(several[0][0]), gaps.stake(several[0][0]))
        for several in rows.values()
    ]


def path_of(one: Gap, knowledge: Knowledge) -> str:
    """The question in the forms; "" for what no form asks by itself."""
    if one.fact not in knowledge.facts.scope("lesion" if one.lesion else "patient"):
        return ""
    return f"{one.lesion}.{one.fact}" if one.lesion else one.fact


def open_scores(assessment: Assessment, knowledge: Knowledge) -> list[Told]:
    """Lesions whose stability cannot be told yet: what is missing, and between which bands it lies."""
    return [
        Told(f"{one.title}: {listed(needed)}", scored.caption(knowledge, one.sins, one))
        for one in lesions.lesions(assessment)
        if one.sins and (needed := scored.missing(knowledge, one.sins))
    ]


def differing(assessment: Assessment, knowledge: Knowledge, lesion: str) -> dict[str, Any]:
    """Choices and options that sources judge apart at the chosen lesion, and lists that differ."""
    parted = differ.disputes(assessment, knowledge)
    lists = [one for one in differ.comparisons(assessment, knowledge) if not one.agree]
    choices = differ.choices(assessment, knowledge)
    here = [one for one in parted if not lesion or one.lesion == lesion]
    # An option for which both sides hold says so where it stands; the first is told where nothing else is.
    first = [] if lists or choices else here[:1]
    return {
        "lists": lists,
        "choices": choices,
        "disputes": first,
        "rest": len(parted) - len(first),
    }


def irradiated(
    assessment: Assessment, knowledge: Knowledge, lesion: str, where: Where
) -> dict[str, Any]:
    """The chosen lesion in a few lines, every other one in one; limits that are met are only counted."""
    every = radiation.told(assessment)
    chosen = radiation.at(assessment, lesion) if lesion else None
    lines = radiation.brief(assessment, lesion) if chosen and chosen["courses"] else []
    order = [*([chosen] if chosen else []), *(one for one in every if one is not chosen)]
    titles = {one.name: one.title for one in lesions.lesions(assessment)}
    return {
        "had": [Told(titles[one["lesion"]], radiation.in_short(one)) for one in order],
        "lines": [
            Told(one.label, one.reason.text, _cited(knowledge, one.reason, where))
            for one in lines
            if one.kind in AT_ONCE
        ],
        "limits": [one.label for one in lines if one.kind in LIMITS],
    }


def taken(assessment: Assessment, knowledge: Knowledge, where: Where) -> dict[str, Any]:
    """What is taken in a number, what all opioids come to, and what cannot wait."""
    grave = [
        *medicines.alarms(assessment, knowledge, first=True),
        *medicines.meetings(assessment, knowledge, first=True),
    ]
    told = [Told(kind, one.text, _cited(knowledge, one, where)) for kind, one in grave]
    return {
        "count": len(medicines.lines(assessment)),
        "equivalent": medicines.equivalent(assessment),
        "told": told[:LINES],
        "rest": len(told[LINES:]),
        "standing": medicines.standing(assessment),
        "unread": len(medicines.unread(assessment)),
    }


def _cited(knowledge: Knowledge, one: Reason, where: Where) -> Markup | None:
    return source(knowledge, one, short=True, where=where) if one.sources else None
