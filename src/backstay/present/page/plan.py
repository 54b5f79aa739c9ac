"""The plan in time, the team, what is missing, what would change it."""

from __future__ import annotations

from typing import Literal

from backstay.present import changes, gaps, plan
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import section, table
from backstay.present.plan import Step
from backstay.present.words import capital, heading, listed, say, sentence


def plan_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    steps = plan.steps(assessment, knowledge)
    team = plan.team(assessment)
    told = (
        el("p", el("b", heading("team"), ": "), sentence(listed(team)), cls="s") if team else None
    )
    body = _steps(steps) if steps else el("p", say("no_steps"), cls="s")
    return section("plan", heading("plan"), body, told, cls="clear")


def missing_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = gaps.gaps(assessment, knowledge)
    items: list[Markup | None] = [el("li", _gap(one)) for one in found.matter]
    items += [_several("also_open", found.also), _several("no_need", found.idle)]
    shown = items if any(items) else [el("li", say("nothing_missing"))]
    return section("missing", heading("missing"), el("ul", shown, cls="list"))


def change_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = changes.changes(assessment, knowledge)
    items = [el("li", el("b", one.condition), ": ", one.effects) for one in found]
    first = el("ul", items[: changes.WHOLE] or el("li", say("no_changes")), cls="list")
    rest = items[changes.WHOLE :]
    more = el("summary", say("more_changes", count=len(rest)))
    folded = el("details", more, el("ul", rest, cls="list"), cls="idle") if rest else None
    return section("changes", heading("changes"), first, folded)


def _steps(steps: list[Step]) -> Markup:
    heads = [say("when"), say("step"), say("owner_head")]
    rows: list[list[Child]] = [[_when(one), _what(one), one.owner] for one in steps]
    return table(heads, rows, caption=heading("plan"), cls="t plan")


def _when(one: Step) -> Markup:
    return join(one.when, el("span", ", ", one.by, cls="dim") if one.by else None)


def _what(one: Step) -> Markup:
    check = el("span", one.check, cls="check") if one.check else None
    choice = el("span", say("one_of"), cls="tag") if one.choice else None
    before = el("span", plan.after(one), cls="dim") if one.after else None
    shown = [join(" ", part) for part in (choice, check, before) if part]
    return join(f"{one.number}. ", el("b", one.what), shown)


def _several(phrase: Literal["also_open", "no_need"], facts: list[str]) -> Markup | None:
    """Facts in one sentence; a long list is counted and opens."""
    if not facts:
        return None
    first = say("also_open", facts=listed(facts, most=gaps.NAMED))
    if phrase == "no_need":
        first = say("no_need", facts=listed(facts, most=gaps.NAMED))
    if len(facts) <= gaps.NAMED:
        return el("li", first, cls="dim")
    rest = listed(facts[gaps.NAMED :])
    return el("li", el("details", el("summary", first), el("p", sentence(rest))), cls="dim")


def _gap(one: gaps.Gap) -> Markup:
    first = [el("b", f"{told} ", cls="first") for told in gaps.marks(one)]
    asks = f"{one.asks} " if one.asks else None
    return join(
        el("b", capital(one.name)), ". ", first, asks, el("span", gaps.stake(one), cls="dim")
    )
