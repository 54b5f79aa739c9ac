"""Lesions as text: the four questions in a line each, and SINS item by item."""

from __future__ import annotations

from backstay.present import noms, scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion, lesions
from backstay.present.noms import Answer
from backstay.present.terminal.lines import columns, heading, wrap
from backstay.present.words import heading as head
from backstay.present.words import say


def noms_lines(
    assessment: Assessment, knowledge: Knowledge, width: int
) -> list[tuple[Lesion, list[str]]]:
    """The four questions of each lesion; an answer that was given in the same words is not repeated."""
    found: list[tuple[Lesion, list[str]]] = []
    told: set[Answer] = set()
    for lesion in lesions(assessment):
        lines = heading(head("noms_at", lesion=lesion.title), width)
        for one in noms.noms(assessment, knowledge, lesion):
            lines += wrap(_answer(one, told), width, first="  ", rest="     ")
        found.append((lesion, lines))
    return found


def _answer(one: Answer, told: set[Answer]) -> str:
    """A letter, the answer and what it rests on; what holds for the person is told once."""
    if one in told:
        return f"{one.letter}  {say('as_above', answer=one.answer)}."
    new = one.shared and not any(other.shared == one.shared for other in told)
    told.add(one)
    because = "; ".join(part for part in (one.because, one.shared if new else "") if part)
    return f"{one.letter}  {one.answer}: {because}."


def sins_lines(knowledge: Knowledge, lesion: Lesion, width: int) -> list[str]:
    """SINS of one lesion with the points of each item."""
    if lesion.sins is None:
        told = say("score_at", score="SINS", lesion=lesion.title, result=say("not_known"))
        return wrap(told, width, first="  ")
    rows = [(one.label, one.points, one.finding) for one in scored.items(knowledge, lesion.sins)]
    caption = wrap(scored.caption(knowledge, lesion.sins, lesion), width, first="  ")
    return [*caption, *columns(rows, width, indent=4)]
