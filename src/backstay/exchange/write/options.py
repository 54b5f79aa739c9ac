"""The options as a RequestGroup: each with its stance, reasons, sources and checks; a choice stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.issues import issue_id
from backstay.exchange.write.medications import draft_id
from backstay.exchange.write.offered import drafts, owner_of, period, priority, proposed, step_of
from backstay.exchange.write.reasons import check_lines, reason_lines, stance_line
from backstay.exchange.write.services import proposal_id
from backstay.exchange.write.words import notes, say, word
from backstay.exchange.write.writing import (
    Resource,
    Writing,
    device_id,
    filled,
    option_concept,
    own_concept,
    placed,
    resource,
    to,
)
from backstay.knowledge import Knowledge
from backstay.medicines.proposals.proposal import Proposal
from backstay.plan.assessment import Option
from backstay.plan.stances import OFFERED
from backstay.version import VERSION

Action = dict[str, Any]
_NO_ID = re.compile(r"[^A-Za-z0-9.-]")
LONGEST_ID = 64
TOLD = ("needs_facts", "not_advised", "declined")  # named in a note: no request stands for them


def group_id(writing: Writing) -> str:
    return writing.name("RequestGroup", "options")


def request_group(writing: Writing) -> Iterator[Resource]:
    """One group for the person and one for each lesion, in the order of the assessment."""
    offered = proposed(writing)
    against = [one for one in writing.assessment.options if one.stance == "contraindicated"]
    places = dict.fromkeys(one.lesion for one in (*offered, *against))
    actions = [_place(writing, lesion, offered, against) for lesion in places]
    if not actions:  # a group of FHIR may be empty, but then it says nothing
        return
    yield resource(
        "RequestGroup",
        group_id(writing),
        [say("title"), *_rest(writing), say("supports")],
        status="active" if writing.decision else "draft",
        intent="proposal",
        code={"text": say("title")},
        subject=writing.subject,
        authoredOn=writing.on,
        author=to(device_id(VERSION), "Backstay"),
        note=notes([say("supports"), *_rest(writing)]),
        action=actions,
    )


def _rest(writing: Writing) -> list[str]:
    """What is no request: named by stance, so that no option is hidden."""
    options = writing.assessment.options
    found = []
    for stance in TOLD:
        titles = [placed(one) for one in options if one.stance == stance]
        if titles:
            line = say(
                "set_aside_by_stance", stance=word("stances", stance), titles="; ".join(titles)
            )
            found.append(line)
    done = [placed(one) for one in options if one.done and one.stance in OFFERED]
    found += [say("done", titles="; ".join(done))] if done else []
    rest = sum(one.stance == "not_indicated" for one in options)
    return [*found, say("not_indicated", count=rest)] if rest else found


def _place(
    writing: Writing, lesion: str | None, offered: list[Option], against: list[Option]
) -> Action:
    here = [one for one in offered if one.lesion == lesion]
    ruled_out = [one for one in against if one.lesion == lesion]
    title = say("group_lesion", lesion=lesion) if lesion else say("group_person")
    return {
        "title": title,
        "groupingBehavior": "visual-group",
        "selectionBehavior": "any",
        "action": [
            *_with_choices(writing, here),
            *(_ruled_out(writing, option) for option in ruled_out),
        ],
    }


def _with_choices(writing: Writing, options: list[Option]) -> list[Action]:
    """Options that share a choice stand together: at most one of them, for none is forced."""
    found: list[Action] = []
    told: set[str] = set()
    for option in options:
        if option.choice is None:
            found.append(_action(writing, option))
        elif option.choice not in told:
            told.add(option.choice)
            rivals = [one for one in options if one.choice == option.choice]
            found.append(_choice(writing, option, rivals))
    return found


def _choice(writing: Writing, option: Option, rivals: list[Option]) -> Action:
    place = say("at_place", lesion=option.lesion) if option.lesion else say("for_person")
    return {
        "title": say("choice", place=place),
        "groupingBehavior": "logical-group",
        "selectionBehavior": "at-most-one",
        "action": [_action(writing, one) for one in rivals],
    }


def action_id(name: str, lesion: str | None) -> str:
    """A name for the action of an option, of the letters that FHIR allows.

    >>> action_id("separation_surgery", "T8")
    'separation-surgery-T8'
    """
    return _NO_ID.sub("-", f"{name}-{lesion}" if lesion else name)[:LONGEST_ID]


def _action(writing: Writing, option: Option) -> Action:
    lines = [
        stance_line(option),
        *check_lines(option, writing.knowledge),
        *reason_lines(option, writing.knowledge),
    ]
    action = {
        **_head(option, lines, writing.knowledge),
        "priority": priority(writing, option),
        "relatedAction": _after(writing, option),
        "timingPeriod": period(writing, option),
        "participant": [{"display": word("roles", owner_of(writing, option))}],
    }
    found = drafts(writing, option)
    if not found:
        return filled({**action, "resource": to(proposal_id(writing, option), placed(option))})
    return filled(
        {
            **action,
            "groupingBehavior": "logical-group",
            "selectionBehavior": "at-most-one",
            "action": [_drug(writing, number, one) for number, one in found],
        }
    )


def _head(option: Option, lines: list[str], knowledge: Knowledge) -> Action:
    return {
        "id": action_id(option.id, option.lesion),
        "title": placed(option),
        "description": " ".join(lines),
        "code": [
            option_concept(option),
            own_concept(f"stance.{option.stance}", word("stances", option.stance)),
        ],
        "documentation": _sources(option, knowledge),
    }


def _ruled_out(writing: Writing, option: Option) -> Action:
    """A contraindicated option refers to what stands against it, never to a request."""
    lines = [stance_line(option), *reason_lines(option, writing.knowledge)]
    head = _head(option, lines, writing.knowledge)
    return filled({**head, "resource": to(issue_id(writing, option), placed(option))})


def _drug(writing: Writing, number: int, one: Proposal) -> Action:
    return {
        "title": one.title,
        "description": one.text,
        "resource": to(draft_id(writing, number), one.title),
    }


def _after(writing: Writing, option: Option) -> list[dict[str, str]]:
    """What comes before a step, where it is a step of the same lesion or of the person."""
    step = step_of(writing, option)
    if step is None:
        return []
    steps = [
        (one.id, one.lesion)
        for one in writing.assessment.plan.steps
        if one.id in step[1].after
        and (None in (one.lesion, option.lesion) or one.lesion == option.lesion)
    ]
    return [{"actionId": action_id(*place), "relationship": "after"} for place in steps]


def _sources(option: Option, knowledge: Knowledge) -> list[dict[str, str]]:
    """The sources of every statement that holds, each once."""
    held = [one for one in option.statements if one.truth == "true"]
    names = dict.fromkeys(source for one in held for source in one.evidence)
    found = [knowledge.evidence[name] for name in names]
    return [
        filled(
            {
                "type": "citation",
                "label": one.short,
                "citation": one.citation,
                "url": f"https://doi.org/{one.doi}" if one.doi else one.url,
            }
        )
        for one in found
    ]
