"""Standard, or for the board and why, in a line and one sentence for each reason."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names, remarks
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.values import clean
from backstay.present.words import known, listed, plain, say, sentence

FIRST = 2  # reasons told in the decision
NAMED = 3  # options or facts named in a reason; the rest is a number
FACTS = ("contradiction", "out_of_scope")  # reasons that are about facts


class Board(NamedTuple):
    """What the case needs of a board, and why."""

    told: str
    reasons: list[str]
    strong: bool  # a board has to see it

    @property
    def short(self) -> str:
        """The first reasons in one line; all of them stand among the details."""
        rest = len(self.reasons) - FIRST
        more = [say("and_more", count=rest)] if rest > 0 else []
        return " ".join([sentence(one) for one in self.reasons[:FIRST]] + more)


def board(assessment: Assessment, knowledge: Knowledge) -> Board | None:
    """None for an assessment that was written before this was asked."""
    found = assessment.get("discussion")
    if not found:
        return None
    needs = str(found.get("needs"))
    reasons = [_reason(knowledge, one) for one in found.get("because") or []]
    reasons += remarks.told_at(assessment, "board")
    told = known("discussion", needs) or plain(needs)
    return Board(told, list(dict.fromkeys(reasons)), strong=needs == "discuss")


def _reason(knowledge: Knowledge, one: Entry) -> str:
    kind, lesion = str(one.get("kind")), one.get("lesion")
    rule = knowledge.statements.get(str(one.get("rule")))
    if rule is not None:
        return clean(rule.because)
    name = names.fact if kind in FACTS else names.short_option
    about = [name(knowledge, str(each)) for each in one.get("about") or []]
    sentence = (known("discussion", kind) or plain(kind)).format(about=listed(about, most=NAMED))
    return say("where", lesion=clean(str(lesion)), text=sentence) if lesion else sentence
