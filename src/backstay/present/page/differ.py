"""Where sources differ: options that frameworks judge apart, and published lists side by side."""

from __future__ import annotations

from backstay.present import differ, remarks
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import section, status_mark, status_word
from backstay.present.words import capital, heading, say


def differ_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = differ.disputes(assessment, knowledge)
    items = [
        _parted(choice.title, "; ".join(choice.says), choice.parts)
        for choice in differ.choices(assessment, knowledge)
    ]
    items += [_parted(one.about, one.told, one.parts, paper=bool(one.lesion)) for one in found]
    items += [el("li", told, cls="no-print") for told in remarks.told_at(assessment, "differ")]
    items += [_comparison(one) for one in differ.comparisons(assessment, knowledge)]
    body = el("ul", items, cls="list") if items else el("p", say("no_differences"), cls="s")
    return section("differ", heading("differ"), body, cls="differ")


def _parted(about: str, told: str, parts: list[str], *, paper: bool = True) -> Markup:
    """Who stands where; on which facts they part is for the screen, paper has the reasons.

    Paper keeps to what is decided at a lesion.
    """
    on = el("span", f" {differ.parting(parts)}", cls="no-print") if parts else None
    return el("li", el("b", about), f": {told}.", on, cls=None if paper else "no-print")


def _comparison(one: differ.Comparison) -> Markup:
    """What each list says, those with one answer together, and what was read of each."""
    answers = [
        join("; " if place else None, el("b", says), ": ", _lists(rows))
        for place, (says, rows) in enumerate(one.by_answer.items())
    ]
    told = f" {say('all_agree')}" if one.agree else None
    return el("li", el("b", capital(one.title)), ". ", answers, ".", told, cls="no-print")


def _lists(rows: list[differ.Row]) -> Markup:
    named = [
        join(row.name, f" ({say('used')})" if row.used else None, _status(row)) for row in rows
    ]
    return join([join(", " if place else None, one) for place, one in enumerate(named)])


def _status(row: differ.Row) -> Markup | None:
    if not row.status:
        return None
    word = el("span", " ", status_word(row.status), cls="word")
    return join(" ", el("span", status_mark(row.status), word, cls="src"))
