"""The plan as a CarePlan: a draft proposal until the team has decided, then a plan of its own beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.flags import urgency_line
from backstay.exchange.write.goals import team_goals, wishes
from backstay.exchange.write.medications import draft_id, picked_id
from backstay.exchange.write.offered import (
    drafts,
    owner_of,
    period,
    picked,
    proposed,
    step_of,
    taken_up,
)
from backstay.exchange.write.options import group_id
from backstay.exchange.write.reasons import check_lines
from backstay.exchange.write.risks import risk_assessments
from backstay.exchange.write.services import plan_id, proposal_id
from backstay.exchange.write.words import hours_said, notes, say, sourced, word
from backstay.exchange.write.writing import (
    Resource,
    Writing,
    conditions,
    device_id,
    filled,
    placed,
    resource,
    to,
)
from backstay.plan.assessment import Option
from backstay.version import VERSION


def care_plans(writing: Writing) -> Iterator[Resource]:
    """The decided plan first, where there is one; what it replaces is revoked, not deleted."""
    if writing.decision:
        yield _decided(writing)
    yield _proposed(writing)


def _proposed(writing: Writing) -> Resource:
    steps = [one for one in proposed(writing) if step_of(writing, one)]
    ordered = sorted(steps, key=lambda one: _number(writing, one))
    asked = [say("ask", question=one) for one in _questions(writing)]
    told = [urgency_line(writing), *_notices(writing), *asked]
    wish = [] if "goal" in writing.case.patient else [say("goal_open")]
    return _care_plan(
        writing,
        writing.name("CarePlan", "proposal"),
        say("title"),
        [*told, *wish],
        list(wishes(writing)),
        [_proposed_step(writing, option) for option in ordered],
        status="revoked" if writing.decision else "draft",
        intent="proposal",
        period={"start": writing.on},
        created=writing.on,
        author=to(device_id(VERSION), "Backstay"),
    )


def _decided(writing: Writing) -> Resource:
    decision = writing.decision
    assert decision
    options = {(one.id, one.lesion): one for one in writing.assessment.options}
    roles = ", ".join(word("roles", role) for role in decision.by)
    lines = [say("decided", on=decision.decided_on, roles=roles)]
    for one in decision.chosen:
        title = placed(options[one.option, one.lesion])
        lines.append(
            say("chosen_why", title=title, why=one.why) if one.why else say("chosen", titles=title)
        )
    lines += [
        say("set_aside", title=placed(options[one.option, one.lesion]), reason=one.reason)
        for one in decision.set_aside
    ]
    lines += [say("next", text=decision.next)] if decision.next else []
    ordered = sorted(taken_up(writing), key=lambda one: _number(writing, one))
    return _care_plan(
        writing,
        writing.name("CarePlan", "plan"),
        say("plan_title"),
        [urgency_line(writing), *lines],
        [*wishes(writing), *team_goals(writing)],
        [_chosen_step(writing, option) for option in ordered],
        status="active",
        intent="plan",
        replaces=[to(writing.name("CarePlan", "proposal"))],
        period={"start": decision.decided_on},
        created=decision.decided_on,
        contributor=[{"display": word("roles", role)} for role in decision.by],
    )


def _number(writing: Writing, option: Option) -> int:
    """The place of an option in time; what is no step of the plan comes last."""
    step = step_of(writing, option)
    return step[0] if step else len(writing.assessment.plan.steps) + 1


def _notices(writing: Writing) -> list[str]:
    """What every reader must see; where it rests on sources, with them."""
    known, found = writing.knowledge, []
    for one in writing.assessment.notices:
        entry = known.notices.get(one.id)
        checked = entry.checked.status if entry and entry.checked else None
        found.append(sourced(one.text, checked, one.evidence, known) if checked else one.text)
    return found


def _questions(writing: Writing) -> list[str]:
    """What is asked because it could make things more urgent, or holds up what is recommended."""
    return [one.asks for one in writing.assessment.questions if one.urgency or one.holds_up]


def _proposed_step(writing: Writing, option: Option) -> dict[str, Any]:
    found = drafts(writing, option)
    if not found:
        return _step(writing, option, proposal_id(writing, option))
    return _step(writing, option, draft_id(writing, found[0][0]) if len(found) == 1 else None)


def _chosen_step(writing: Writing, option: Option) -> dict[str, Any]:
    if not drafts(writing, option):
        return _step(writing, option, plan_id(writing, option))
    found = picked(writing, option)
    return _step(writing, option, picked_id(writing, found[0]) if found else None)


def _step(writing: Writing, option: Option, request: str | None) -> dict[str, Any]:
    """One activity: the request for it, or in words where the drug is not chosen."""
    told = [_told(writing, option), *check_lines(option, writing.knowledge)]
    activity: dict[str, Any] = {"progress": [{"text": " ".join(told)}]}
    if request:
        return activity | {"reference": to(request, placed(option))}
    detail = {
        "kind": "MedicationRequest",
        "status": "not-started",
        "scheduledPeriod": period(writing, option),
        "performer": [{"display": word("roles", owner_of(writing, option))}],
        "description": say("drug_open", title=placed(option)),
    }
    return activity | {"detail": filled(detail)}


def _told(writing: Writing, option: Option) -> str:
    """Number, time and owner of a step, in words."""
    step, owner = step_of(writing, option), word("roles", owner_of(writing, option))
    if step is None:
        return say("step_owner", step=placed(option), owner=owner)
    number, one = step
    hours = one.within_hours
    timed = (
        say("step", number=number)
        if hours is None
        else say("step_within", number=number, time=hours_said(hours))
    )
    return say("step_owner", step=timed, owner=owner)


def _care_plan(
    writing: Writing,
    identity: str,
    title: str,
    lines: list[str],
    aims: list[Resource],
    activities: list[dict[str, Any]],
    **fields: Any,
) -> Resource:
    made = say("made_with", on=writing.on[:10], edition=writing.knowledge.edition)
    group = [{"reference": to(group_id(writing), say("title"))}] if _has_group(writing) else []
    risks = [to(one["id"]) for one in risk_assessments(writing)]
    return resource(
        "CarePlan",
        identity,
        [title, *lines[:1], made, say("supports")],
        title=title,
        description=f"{made} {say('supports')}",
        subject=writing.subject,
        addresses=conditions(writing),
        supportingInfo=risks,
        goal=[to(one["id"]) for one in aims],
        activity=[*activities, *group],
        note=notes(lines),
        **fields,
    )


def _has_group(writing: Writing) -> bool:
    options = writing.assessment.options
    return bool(proposed(writing)) or any(one.stance == "contraindicated" for one in options)
