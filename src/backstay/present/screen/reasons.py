"""Why: the reasons of an option for and against side by side, its harms under their own heading."""

from __future__ import annotations

from backstay.present import options, reasons, together
from backstay.present.knows import Entry, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el
from backstay.present.names import all_asked, short_option
from backstay.present.page.parts import Where, reason_items
from backstay.present.together import Held
from backstay.present.words import capital, heading, listed, say, sentence

FIRST = 2  # reasons of each side that are seen at once; the others open
LONG = 120  # letters of a line that is seen at once


def because(knowledge: Knowledge, same: list[Entry], where: Where) -> Markup:
    """All that holds about options that are told together, and what is still open."""
    found = [(name, held) for name, held in together.held(knowledge, same) if held]
    shown = [_side(knowledge, name, held, where) for name, held in found]
    return el(
        "div",
        shown,
        _last(knowledge, same),
        _opens(knowledge, same),
        cls=f"because because-{len(shown)}",
    )


def _side(knowledge: Knowledge, name: str, held: list[Held], where: Where) -> Markup:
    title = el("h3", mark(name), " ", heading(name))
    first, rest = held[:FIRST], held[FIRST:]
    return el(
        "div",
        title,
        _reasons(knowledge, first, where),
        opened(say("and_more", count=len(rest)), _reasons(knowledge, rest, where))
        if rest
        else None,
        cls=f"side side-{name}",
    )


def _reasons(knowledge: Knowledge, held: list[Held], where: Where) -> Markup:
    """Each with its first source and the way to its rule, which tells all of them."""
    return reason_items(knowledge, held, short=True, where=where)


def _last(knowledge: Knowledge, same: list[Entry]) -> Markup:
    """What is checked first, and whether what is unknown could alter the stance; by which facts opens."""
    if same[0]["stance"] == "needs_facts":
        return el("footer", needed(knowledge, same[0]))
    checks = reasons.check(knowledge, same[0])
    told = el("p", mark("wait"), " ", sentence(checks)) if checks else None
    lines = options.last_lines(knowledge, same, counted=False)
    if all(option.get("robust") for option in same) or _short(lines):
        return el("footer", told, [el("p", line) for line in lines])
    return el("footer", told, opened(say("not_robust"), *[el("p", line) for line in lines]))


def _opens(knowledge: Knowledge, same: list[Entry]) -> Markup | None:
    """Where each option tells everything it rests on, where the face has such a page."""
    named = len(same) > 1
    links = [
        el("a", say("why_of", what=short_option(knowledge, str(one["id"]))) if named else say("why_all"),
           href=one["opens"])
        for one in same
        if one.get("opens")
    ]  # fmt: skip
    return el("p", [[one, " "] for one in links], cls="opens xs no-print") if links else None


def _short(lines: list[str]) -> bool:
    return len(lines) == 1 and len(lines[0]) <= LONG


def needed(knowledge: Knowledge, option: Entry) -> Markup:
    """Every fact that an option waits for."""
    facts = all_asked(knowledge, reasons.open_facts(option))
    return el("p", mark("wait"), " ", capital(say("needs", facts=listed(facts))), ".")


def opened(title: str, *children: Markup | None) -> Markup:
    """What opens from its number."""
    return el("details", el("summary", title), *children, cls="more")
