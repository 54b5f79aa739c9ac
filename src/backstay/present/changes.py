"""What would change the plan: single facts that would alter a stance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from backstay.present import names
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import brief, clean, number, unit
from backstay.present.words import listed, say, word

WHOLE = 4  # changes that are shown in the decision; all stand among the details
MOST = 2  # options named for one stance; explain names every one
RUN = 3  # so many numbers with one effect are told as a range
WON_OR_LOST = 3  # the weight of a move into or out of what is recommended at a lesion
WEIGHTY = ("recommended", "disputed", "consider")


class Fact(NamedTuple):
    """One fact as it is now."""

    name: str
    lesion: str | None
    now: str


class Move(NamedTuple):
    """What one option would become."""

    title: str
    lesion: str | None
    stance: str
    weight: int


class Change(NamedTuple):
    """One fact that would change, and what each option would then be."""

    fact: Fact
    condition: str
    moves: tuple[Move, ...]
    to: Any = None  # the value as a case holds it; the first of those with the same effects

    @property
    def effects(self) -> str:
        """The options that would move, by their new stance."""
        return _effects(self.moves)

    @property
    def first_effect(self) -> str:
        """The weightiest move alone, one that is won before one that is lost; the others as a number."""
        first = max(self.moves, key=lambda one: (one.weight, one.stance == "recommended"))
        told = say("would_become", option=_titled(first), stance=word("stances", first.stance))
        rest = len(self.moves) - 1
        return say("more_moves", told=told, count=rest) if rest else f"{told}."

    @property
    def main_effects(self) -> str:
        """The weightiest moves: what becomes recommended and what no longer is; the others as a number."""
        top = max(one.weight for one in self.moves)
        weighty = [one for one in self.moves if one.weight == top]
        rest = len(self.moves) - len(weighty)
        told = _won_and_lost(weighty) if top == WON_OR_LOST else _effects(weighty)
        return say("more_moves", told=told.removesuffix("."), count=rest) if rest else told


def changes(assessment: Assessment, knowledge: Knowledge) -> list[Change]:
    """Each change once, with the options that it would move, in the order of the options."""
    found: dict[Fact, dict[object, dict[Move, None]]] = {}
    raw: dict[tuple[Fact, object], Any] = {}
    for option in assessment.get("options", []):
        for change in option.get("would_change") or []:
            fact, value = _fact(knowledge, option, change), _value(knowledge, change)
            raw.setdefault((fact, value), change.get("to"))
            moved = found.setdefault(fact, {}).setdefault(value, {})
            moved[_move(knowledge, option, change)] = None
    return [
        Change(fact, _condition(knowledge, fact, same, list(values)), moves, raw[fact, same[0]])
        for fact, values in found.items()
        for moves, same in _alike(values).items()
    ]


def decisive(found: list[Change]) -> list[Change]:
    """The weightiest change of each fact, what turns most at the head."""
    best: dict[Fact, Change] = {}
    for one in sorted(found, key=_rank, reverse=True):
        best.setdefault(one.fact, one)
    return list(best.values())[:WHOLE]


def _rank(one: Change) -> tuple[int, int]:
    return max(move.weight for move in one.moves), sum(move.weight > 1 for move in one.moves)


def _fact(knowledge: Knowledge, option: Entry, change: Entry) -> Fact:
    name = str(change["fact"])
    known = knowledge.facts.find(name) or knowledge.definitions.get(name)
    local = known is not None and known.scope == "lesion"
    lesion = change.get("lesion") or (option.get("lesion") if local else None)
    return Fact(name, lesion, brief(knowledge, name, change.get("from")))


def _value(knowledge: Knowledge, change: Entry) -> object:
    """The new value: a number as such, all else in words."""
    to = change.get("to")
    if isinstance(to, int | float) and not isinstance(to, bool):
        return float(to)
    return brief(knowledge, str(change["fact"]), to)


def _move(knowledge: Knowledge, option: Entry, change: Entry) -> Move:
    title = names.short_option(knowledge, str(option["id"]))
    stance = str(change.get("stance"))
    return Move(title, option.get("lesion"), stance, _weight(option, stance))


def _weight(option: Entry, stance: str) -> int:
    """Highest where a treatment of a lesion enters or leaves what is recommended; lowest where none is offered."""
    stances = (option.get("stance"), stance)
    if "recommended" in stances:
        return WON_OR_LOST if option.get("lesion") else 2
    return 2 if option.get("lesion") and any(one in WEIGHTY for one in stances) else 1


def _alike(values: dict[object, dict[Move, None]]) -> dict[tuple[Move, ...], list[object]]:
    """Values of one fact that would have the same effects, told once."""
    found: dict[tuple[Move, ...], list[object]] = {}
    for value, moved in values.items():
        found.setdefault(tuple(moved), []).append(value)
    return found


def _condition(knowledge: Knowledge, fact: Fact, same: list[object], tried: list[object]) -> str:
    to = _values(knowledge, fact.name, same, tried)
    told = say("would_be", fact=names.fact(knowledge, fact.name), to=to, now=fact.now)
    return f"{clean(fact.lesion)}: {told}" if fact.lesion else told


def _values(knowledge: Knowledge, name: str, same: list[object], tried: list[object]) -> str:
    """The values in words; numbers in order, and as a range where none between them acts otherwise."""
    numbers = sorted(one for one in same if isinstance(one, float))
    if not numbers or len(numbers) < len(same):
        return f" {say('or')} ".join(str(one) for one in same)
    between = [one for one in tried if isinstance(one, float) and numbers[0] < one < numbers[-1]]
    if len(numbers) >= RUN and set(between) <= set(numbers):
        told = say("range", low=number(numbers[0]), high=number(numbers[-1]))
    else:
        told = f" {say('or')} ".join(number(one) for one in numbers)
    return f"{told} {unit(knowledge, name)}".strip()


def condition(knowledge: Knowledge, option: Entry, change: Entry) -> str:
    """One change in words: "If fit for surgery were no (now yes)"."""
    value = _value(knowledge, change)
    return _condition(knowledge, _fact(knowledge, option, change), [value], [value])


def _effects(moves: Iterable[Move]) -> str:
    """What each new stance would hold: "Not advised: separation surgery at T8"."""
    return _listed((word("stances", one.stance), one) for one in moves)


def _won_and_lost(moves: Iterable[Move]) -> str:
    """What would be recommended, then what would no longer be."""
    known = [(one.stance == "recommended", one) for one in moves]
    known.sort(key=lambda pair: not pair[0])
    words = {True: word("stances", "recommended"), False: say("no_longer")}
    return _listed(((words[won], one) for won, one in known), most=1)


def _listed(moves: Iterable[tuple[str, Move]], most: int = MOST) -> str:
    """Options under a word; the lesion is named once where it is the same for all under the word."""
    by_word: dict[str, list[Move]] = {}
    for told, one in moves:
        by_word.setdefault(told, []).append(one)
    parts = [
        say("becomes", stance=told, options=_together(found, most))
        for told, found in by_word.items()
    ]
    return f"{'; '.join(parts)}."


def _together(moves: list[Move], most: int) -> str:
    lesions = {one.lesion for one in moves}
    if len(lesions) == 1 and moves[0].lesion:
        titles = listed([one.title for one in moves], most=most)
        return say("at_lesion", what=titles, lesion=clean(moves[0].lesion))
    return listed([_titled(one) for one in moves], most=most)


def _titled(one: Move) -> str:
    return say("at_lesion", what=one.title, lesion=clean(one.lesion)) if one.lesion else one.title
