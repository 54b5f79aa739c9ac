"""The part of a glance that the room of presentation reads, in its shape."""

from __future__ import annotations

from typing import Any

import msgspec

from backstay.case.cases import Case
from backstay.plan.assessment import Option, Question
from backstay.plan.glance import Glance
from backstay.plan.values import plain

FIRST_FLAG = "hours_since_first_red_flag"
MOST_ASKED = 24  # questions that are written out; the others are counted


def as_shown(found: Glance, case: Case) -> dict[str, Any]:
    """What sentences are made of: the clock, the steps, and the first questions."""
    return {
        "as_of": found.as_of,
        "urgency": msgspec.to_builtins(found.urgency),
        "plan": msgspec.to_builtins(found.plan),
        "options": [_option(one) for one in found.options],
        "questions": [_question(one) for one in mattering(found)[:MOST_ASKED]],
        "facts": {"patient": {FIRST_FLAG: plain(case.patient.get(FIRST_FLAG))}},
    }


def mattering(found: Glance) -> list[Question]:
    """Questions whose answer could change something; all others stand behind them."""
    return [one for one in found.questions if one.could_change or one.urgency]


def _option(one: Option) -> dict[str, Any]:
    """An option by what names it and what it waits for; its reasons are not told beside a step."""
    checks = msgspec.to_builtins(one.check_first)
    return {"id": one.id, "lesion": one.lesion, "stance": one.stance, "check_first": checks}


def _question(one: Question) -> dict[str, Any]:
    """A question; beside one that could make it more urgent nothing else that it could change is told."""
    return {
        "fact": one.fact,
        "lesion": one.lesion,
        "asks": one.asks,
        "urgency": one.urgency,
        "stale": one.stale,
        "holds_up": one.holds_up,
        "could_change": [] if one.urgency else one.could_change,
    }
