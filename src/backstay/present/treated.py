"""What is treated and with what, and what was seen after it: target, schedules, fracture, local control."""

from __future__ import annotations

from typing import Any

from backstay.present import names
from backstay.present.dose_parts import Part
from backstay.present.knows import Entry, Knowledge
from backstay.present.medicines import waits
from backstay.present.radiation import as_line
from backstay.present.reasons import Reason
from backstay.present.values import number, span
from backstay.present.words import heading, listed, say, sentence


def treated_parts(knowledge: Knowledge, found: Entry) -> list[Part]:
    """Target volume, schedules, fracture and local control of one lesion."""
    return [
        _target(knowledge, found["target"]),
        _schedules(knowledge, found["schedules"]),
        _fracture(knowledge, found["fracture"]),
        _control(knowledge, found["control"]),
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
    involved, treat = (_sectors(knowledge, found[name]) for name in ("involved", "treat"))
    return say("target_is", involved=involved, treat=treat)


def _sectors(knowledge: Knowledge, ids: list[str] | None) -> str:
    table = knowledge.tables.get("target_sectors") or {}
    return listed([table[one].label if one in table else one for one in ids or []]) or say(
        "not_known"
    )


def _schedules(knowledge: Knowledge, found: Entry) -> Part:
    """Schedules that fit, then those that may, each with the dose it is worth and what trials saw."""
    told = [as_line(one, _schedule(knowledge, one)) for one in found["fitting"]]
    told += [as_line(one, _schedule(knowledge, one)) for one in found["possible"]]
    return Part(heading("schedules"), [], [*told, *_cautions(found)])


def _schedule(knowledge: Knowledge, one: Entry) -> str:
    title = one["title"] if one["fits"] else say("perhaps_so", kind=one["title"])
    worth = [
        say("worth", dose=span(*effect["eqd2"]), ratio=span(*effect["alpha_beta"]))
        for effect in one["effects"]
    ]
    text = " ".join(
        sentence(part)
        for part in (f"{title}: {one['use']}", "; ".join(worth), one["note"] or "")
        if part
    )
    return text if one["fits"] else _waiting(knowledge, text, one["check_first"])


def _fracture(knowledge: Knowledge, found: Entry) -> Part:
    """Hazard ratios that hold, those that may, then what cohorts saw."""
    told = [_hazard(knowledge, one) for one in found["hazards"] if one["holds"] is not False]
    told += [as_line(one, figure(one), side="harm") for one in found["incidences"]]
    return Part(heading("fracture"), [], [*told, *_cautions(found)])


def _control(knowledge: Knowledge, found: Entry) -> Part:
    told = [as_line(one, figure(one)) for one in found["figures"]]
    told += [_hazard(knowledge, one) for one in found["hazards"] if one["holds"] is not False]
    return Part(heading("control"), [], [*told, *_cautions(found)])


def _hazard(knowledge: Knowledge, one: Entry) -> Reason:
    ratio = number(one["ratio"]) + (f" ({span(*one['interval'])})" if one["interval"] else "")
    text = say("hazard", label=one["label"], ratio=ratio, reference=one["reference"])
    shown = _if(text, one["holds"])
    return as_line(
        one, _waiting(knowledge, shown, [] if one["holds"] else one["check_first"]), side="harm"
    )


def figure(one: Entry) -> str:
    """What one cohort saw: "regrowth at 12 months after 24 Gy in 2: 12.5 % (947 segments)"."""
    if one["percent"] is not None:
        share = say("percent", share=number(one["percent"]))
    else:
        share = (
            say("so_many", count=one["count"][0], all=one["count"][1])
            if one["count"]
            else say("not_known")
        )
    interval = f" ({span(*one['interval'])})" if one["interval"] else ""
    return say("seen", label=one["label"], share=f"{share}{interval}", population=one["population"])


def _cautions(found: Entry) -> list[Reason]:
    return [as_line({"checked": "primary"}, one, side="harm") for one in found["cautions"]]


def _if(text: str, holds: Any) -> str:
    return text if holds else say("if_it_applies", text=text)


def _waiting(knowledge: Knowledge, text: str, facts: list[str]) -> str:
    behind = waits(knowledge, facts, meanwhile=False)
    return f"{sentence(text)} {sentence(behind)}" if behind else text
