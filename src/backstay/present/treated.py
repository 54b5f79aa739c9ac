"""What is treated and with what, and what was seen after it: target, schedules, fracture, local control."""

from __future__ import annotations

from typing import Any

from backstay.present.dose_parts import Part, Row
from backstay.present.knows import Entry, Knowledge
from backstay.present.medicines import waits
from backstay.present.radiation import as_line
from backstay.present.reasons import Reason
from backstay.present.values import number, rounded, span
from backstay.present.words import heading, listed, say, sentence, word

CORD = "spinal_cord"


def treated_parts(knowledge: Knowledge, found: Entry) -> list[Part]:
    """Target volume, schedules, fracture and local control of one lesion."""
    fracture, control = found["fracture"], found["control"]
    return [
        _target(knowledge, found["target"]),
        _schedules(knowledge, found["schedules"]),
        Part(heading("fracture"), [], _hazards(knowledge, fracture["hazards"])),
        Part(heading("fracture_seen"), [], _figures(fracture["incidences"], fracture["cautions"])),
        Part(heading("regrowth"), [], _hazards(knowledge, control["hazards"])),
        Part(heading("control"), [], _figures(control["figures"], control["cautions"])),
    ]


def _target(knowledge: Knowledge, found: Entry) -> Part:
    told = [as_line(found, _treat(knowledge, found))]
    told += [as_line(one, one["says"]) for one in found["differ"]]
    told += [as_line(found, one) for one in found["notes"]]
    told += [
        as_line(one, _if(one["says"], one["applies"]))
        for one in found["rules"]
        if one["applies"] is not False
    ]
    return Part(heading("target"), [], told)


def _treat(knowledge: Knowledge, found: Entry) -> str:
    """The sectors to treat for those involved, or why they cannot be said and what is asked."""
    if found["treat"] is None:
        why = found["why_not"] or say("not_known")
        return _waiting(knowledge, say("target_unknown", why=why.rstrip(".")), found["check_first"])
    involved, treat = (_sectors(found[name]) for name in ("involved", "treat"))
    return say("target_is", involved=involved, treat=treat)


def _sectors(ids: list[str] | None) -> str:
    return listed([word("sectors", one) for one in ids or []]) or say("not_known")


def _schedules(knowledge: Knowledge, found: Entry) -> Part:
    """Schedules that fit, then those that may, each with what it is worth in fractions of 2 Gy."""
    listed_ = [*found["fitting"], *found["possible"]]
    rows: list[Row] = [_schedule(knowledge, one) for one in listed_]
    heads = (say("schedule_head"), say("worth_head"), say("for_whom"))
    return Part(heading("schedules"), [heads, *rows] if rows else [], _cautions(found))


def _schedule(knowledge: Knowledge, one: Entry) -> Row:
    title = one["title"] if one["fits"] else say("perhaps_so", kind=one["title"])
    worth = "; ".join(
        say(
            "worth_cord" if effect["tissue"] == CORD else "worth",
            dose=rounded(effect["eqd2"], 1),
            ratio=span(*effect["alpha_beta"]),
        )
        for effect in one["effects"]
    )
    against = say("schedule_against") if one["against"] else ""
    use = " ".join(sentence(text) for text in (against, one["use"], one["note"] or "") if text)
    waiting = [] if one["fits"] else one["check_first"]
    return title, say("worth_all", doses=worth), as_line(one, _waiting(knowledge, use, waiting))


def _hazards(knowledge: Knowledge, found: list[Entry]) -> list[Reason]:
    """Hazard ratios by source: first those that hold here, then those that may."""
    told = []
    for holds in (True, None):
        for same in _by_source([one for one in found if one["holds"] is holds]):
            ratios = "; ".join(_hazard(one) for one in same)
            facts = list(
                dict.fromkeys(fact for one in same if not holds for fact in one["check_first"])
            )
            text = say("hazards_hold" if holds else "hazards_may", ratios=ratios)
            told.append(as_line(same[0], _waiting(knowledge, text, facts), side="harm"))
    return told


def _hazard(one: Entry) -> str:
    ratio = number(one["ratio"]) + (f" ({span(*one['interval'])})" if one["interval"] else "")
    return say("hazard", label=one["label"], ratio=ratio, reference=one["reference"])


def _figures(found: list[Entry], cautions: list[str]) -> list[Reason]:
    """What each cohort saw, its people named once, and how that is to be read."""
    told = []
    for same in _by_source(found):
        shares = "; ".join(say("seen", label=one["label"], share=share(one)) for one in same)
        told.append(as_line(same[0], f"{sentence(same[0]['population'])} {sentence(shares)}"))
    return [*told, *(as_line({}, one, side="harm") for one in cautions)]


def _by_source(found: list[Entry]) -> list[list[Entry]]:
    """Entries of one source, one way of reading it and the same people, in order of first mention."""
    groups: dict[Any, list[Entry]] = {}
    for one in found:
        key = (tuple(one["evidence"]), one["checked"], one.get("population"))
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def share(one: Entry) -> str:
    """What was counted: "12.5 %" with its interval, or "27 of 71"."""
    if one["percent"] is None:
        count = one["count"]
        return say("so_many", count=count[0], all=count[1]) if count else say("not_known")
    interval = f" ({span(*one['interval'])})" if one["interval"] else ""
    return say("percent", share=number(one["percent"])) + interval


def _cautions(found: Entry) -> list[Reason]:
    return [as_line({}, one, side="harm") for one in found["cautions"]]


def _if(text: str, holds: Any) -> str:
    return text if holds else say("if_it_applies", text=text)


def _waiting(knowledge: Knowledge, text: str, facts: list[str]) -> str:
    behind = waits(knowledge, facts, meanwhile=False)
    return f"{sentence(text)} {sentence(behind)}" if behind else text
