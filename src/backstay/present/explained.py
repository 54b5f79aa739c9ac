"""Why a number or a stance is what it is, in parts: statements with their values, items, formulas, sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge, Unit
from backstay.knowledge.entries import Definition, Score
from backstay.present import changes, cites, names, reasons, scored
from backstay.present.cites import Cited
from backstay.present.conditions import sentence
from backstay.present.conditions.parts import Part
from backstay.present.knows import Assessment, Entry
from backstay.present.scored import Line
from backstay.present.values import clean, describe, span
from backstay.present.words import capital, listed, say, word

SAYS = ("recommend", "consider", "contraindicated", "avoid", "caution")
TRUTHS = ("true", "unknown", "false")


class Value(NamedTuple):
    """A name that was read, with its value here."""

    name: str
    label: str
    value: str
    known: bool
    opens: str  # what it is: value | score, or nothing that can be opened


class Statement(NamedTuple):
    """One statement about an option with all that it rests on."""

    says: str  # the word for it
    side: str  # for | against | harm
    text: str
    rule: str
    link: str
    status: str
    local: str
    values: list[Value]
    needs: str
    sources: list[Cited]


class Piece(NamedTuple):
    """A piece of a formula in words; a name may be opened."""

    text: str
    name: str
    opens: str


class Band(NamedTuple):
    """A band of a score; `here` where the result lies in it, or may."""

    label: str
    points: str
    outcome: str
    here: bool


def statements(option: Entry, knowledge: Knowledge) -> dict[str, list[Statement]]:
    """Every statement about an option by its truth: what holds, what is not known, what does not hold."""
    given = sorted(option.get("statements") or [], key=_weight)
    found: dict[str, list[Statement]] = {truth: [] for truth in TRUTHS}
    for one in given:
        found[reasons.truth(one)].append(_statement(one, knowledge))
    return found


def would_change(option: Entry, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Each single change with the stance that it would give."""
    return [
        (changes.condition(knowledge, option, one), word("stances", str(one["stance"])))
        for one in option.get("would_change") or []
    ]


def values(found: dict[str, Any], knowledge: Knowledge) -> list[Value]:
    """Names with their values; what is known by lesion is told by lesion."""
    return [
        Value(
            name,
            capital(names.fact(knowledge, name)),
            _told(knowledge, name, value),
            value is not None,
            opens(knowledge, name),
        )
        for name, value in found.items()
    ]


def opens(knowledge: Knowledge, name: str) -> str:
    """Which kind of page tells more of a name."""
    if knowledge.facts.find(name) or name in knowledge.definitions:
        return "value"
    return "score" if name in knowledge.scores else ""


def items(score: Entry, knowledge: Knowledge) -> list[tuple[str, Line]]:
    """Each item with the fact that it rests on."""
    facts = [str(one["fact"]) for one in score.get("items") or []]
    return list(zip(facts, scored.items(knowledge, score), strict=True))


def bands(score: Entry, known: Score) -> list[Band]:
    """The bands of a score, with the published outcome of each."""
    ends = scored.ends(score)
    return [
        Band(
            label=capital(one.label),
            points=_points(one.min, one.max),
            outcome=one.outcome or "",
            here=ends is not None
            and (one.min is None or one.min <= ends[1])
            and (one.max is None or ends[0] <= one.max),
        )
        for one in known.bands
    ]


def formulas(entry: Definition, knowledge: Knowledge) -> list[list[Piece]]:
    """How a definition is known, in words; several ways stand in the order in which they are tried."""
    unit = _units(knowledge).get(entry.id)
    if entry.by or unit is None:
        return []
    return [[_piece(knowledge, part) for part in sentence(knowledge, node)] for node in unit.nodes]


def _piece(knowledge: Knowledge, part: Part) -> Piece:
    if isinstance(part, str):
        return Piece(part, "", "")
    return Piece(part.label, part.name, opens(knowledge, part.name))


def reads(entry: Definition, knowledge: Knowledge) -> tuple[str, ...]:
    """The names that a definition reads."""
    unit = _units(knowledge).get(entry.id)
    return tuple(dict.fromkeys(entry.inputs or (unit.reads if unit else ())))


def sources(evidence: Sequence[str], knowledge: Knowledge) -> list[Cited]:
    return [cites.source(knowledge, name) for name in evidence]


def traced(reads_: Sequence[str], value_of: Callable[[str], Any], knowledge: Knowledge) -> list[Value]:  # fmt: skip
    """The values of what was read."""
    return values({name: value_of(name) for name in reads_}, knowledge)


def option_of(assessment: Assessment, name: str, lesion: str) -> Entry | None:
    """One option at a lesion; without one named, that of the person or of the first lesion that has it."""
    return at_lesion([one for one in assessment.get("options", []) if one["id"] == name], lesion)


def at_lesion(same: Sequence[Entry], lesion: str) -> Entry | None:
    """Of entries with one id, that of the lesion; what is of the whole person stands at each."""
    found = [one for one in same if not lesion or one.get("lesion") in (None, lesion)]
    return found[0] if found else None


def _units(knowledge: Knowledge) -> dict[str, Unit]:
    return {unit.key: unit for unit in knowledge.units}


def _weight(statement: Entry) -> int:
    says = str(statement.get("says"))
    return SAYS.index(says) if says in SAYS else len(SAYS)


def _statement(one: Entry, knowledge: Knowledge) -> Statement:
    told = reasons.reason(one)
    return Statement(
        says=capital(word("says", told.says)),
        side=told.side,
        text=told.text,
        rule=clean(str(one.get("rule") or "")),
        link=told.link,
        status=told.status,
        local=told.local,
        values=values(one.get("facts") or {}, knowledge),
        needs=listed(names.all_asked(knowledge, told.missing)),
        sources=sources(told.sources, knowledge),
    )


def _told(knowledge: Knowledge, name: str, value: Any) -> str:
    if name in knowledge.settings and isinstance(value, str):
        return word("lists", value)
    if isinstance(value, dict) and "present" not in value:
        return "; ".join(
            say("where", lesion=clean(str(place)), text=describe(knowledge, name, one))
            for place, one in value.items()
        )
    return describe(knowledge, name, value)


def _points(low: float | None, high: float | None) -> str:
    if low is None:
        return "" if high is None else say("up_to", high=span(high, high))
    return span(low, high)
