"""The reasons of one option, sorted into for, against, harms and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from backstay.present import names
from backstay.present.knows import Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import listed, say, sentence, word

Side = Literal["for", "against", "harm"]
SIDES: dict[str, Side] = {
    "recommend": "for",
    "consider": "for",
    "avoid": "against",
    "contraindicated": "against",
    "caution": "harm",
}
STRENGTH = ("recommend", "contraindicated", "consider", "avoid", "caution")
READ = ("primary", "secondary", "unverified")
SETTLED = ("unknown", "contradiction")  # what a check can settle; out of scope stays so
MOST_CHECKS = 5  # named on the line of the option; all stand in its last line


class Reason(NamedTuple):
    """One statement as a reader sees it."""

    text: str
    says: str
    side: Side
    truth: str  # true | false | unknown
    sources: tuple[str, ...]  # ids of evidence
    status: str  # primary | secondary | unverified
    missing: tuple[str, ...]  # facts
    local: str  # what a local protocol changed, and who answers for it
    link: str = ""  # where the rule stands in the book, where one is at hand


class Sides(NamedTuple):
    """What holds for an option, what holds against it, its harms, and what may yet hold."""

    pro: list[Reason]
    con: list[Reason]
    harms: list[Reason]
    open: list[Reason]


# By the identity of an option, which is held beside its sides so that no other can take its place.
_WORKED_OUT: ContextVar[dict[int, tuple[Entry, Sides]] | None] = ContextVar("sides", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Within it, the sides of an option are worked out once; nothing may change the options meanwhile."""
    token = _WORKED_OUT.set({})
    try:
        yield
    finally:
        _WORKED_OUT.reset(token)


def truth(statement: Entry) -> str:
    """The truth of a statement as a word; JSON's null stands for unknown."""
    said: Any = statement.get("truth")
    if said is None:
        return "unknown"
    return str(said).lower()


def reason(statement: Entry) -> Reason:
    """A statement as a reader sees it."""
    return _reason(
        str(statement.get("because") or statement.get("text") or ""),
        any(one.get("old") for one in statement.get("approvals") or ()),
        str(statement.get("counts_as") or statement.get("says") or "consider"),
        truth(statement),
        tuple(statement.get("evidence") or ()),
        str(statement.get("checked") or "unverified"),
        tuple(statement.get("missing") or ()),
        str(statement.get("local") or ""),
        str(statement.get("link") or ""),
    )


@lru_cache(maxsize=4096)
def _reason(
    text: str,
    old: bool,
    says: str,
    truth_: str,
    sources: tuple[str, ...],
    status: str,
    missing: tuple[str, ...],
    local: str,
    link: str,
) -> Reason:
    """Kept by what it says: a page tells the same statement many times, and so do other people's."""
    told = sentence(clean(text))
    return Reason(
        text=f"{told} {say('old_label')}" if old else told,  # a label it rests on was old when read
        says=says,
        side=SIDES.get(says, "for"),
        truth=truth_,
        sources=sources,
        status=status,
        missing=missing,
        local=clean(local),
        link=clean(link),
    )


def sides(option: Entry) -> Sides:
    """The reasons of an option, on each side the strongest word and the best-read source first."""
    kept = _WORKED_OUT.get()
    if kept is None:
        return _sides(option)
    if id(option) not in kept:
        kept[id(option)] = option, _sides(option)
    return kept[id(option)][1]


def _sides(option: Entry) -> Sides:
    told = [one for one in option.get("statements", []) if truth(one) != "false"]
    found = sorted((reason(statement) for statement in told), key=weight)
    held = [entry for entry in found if entry.truth == "true"]
    return Sides(
        pro=[entry for entry in held if entry.side == "for"],
        con=[entry for entry in held if entry.side == "against"],
        harms=[entry for entry in held if entry.side == "harm"],
        open=[entry for entry in found if entry.truth == "unknown" and entry.side != "harm"],
    )


def named(found: Sides) -> list[tuple[str, list[Reason]]]:
    """What holds, each side under its name."""
    return [("for", found.pro), ("against", found.con), ("harm", found.harms)]


def held(option: Entry) -> list[Reason]:
    """Everything that holds about an option."""
    return [one for _, found in named(sides(option)) for one in found]


def weight(one: Reason) -> tuple[int, int]:
    """The place of a reason on its side: the strongest word and the best-read source first."""
    says = STRENGTH.index(one.says) if one.says in STRENGTH else len(STRENGTH)
    return (says, READ.index(one.status) if one.status in READ else len(READ))


def tally(found: Sides) -> str:
    """How many reasons hold on either side: "3 for, none against"."""
    return say("tally", pro=_count(len(found.pro)), con=_count(len(found.con)))


def check(knowledge: Knowledge, option: Entry, most: int = MOST_CHECKS) -> str:
    """What stands before the option, or nothing: checks, contradictions, a lesion out of scope."""
    parts = [
        _told(knowledge, "after_checking", _asked(option, "unknown", "before"), most),
        _told(knowledge, "check_contradiction", _asked(option, "contradiction", "before"), most),
        _told(knowledge, "check_out_of_scope", _asked(option, "out_of_scope"), most),
    ]
    return "; ".join(part for part in parts if part)


def meanwhile(knowledge: Knowledge, option: Entry) -> str:
    """What is checked without waiting for it, or nothing."""
    asked = [name for why in SETTLED for name in _asked(option, why, "meanwhile")]
    return _told(knowledge, "meanwhile", list(dict.fromkeys(asked)))


def _told(knowledge: Knowledge, phrase: str, names_: list[str], most: int = MOST_CHECKS) -> str:
    """One phrase with the names of facts in it, or nothing without facts."""
    if not names_:
        return ""
    return say(phrase, facts=listed(names.all_asked(knowledge, names_), most=most))


def otherwise(option: Entry) -> str:
    """The stance that a declined option would have, or nothing."""
    stance = option.get("otherwise")
    return say("otherwise", stance=word("stances", str(stance))) if stance else ""


def robust(knowledge: Knowledge, option: Entry) -> str:
    """Whether what is unknown could alter the stance, and what could."""
    if option.get("robust"):
        return say("robust")
    needed, checks = open_facts(option), _asked(option, "unknown", "before")
    if not needed:
        return say("not_robust")
    if set(needed) == set(checks) and len(checks) <= MOST_CHECKS:
        return say("depends_on_checks")
    return say("depends_on", facts=listed(names.all_asked(knowledge, needed)))


def open_facts(option: Entry) -> list[str]:
    """Facts that could still alter the stance, those to check first at the head."""
    waiting = option.get("depends_on")
    if waiting is None:
        waiting = [fact for one in option.get("statements", []) for fact in _awaited(one)]
    first = [*_asked(option, "unknown", "before"), *_asked(option, "unknown", "meanwhile")]
    return list(dict.fromkeys([*first, *waiting]))


def open_line(found: Sides) -> str:
    """How many reasons may yet hold: "may yet hold: 2 for, 1 against", or nothing."""
    if not found.open:
        return ""
    pro = sum(entry.side == "for" for entry in found.open)
    return say("open", pro=_count(pro), con=_count(len(found.open) - pro))


def _awaited(statement: Entry) -> list[str]:
    """Facts that an unknown reason waits for; a caution alters no stance."""
    if truth(statement) != "unknown" or statement.get("says") == "caution":
        return []
    return list(statement.get("missing") or ())


def last_line(knowledge: Knowledge, option: Entry, *, counted: bool) -> str:
    """What could change the stance, what may yet hold, what is checked meanwhile; the tally if counted."""
    found, asked = sides(option), meanwhile(knowledge, option)
    parts = [
        f"{tally(found)}." if counted else "",
        robust(knowledge, option),
        "" if option.get("robust") else open_line(found),
        f"{asked}." if asked else "",
    ]
    return " ".join(part for part in parts if part)


def _asked(option: Entry, why: str, when: str | None = None) -> list[str]:
    """Facts of the checks of one kind; `when` tells those that hold the option back from the others."""
    return [
        entry["fact"]
        for entry in option.get("check_first") or []
        if (entry.get("why") or "unknown") == why and when in (None, entry.get("when") or "before")
    ]


def _count(number: int) -> str:
    return str(number) if number else say("none")
