"""Below the summary: why the clock runs, the plan in steps, what to ask, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from backstay.case.cases import Case
from backstay.exchange import Unread
from backstay.hooks.asked.call import Call
from backstay.hooks.cards import flags
from backstay.hooks.cards.gfm import bullets, escaped, joined
from backstay.hooks.cards.shown import mattering
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option
from backstay.plan.glance import Glance
from backstay.present import gaps, names, plan, times, urgency
from backstay.present.brief import brief
from backstay.present.words import capital, listed, say, sentence, told

STEPS, STEPS_NOW = 12, 6  # shown; fewer in an emergency, which must be read at once
REASONS, ASKED, WEIGHED, DOUBTS = 3, 4, 4, 5
MARKED = {
    "stale": ("stale",),
    "old": ("marked_stale",),
    "conflict": ("conflict", "contradiction"),
}
PLACES = {"level", "to_level"}  # where a lesion is, which no reader has to settle
PRESSING = ("urgent", "radiation", "surgery")  # of what disputes are told in an emergency


def detail(
    call: Call,
    case: Case,
    unread: Sequence[Unread],
    found: Glance,
    shown: dict[str, Any],
    knowledge: Knowledge,
) -> str:
    """The card's text in Markdown."""
    return joined(
        [
            bullets(told("cards", "why"), _clock(case, found, shown, knowledge)),
            bullets(told("cards", "steps"), _steps(found, shown, knowledge), numbered=True),
            _more_steps(found),
            bullets(told("cards", "disputed"), _disputed(found, knowledge)),
            bullets(told("cards", "missing"), _missing(found, shown, knowledge)),
            bullets(told("cards", "doubts"), doubts(call, case, unread, found, knowledge)),
        ],
        foot(found, _statuses(found)),
    )


def doubts(
    call: Call, case: Case, unread: Sequence[Unread], found: Glance, knowledge: Knowledge
) -> Iterator[str]:
    """What could not be had, read or used. No resource is named, for its id may be a number of the patient."""
    yield from call.doubts[:DOUBTS]
    lost = len([one for one in unread if not one.counted])
    if lost:
        yield told("cards", "unread_one") if lost == 1 else told("cards", "unread", count=lost)
    given = {*case.patient, *(fact for one in case.lesions or () for fact in one.facts)} - PLACES
    marked = [(one.kind, one.facts) for one in case.remarks]
    marked += [
        (
            one.id,
            tuple(fact for fact in one.facts if fact in given),
        )  # a rule names more than is there
        for one in found.notices
        if one.id == "contradiction"
    ]
    for phrase, kinds in MARKED.items():
        facts = [fact for kind, listed_ in marked if kind in kinds for fact in listed_]
        if facts:
            named = listed(names.all_asked(knowledge, facts), most=DOUBTS)
            yield told("cards", phrase, facts=named)


def foot(found: Glance, statuses: Iterable[str]) -> str:
    """What awaits review, who decides, of when this is and by which knowledge."""
    waiting = sum(one == "unverified" for one in statuses)
    said = told("cards", "awaits_one") if waiting == 1 else told("cards", "awaits", count=waiting)
    parts = [said] if waiting else []
    as_of, edition = times.as_of(found.as_of), found.knowledge.edition
    return escaped(" ".join([*parts, told("cards", "foot", as_of=as_of, edition=edition)]))


def _clock(case: Case, found: Glance, shown: dict[str, Any], knowledge: Knowledge) -> Iterator[str]:
    """Why it is as urgent as it is, on which findings, how much of the time is used, and what it could still be."""
    clock = urgency.clock(shown, knowledge)
    yield from (one.text for one in clock.reasons[:REASONS])
    seen = [flags.dated(one, knowledge) for one in flags.behind(case, found, knowledge)]
    if seen:
        yield told("cards", "flags", flags=listed(seen, most=flags.NAMED))
    if clock.running and (seen or clock.used is not None):  # else it does not run from a red flag
        left = urgency.remaining(clock)
        yield " ".join(filter(None, [urgency.course(clock), sentence(left) if left else ""]))
    yield urgency.doubt(clock)


def _most(found: Glance) -> int:
    return STEPS_NOW if found.urgency.level == "emergency" else STEPS


def _steps(found: Glance, shown: dict[str, Any], knowledge: Knowledge) -> Iterator[str]:
    clock = urgency.clock(shown, knowledge)
    steps = zip(plan.steps(shown, knowledge), found.plan.steps, strict=True)
    for one, entry in list(steps)[: _most(found)]:
        time = _cut_short(entry.within_hours, clock) or one.time
        line = told("cards", "step", time=time, what=one.what, owner=one.owner)
        choice = say("one_of") if one.choice else ""
        yield "; ".join(filter(None, [line, choice, one.check]))


def _cut_short(hours: float | None, clock: urgency.Clock) -> str:
    """The time of a step of the running clock, where less is left of it; the clock runs from the first red flag."""
    within, left = clock.within, clock.left
    if not clock.running or hours is None or within is None or left is None:
        return ""
    if hours > within or hours <= left:
        return ""
    if left <= 0:
        return capital(times.within(0))
    by = times.deadline(clock.now, left)
    return ", ".join(filter(None, [capital(times.within(left)), by]))


def _more_steps(found: Glance) -> str:
    left = len(found.plan.steps) - _most(found)
    return escaped(told("cards", "more_steps", count=left)) if left > 0 else ""


def _disputed(found: Glance, knowledge: Knowledge) -> Iterator[str]:
    for one in list(_told_disputes(found))[:WEIGHED]:
        both = brief(msgspec.to_builtins(one))
        yield told(
            "cards",
            "disputed_one",
            what=names.short_option(knowledge, one.id, one.lesion),
            pro=both.pro[0].text,
            con=both.con[0].text,
        )


def _told_disputes(found: Glance) -> Iterator[Option]:
    emergency = found.urgency.level == "emergency"
    for one in found.options:
        if (
            one.stance == "disputed"
            and not one.done
            and (one.modality in PRESSING or not emergency)
        ):
            yield one


def _missing(found: Glance, shown: dict[str, Any], knowledge: Knowledge) -> Iterator[str]:
    if found.urgency.level == "emergency":
        yield from _holding_up(found)
        return
    asked = gaps.gaps(shown, knowledge).matter[:ASKED]
    for one in asked:
        at = f"{one.lesion}: {one.asks}" if one.lesion else one.asks
        yield told("cards", "question", asks=at, stake=gaps.stake(one))
    left = len(mattering(found)) - len(asked)
    if left > 0:
        yield told("cards", "more_questions", count=left)


def _holding_up(found: Glance) -> Iterator[str]:
    """In an emergency, only what a step within its hours must wait for."""
    limit = found.urgency.within_hours or 0
    steps = {
        (one.id, one.lesion)
        for one in found.plan.steps
        if one.within_hours is not None and one.within_hours <= limit
    }
    waited = {
        (check.fact, check.lesion)
        for one in found.options
        if (one.id, one.lesion) in steps
        for check in one.check_first
        if check.when == "before"
    }
    held = [one for one in found.questions if (one.fact, one.lesion) in waited]
    for one in held[:ASKED]:
        yield f"{one.lesion}: {one.asks}" if one.lesion else one.asks


def _statuses(found: Glance) -> Iterator[str]:
    """How well each true reason was checked that the clock and the steps rest on."""
    steps = {(one.id, one.lesion) for one in found.plan.steps}
    yield from (one.checked for one in found.urgency.because)
    for option in found.options:
        if (option.id, option.lesion) in steps:
            yield from (one.checked for one in option.statements if one.truth == "true")
