"""Options as ServiceRequests: a proposal of each that stands for something, a plan of each that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.write.offered import (
    chosen,
    decided_on,
    drafts,
    owner_of,
    period,
    priority,
    proposed,
    set_aside,
    taken_up,
)
from backstay.exchange.write.reasons import check_lines, reason_lines, stance_line
from backstay.exchange.write.words import notes, say, word
from backstay.exchange.write.writing import (
    Concept,
    Resource,
    Writing,
    conditions,
    device_id,
    option_concept,
    own_concept,
    placed,
    resource,
    site,
    to,
)
from backstay.plan.assessment import Option
from backstay.version import VERSION


def service_requests(writing: Writing) -> Iterator[Resource]:
    """Proposals first, then plans; an option that is a choice of drugs has orders of its own."""
    for option in proposed(writing):
        if not drafts(writing, option):
            yield _proposal(writing, option)
    for option in taken_up(writing):
        if not drafts(writing, option):
            yield _plan(writing, option)


def proposal_id(writing: Writing, option: Option) -> str:
    return writing.name("ServiceRequest", "proposal", option.id, option.lesion)


def plan_id(writing: Writing, option: Option) -> str:
    return writing.name("ServiceRequest", "plan", option.id, option.lesion)


def _proposal(writing: Writing, option: Option) -> Resource:
    """An intent never changes in FHIR: what is chosen gets a request of its own, based on this one."""
    aside = set_aside(writing, option)
    status = "revoked" if aside else "active" if chosen(writing, option) else "draft"
    said = [stance_line(option), *check_lines(option, writing.knowledge)]
    if aside:
        said.append(say("set_aside", title=placed(option), reason=aside.reason))
    identity = proposal_id(writing, option)
    return _request(writing, option, identity, status, "proposal", said, writing.on)


def _plan(writing: Writing, option: Option) -> Resource:
    said = [stance_line(option), *check_lines(option, writing.knowledge)]
    wanted = chosen(writing, option)
    if wanted and wanted.why:
        said.append(say("chosen_why", title=placed(option), why=wanted.why))
    based = proposal_id(writing, option) if option in proposed(writing) else None
    identity, on = plan_id(writing, option), decided_on(writing)
    return _request(writing, option, identity, "active", "plan", said, on, based)


def _request(
    writing: Writing,
    option: Option,
    identity: str,
    status: str,
    intent: str,
    said: list[str],
    authored: str,
    based: str | None = None,
) -> Resource:
    where = site(option.lesion)
    return resource(
        "ServiceRequest",
        identity,
        [placed(option), *said, say("supports")],
        basedOn=[to(based)] if based else None,
        status=status,
        intent=intent,
        priority=priority(writing, option),
        code=option_concept(option),
        subject=writing.subject,
        occurrencePeriod=period(writing, option),
        authoredOn=authored,
        requester=to(device_id(VERSION), "Backstay") if intent == "proposal" else None,
        performerType=owner(writing, option),
        reasonReference=conditions(writing, option.lesion) if option.lesion else None,
        bodySite=[where] if where else None,
        note=notes([*said, *_schemes(writing, option), *reason_lines(option, writing.knowledge)]),
    )


def _schemes(writing: Writing, option: Option) -> list[str]:
    """What is proposed of an option of medicine without naming one drug."""
    return [
        say("score_points", label=one.title, value=one.text)
        for one in writing.assessment.medicines.proposals
        if one.option == option.id and one.drug is None and not one.blocked
    ]


def owner(writing: Writing, option: Option) -> Concept:
    """Who answers for an option: the owner of its step, else its own."""
    role = owner_of(writing, option)
    return own_concept(f"role.{role}", word("roles", role))
