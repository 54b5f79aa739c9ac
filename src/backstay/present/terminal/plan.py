"""The plan in time as text."""

from __future__ import annotations

from backstay.present import plan
from backstay.present.knows import Assessment, Knowledge
from backstay.present.terminal.lines import heading, wrap
from backstay.present.words import heading as head
from backstay.present.words import listed, say


def plan_lines(assessment: Assessment, knowledge: Knowledge, width: int) -> list[str]:
    """Steps under their time."""
    found = plan.steps(assessment, knowledge)
    lines = heading(head("plan"), width)
    if not found:
        lines += wrap(say("no_steps"), width, first="  ")
    for time, steps in plan.by_time(found):
        lines += wrap(time, width)
        for one in steps:
            lines += _step(one, width)
    return lines


def team_lines(assessment: Assessment, width: int) -> list[str]:
    """Who is needed."""
    team = plan.team(assessment)
    return wrap(f"{head('team')}: {listed(team)}.", width) if team else []


def _step(one: plan.Step, width: int) -> list[str]:
    """A step in its line: its reasons stand with its option among the details."""
    meanwhile = one.meanwhile[:1].lower() + one.meanwhile[1:]
    choice = say("one_of") if one.choice else ""
    parts = [one.what, choice, one.check, meanwhile, plan.after(one)]
    told = f"{'; '.join(part for part in parts if part)} ({one.owner})"
    return wrap(told, width, first=f"{one.number:>3}  ", rest="     ")
