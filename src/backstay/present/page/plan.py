"""The plan in time, the team, what is missing, what would change it."""

from __future__ import annotations

from backstay.present import changes, gaps, plan
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import section, table
from backstay.present.plan import Step
from backstay.present.words import capital, heading, listed, say, sentence


def plan_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    steps = plan.steps(assessment, knowledge)
    team = plan.team(assessment)
    told = el("p", el("b", heading("team"), ": "), sentence(listed(team)), cls="s") if team else None
    body = _steps(steps) if steps else el("p", say("no_steps"), cls="s")
    return section("plan", heading("plan"), body, told)


def missing_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = gaps.gaps(assessment, knowledge)
    items = [el("li", _gap(one)) for one in found.matter]
    if found.idle:
        items.append(el("li", say("no_need", facts=listed(found.idle)), cls="dim"))
    return section("missing", heading("missing"), el("ul", items or el("li", say("nothing_missing")), cls="list"))


def change_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    items = [
        el("li", el("b", one.condition), ": ", sentence(listed(one.effects)))
        for one in changes.changes(assessment, knowledge)
    ]
    return section("changes", heading("changes"), el("ul", items or el("li", say("no_changes")), cls="list"))


def _steps(steps: list[Step]) -> Markup:
    heads = [say("when"), say("step"), say("after"), say("owner_head")]
    rows: list[list[Child]] = [
        [_when(one), _what(one), one.after or say("nothing_before"), one.owner] for one in steps
    ]
    return table(heads, rows, caption=heading("plan"), cls="t plan")


def _when(one: Step) -> Markup:
    return join(one.when, el("span", ", ", one.by, cls="dim") if one.by else None)


def _what(one: Step) -> Markup:
    check = el("span", one.check, cls="check") if one.check else None
    choice = el("span", say("one_of"), cls="tag") if one.choice else None
    return join(el("b", one.what), *[join(" ", part) for part in (choice, check) if part])


def _gap(one: gaps.Gap) -> Markup:
    label = f"{one.lesion} {one.label}" if one.lesion else capital(one.label)
    first = el("b", say("get_first"), ". ", cls="first") if one.first else None
    change = say("could_change", options=one.changes) if one.changes else say("could_change_something")
    return join(el("b", label), ". ", first, f"{one.asks} " if one.asks else None, el("span", change, cls="dim"))
