"""What is missing and what would change the plan: the first of each, and all of it among the details."""

from __future__ import annotations

from typing import Literal

from backstay.present import changes, gaps
from backstay.present.gaps import Gap, Place
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import section
from backstay.present.words import capital, heading, say, sentence


def missing_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = gaps.gaps(assessment, knowledge)
    items: list[Markup | None] = [el("li", _gap(one)) for one in found.matter]
    items += [_several("also_open", found.also), _several("no_need", found.idle)]
    shown = items if any(items) else [el("li", say("nothing_missing"))]
    return section("missing", heading("missing"), el("ul", shown, cls="list"))


def change_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = changes.changes(assessment, knowledge)
    shown = changes.decisive(found)
    items = [_change(one.condition, one.main_effects) for one in shown]
    rest = len(found) - len(shown)
    more = el("p", say("more_changes", count=rest), cls="xs dim") if rest else None
    first = el("ul", items or el("li", say("no_changes")), cls="list")
    return section("changes", heading("changes"), first, more)


def all_missing_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Every open question that the decision only counted."""
    found = gaps.gaps(assessment, knowledge)
    told = [
        el("p", sentence(say(phrase, facts=gaps.named(places))))
        for phrase, places in (("also_open", found.also), ("no_need", found.idle))
        if len(places) > gaps.NAMED
    ]
    if not told:
        return None
    return section("all-missing", heading("all_missing"), told, cls="small no-print")


def all_changes_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Every single change that the decision only counted."""
    found = changes.changes(assessment, knowledge)
    shown = changes.decisive(found)
    rest = [_change(one.condition, one.effects) for one in found if one not in shown]
    if not rest:
        return None
    items = el("ul", rest, cls="list")
    return section("all-changes", heading("all_changes"), items, cls="small no-print")


def _several(phrase: Literal["also_open", "no_need"], places: list[Place]) -> Markup | None:
    """Facts in one sentence; a long list is counted and stands among the details."""
    if not places:
        return None
    return el("li", say(phrase, facts=gaps.named(places, most=gaps.NAMED)), cls="dim")


def _gap(one: Gap) -> Markup:
    first = [el("b", f"{told} ", cls="first") for told in gaps.marks(one)]
    # On paper the name says it; the question in full helps who fills in the answer on a screen.
    asks = el("span", f"{one.asks} ", cls="no-print") if one.asks else None
    return join(
        el("b", capital(one.name)), ". ", first, asks, el("span", gaps.stake(one), cls="dim")
    )


def _change(condition: str, effects: str) -> Markup:
    return el("li", el("b", condition), ": ", effects)
