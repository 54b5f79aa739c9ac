"""The plan in one card: how soon, what next, and what is missing. Nobody gets it for whom nothing is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backstay.case.cases import Case
from backstay.exchange import Unread
from backstay.hooks.asked.call import Call
from backstay.hooks.cards import flags
from backstay.hooks.cards.concern import (
    GRAVEST,
    concerns,
    has_cancer,
    is_running,
    may_be_emergency,
    may_be_urgent,
    rests_on_old,
)
from backstay.hooks.cards.detail import detail
from backstay.hooks.cards.gfm import SUMMARY
from backstay.hooks.cards.made import Indicator, card
from backstay.hooks.cards.shown import as_shown, mattering
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Option
from backstay.plan.glance import Glance
from backstay.present import names, times, urgency
from backstay.present.words import capital, told, word

LOCAL = ("radiation", "ablation", "surgery")


def view_cards(
    call: Call,
    case: Case,
    unread: Sequence[Unread],
    found: Glance,
    knowledge: Knowledge,
    settings: Settings,
) -> list[Card]:
    """No card, or the one that tells the plan."""
    meant = concerns(case, found, knowledge) or may_be_urgent(case, found, knowledge)
    if not meant or not something_to_do(found):
        return []
    doubtful = may_be_emergency(case, found, knowledge)
    shown = as_shown(found, case)
    text = detail(call, case, unread, found, shown, knowledge)
    said = summary(found, case, knowledge, shown)
    return [card(call, settings, _indicator(case, found, doubtful, knowledge), said, text)]


def something_to_do(found: Glance) -> bool:
    """Whether a clock runs or a step, a decision or an answer is waited for."""
    return (
        is_running(found)
        or bool(found.plan.steps)
        or bool(to_weigh(found))
        or bool(mattering(found))
    )


def to_weigh(found: Glance) -> list[Option]:
    """Local treatments that somebody has to decide on; what is done already is none."""
    offered = ("consider", "disputed")
    return [
        one
        for one in found.options
        if one.stance in offered and one.modality in LOCAL and not one.done
    ]


def summary(found: Glance, case: Case, knowledge: Knowledge, shown: dict[str, object]) -> str:
    """Fewer than 140 characters: how soon, then the first steps or what to ask."""
    steps = list(dict.fromkeys(_steps(found, knowledge)))
    if is_running(found):
        if rests_on_old(case, found, knowledge):
            return _old(case, found, knowledge)
        return _running(found, steps, urgency.clock(shown, knowledge))
    if flags_open := _flags_open(case, found, knowledge):
        return _fitted("summary_unclear", names.all_asked(knowledge, flags_open))
    if steps:
        return _fitted("summary_calm", steps)
    weigh = [names.short_option(knowledge, one.id, one.lesion) for one in to_weigh(found)]
    if weigh:
        return _fitted("summary_weigh", list(dict.fromkeys(weigh)))
    asked = [one.fact for one in mattering(found)]
    return _fitted("summary_open", names.all_asked(knowledge, asked))


def _old(case: Case, found: Glance, knowledge: Knowledge) -> str:
    """A clock that rests on old findings alone: what they are, how old, and that they are looked at first."""
    seen = flags.behind(case, found, knowledge)
    last = max(one.seen for one in seen if one.seen)  # what is old has a day
    day = times.moment(last.replace(hour=0, minute=0, second=0))
    values = {"level": word("levels", found.urgency.level), "day": day}
    named = [flags.named(seen, knowledge, most=most) for most in range(len(seen), 0, -1)]
    told_ = [told("cards", "summary_old", flags=one, **values) for one in named]
    return next((one for one in told_ if len(one) <= SUMMARY), told_[-1])


def _running(found: Glance, steps: list[str], running: urgency.Clock) -> str:
    """A clock that runs: its level, what is left of its time, whether it could be higher, what comes first."""
    clock = urgency.title(running)
    if said := urgency.remaining(running):
        clock = told("cards", "clock_left", level=word("levels", running.level), left=said)
    if found.urgency.could_be:
        level = word("levels", found.urgency.could_be).lower()
        clock = told("cards", "could_be", clock=clock, level=level)
    if not steps:
        return told("cards", "summary_no_step", clock=clock, why=running.reasons[0].text)
    first, left = found.plan.steps[0].within_hours, running.left
    limit = (found.urgency.within_hours or 0) if left is None else left
    if first is not None and first < limit:
        clock = told("cards", "first", clock=clock, time=capital(times.within(first)))
        return _fitted("summary_first", steps, clock=clock)
    return _fitted("summary_plan", steps, clock=clock)


def _indicator(case: Case, found: Glance, doubtful: bool, knowledge: Knowledge) -> Indicator:
    """As loud as the clock. Old findings without a cancer or a lesion are a question, not an alarm."""
    if found.urgency.level == "emergency":
        old = rests_on_old(case, found, knowledge)
        return "warning" if old and not has_cancer(case, found) else "critical"
    return "warning" if is_running(found) or doubtful else "info"


def _steps(found: Glance, knowledge: Knowledge) -> Iterator[str]:
    for one in found.plan.steps:
        yield names.short_option(knowledge, one.id, one.lesion)


def _flags_open(case: Case, found: Glance, knowledge: Knowledge) -> list[str]:
    """What to ask where red flags are open; beside one that is there, first what decides whether it alarms."""
    if found.urgency.could_be != GRAVEST:
        return []
    asked = [one.fact for one in found.questions if one.urgency]
    flagged = [name for name in asked if (fact := knowledge.fact(name)) and fact.red_flag]
    if may_be_emergency(case, found, knowledge):
        return asked
    return [*flagged, *(name for name in asked if name not in flagged)] if flagged else []


def _fitted(phrase: str, steps: list[str], **values: str) -> str:
    room = SUMMARY - len(told("cards", phrase, steps="", **values))
    return told("cards", phrase, steps=_fit(steps, room), **values)


def _fit(parts: list[str], room: int) -> str:
    """As many parts as there is room for, the first in any case; how many are left out is told."""
    for count in range(len(parts), 1, -1):
        text = "; ".join(parts[:count])
        left = len(parts) - count
        text = told("cards", "more", told=text, count=left) if left else text
        if len(text) <= room:
            return text
    if len(parts) == 1:
        return parts[0]
    return told("cards", "more", told=parts[0], count=len(parts) - 1)
