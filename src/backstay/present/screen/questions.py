"""The four NOMS questions of one lesion as four cells, answer first."""

from __future__ import annotations

from backstay.present import noms
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el
from backstay.present.noms import Answer


def questions_part(assessment: Assessment, knowledge: Knowledge, lesion: Lesion) -> Markup:
    """N, O, M and S."""
    return el("dl", [_cell(one) for one in noms.noms(assessment, knowledge, lesion)], cls="noms")


def _cell(one: Answer) -> Markup:
    answer = el("dd", one.answer, cls="answer" if one.known else "answer open")
    told = "; ".join(part for part in (one.because, one.shared) if part)
    return el("div", el("dt", el("b", one.letter), " ", one.question), answer, el("dd", told))
