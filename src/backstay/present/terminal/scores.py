"""Scores as text: items with their points, the band, what is missing, and the limits."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.present import measures, scored
from backstay.present.knows import Entry, Knowledge
from backstay.present.terminal.lines import columns, wrap
from backstay.present.values import clean
from backstay.present.words import listed, say, sentence, word


def scores_text(found: Sequence[Entry], knowledge: Knowledge, *, width: int = 80) -> str:
    """Scores one after the other; a missing item gives an interval and never a total."""
    lines = [line for score in found for line in _score(score, knowledge, width)]
    return "\n".join(lines).lstrip("\n") + "\n"


def measure_lines(one: measures.Measure, width: int, *, whole: bool) -> list[str]:
    """A score in its line, with its limits where they are asked for or the score is complete."""
    told = f"{one.title}: {one.result}" + (f" ({one.band})" if one.band else "")
    lines = wrap(told, width, first="  ")
    shown = notes(one) if whole or one.complete else gap_notes(one)
    return [*lines, *[line for note in shown for line in wrap(note, width, first="    ")]]


def gap_notes(one: measures.Measure) -> list[str]:
    """What a score with gaps needs, and for whom it was made."""
    missing = say("score_needs", facts=listed(one.missing)) if one.missing else ""
    population = say("population", population=one.population) if one.population else ""
    return [sentence(note) for note in (missing, population) if note]


def notes(one: measures.Measure) -> list[str]:
    """What a score must be read with: gaps, outcome, population, pitfalls."""
    care = say("read_with_care", pitfalls=" ".join(one.pitfalls)) if one.pitfalls else ""
    rest = [sentence(note) for note in (one.outcome, care, one.partial) if note]
    return [*gap_notes(one), *rest]


def _score(score: Entry, knowledge: Knowledge, width: int) -> list[str]:
    one = measures.measure(knowledge, score)
    lines = ["", *measure_lines(one, width, whole=True)]
    rows = [(item.label, item.points, item.finding) for item in scored.items(knowledge, score)]
    lines += columns(rows, width, indent=4)
    sources = "; ".join(short for _, short in one.links)
    return [*lines, *wrap(f"{clean(sources)}: {word('status', one.status)}", width, first="    ")]
