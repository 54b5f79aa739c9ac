"""The four NOMS questions of all lesions in one table."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.present import noms
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el
from backstay.present.noms import Answer
from backstay.present.page.parts import section
from backstay.present.words import heading, say

MOST_COLUMNS = 3  # more lesions stand as rows


def noms_part(assessment: Assessment, knowledge: Knowledge, lesions: Sequence[Lesion]) -> Markup:
    """Questions down and lesions across, or the other way for many lesions."""
    answers = [noms.noms(assessment, knowledge, lesion) for lesion in lesions]
    names = [lesion.title for lesion in lesions]
    made = _down(names, answers) if len(lesions) <= MOST_COLUMNS else _across(names, answers)
    return section("noms", heading("noms"), made)


def _down(names: list[str], answers: list[list[Answer]]) -> Markup:
    """One row for each question; an answer that all lesions share is written once."""
    rows = [_question(list(column)) for column in zip(*answers, strict=True)]
    return _table([say("question"), *names], rows, "t noms")


def _question(column: list[Answer]) -> Markup:
    first = column[0]
    shared = el("div", first.shared, cls="xs dim") if first.shared else None
    head = el("th", el("b", first.letter), " ", first.question, shared, scope="row")
    if all(one[:4] == first[:4] for one in column):
        return el("tr", head, _cell(first, span=len(column)))
    return el("tr", head, [_cell(one) for one in column])


def _across(names: list[str], answers: list[list[Answer]]) -> Markup:
    rows = [
        el("tr", el("th", name, scope="row"), [_cell(one) for one in four])
        for name, four in zip(names, answers, strict=True)
    ]
    heads = [say("lesion"), *[f"{one.letter} {one.question}" for one in answers[0]]]
    return _table(heads, rows, "t cards")


def _cell(one: Answer, *, span: int = 1) -> Markup:
    answer = el("b", one.answer, cls=None if one.known else "open")
    because = el("div", one.because, cls="xs dim")
    return el("td", answer, because, colspan=span if span > 1 else None)


def _table(heads: list[str], rows: list[Markup], cls: str) -> Markup:
    top = el("tr", [el("th", head, scope="col") for head in heads])
    caption = el("caption", heading("noms"), cls="vh")
    return el("table", caption, el("thead", top), el("tbody", rows), cls=cls)
