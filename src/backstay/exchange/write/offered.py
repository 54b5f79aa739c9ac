"""Which options become requests, what the team said of them, and where they stand in the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from backstay.exchange.write.decision import Chosen, SetAside
from backstay.exchange.write.writing import Writing, instant, place_of
from backstay.medicines.proposals.proposal import Proposal
from backstay.plan.assessment import Option, PlanStep
from backstay.plan.stances import OFFERED

T = TypeVar("T", Chosen, SetAside)
# The words of a plan for its deadlines, as the priorities of FHIR.
PRIORITIES = {
    "now": "stat",
    "today": "asap",
    "two_days": "urgent",
    "this_week": "urgent",
    "planned": "routine",
}


def proposed(writing: Writing) -> list[Option]:
    """What stands for something and is not done yet: each becomes a draft."""
    return [one for one in writing.assessment.options if one.stance in OFFERED and not one.done]


def taken_up(writing: Writing) -> list[Option]:
    """What the team chose, whatever Backstay says of it."""
    return [one for one in writing.assessment.options if chosen(writing, one)]


def chosen(writing: Writing, option: Option) -> Chosen | None:
    """The team's choice of an option."""
    return _said(writing.decision.chosen if writing.decision else (), option)


def set_aside(writing: Writing, option: Option) -> SetAside | None:
    """The team's word against an option."""
    return _said(writing.decision.set_aside if writing.decision else (), option)


def _said(told: Sequence[T], option: Option) -> T | None:
    place = place_of(option)
    return next((one for one in told if (one.option, one.lesion) == place), None)


def drafts(writing: Writing, option: Option) -> list[tuple[int, Proposal]]:
    """The drugs that the option could be done with, each with its number among all; none that is blocked."""
    return [
        (number, one)
        for number, one in enumerate(writing.assessment.medicines.proposals)
        if one.option == option.id and one.drug and not one.blocked
    ]


def picked(writing: Writing, option: Option) -> tuple[int, Proposal] | None:
    """The one drug of a chosen option; None where more than one is left."""
    wanted = chosen(writing, option)
    left = [
        pair for pair in drafts(writing, option) if wanted and wanted.drug in (None, pair[1].drug)
    ]
    return left[0] if len(left) == 1 else None


def step_of(writing: Writing, option: Option) -> tuple[int, PlanStep] | None:
    """The step of the plan that an option is, with its number from 1."""
    numbered = enumerate(writing.assessment.plan.steps, start=1)
    return next(
        (pair for pair in numbered if (pair[1].id, pair[1].lesion) == place_of(option)), None
    )


def period(writing: Writing, option: Option) -> dict[str, str] | None:
    """From the assessment to the deadline of a step."""
    step = step_of(writing, option)
    if step is None or step[1].within_hours is None:
        return None
    end = writing.case.as_of + timedelta(hours=step[1].within_hours)
    return {"start": writing.on, "end": instant(end)}


def priority(writing: Writing, option: Option) -> str | None:
    """How urgent a step is; an option that is no step has no priority."""
    step = step_of(writing, option)
    return PRIORITIES[step[1].when] if step else None


def owner_of(writing: Writing, option: Option) -> str:
    """Who answers for an option: the owner of its step, else its own."""
    step = step_of(writing, option)
    return step[1].owner if step else option.owner


def decided_on(writing: Writing) -> str:
    """When the team decided."""
    assert writing.decision  # whoever asks has a choice of the team in hand
    return writing.decision.decided_on
