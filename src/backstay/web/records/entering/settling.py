"""What a person decided about contradictions, applied to their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import QueryDict

from backstay.web.records.answers import Answer
from backstay.web.records.entering.contradicting import BOTH, Contradiction, Side

SETTLE = "settle:"
OPEN = "open"  # cannot be settled now: it is recorded and stands at the head of the case


class Settled(NamedTuple):
    """The answers that are left, what is settled, and what is still to be said."""

    answers: list[Answer]
    done: list[str]
    missing: dict[str, str]  # by contradiction: what has to be chosen or written


def settle(found: Sequence[Contradiction], answers: Sequence[Answer], post: QueryDict) -> Settled:
    """Apply what was chosen for each contradiction; nothing chosen is a question, never a default."""
    left, done, missing = list(answers), [], {}
    for one in found:
        chosen = post.get(f"{SETTLE}{one.id}", "")
        why = post.get(f"{SETTLE}{one.id}:why", "").strip()
        wrong = _wrong(one, chosen)
        if chosen in (OPEN, BOTH) and not (chosen == BOTH and not one.same_fact):
            done.append(one.id)
        elif wrong is None:
            missing[one.id] = "Choose one; nothing is saved until then."
        elif wrong.answer is None and not why:
            missing[one.id] = "Say in a few words why the recorded answer is wrong."
        else:
            left = _applied(left, one, wrong, why)
    return Settled(left, done, missing)


def _wrong(one: Contradiction, chosen: str) -> Side | None:
    """The side that was called wrong, by its number."""
    sides = {str(number): side for number, side in enumerate(one.sides)}
    return sides.get(chosen)


def _applied(answers: list[Answer], one: Contradiction, wrong: Side, why: str) -> list[Answer]:
    """Without a new answer that is wrong; a recorded one is corrected or taken back, with the reason."""
    if wrong.answer is not None:
        return [answer for answer in answers if answer.place != wrong.place]
    if one.same_fact:
        return [a._replace(why=why) if a.place == wrong.place else a for a in answers]
    if wrong.fact is None or any(answer.place == wrong.place for answer in answers):
        return answers
    taken_back = Answer(
        wrong.fact.name, wrong.fact.lesion, "withdrawn", why=why, supersedes=wrong.fact
    )
    return [*answers, taken_back]
