"""A form as it came: the answers in it, what is wrong with it, and the same form again with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from django.http import QueryDict

from backstay.case import Problem
from backstay.case.problems import Refused
from backstay.present.words import capital
from backstay.web.records.answers import Answer, Clash
from backstay.web.records.entering.asked import Asked
from backstay.web.records.entering.fields import Field, field
from backstay.web.records.entering.seen import in_hours, is_past_day, observed
from backstay.web.records.entering.typed import STATES, same, typed_in, typed_of, value_of
from backstay.web.records.entering.words import described, who_and_when
from backstay.web.records.models import Fact

META = ("state", "seen", "observed", "how", "why")
CHANGED, WRONG = "changed", "wrong"


@dataclass
class Posted:
    """What came; `errors` by path of the question, "" for the form as a whole."""

    answers: list[Answer] = made(default_factory=list)
    errors: dict[str, list[str]] = made(default_factory=dict)

    def refuse(self, path: str, text: str) -> None:
        """Say that something of a question cannot be taken."""
        self.errors.setdefault(path, []).append(text)

    def add_problems(self, problems: Iterable[Problem], asked: Sequence[Asked]) -> None:
        """Problems of the case, each at the question that it is about."""
        paths = sorted((one.path for one in asked), key=len, reverse=True)
        for problem in problems:
            start = (path for path in paths if _is_under(problem.path, path))
            self.refuse(next(start, ""), in_a_sentence(problem))

    def add_clashes(self, clashes: Iterable[Clash], asked: Sequence[Asked]) -> None:
        """Both versions of what somebody else answered meanwhile, each at its question."""
        paths = {one.place: one for one in asked}
        for clash in clashes:
            one = paths[clash.answer.place]
            self.refuse(one.path, _clash(one, clash))


def read_posted(asked: Sequence[Asked], post: QueryDict, chain: Mapping[str, Fact]) -> Posted:
    """The answers of a form. `chain` has every answer of the case by its key.

    What stands as it was offered is no answer: only what was typed differently, or dated anew, is.
    """
    posted = Posted()
    day = post.get("observed", "").strip()
    if day and not is_past_day(day):
        posted.refuse("observed", "Seen on: a day up to today is expected, such as 2026-03-14.")
    for one in asked:
        try:
            answer = _answer(one, post, _seen(one, post, chain), day)
        except Refused as refused:
            posted.refuse(one.path, _refusal(refused))
            continue
        if answer is not None:
            posted.answers.append(answer)
    return posted


def _seen(asked: Asked, post: QueryDict, chain: Mapping[str, Fact]) -> Fact | None:
    """The answer that the form showed; one about something else was never shown there."""
    fact = chain.get(meta_in(post, asked)["seen"])
    return fact if fact and (fact.lesion_id, fact.name) == asked.place else None


def meta_in(post: QueryDict, asked: Asked) -> dict[str, str]:
    """What was said about an answer beside its value."""
    return {name: post.get(f"{asked.path}:{name}", "").strip() for name in META}


def offered(asked: Asked) -> Field:
    """A question as it is first shown, with its newest answer."""
    return field(asked, _typed_before(asked), _meta_before(asked))


def again(asked: Asked, post: QueryDict, errors: Sequence[str], rows: int = 0) -> Field:
    """A question with what was typed; the newest answer counts as seen now, for it is shown."""
    meta = meta_in(post, asked)
    meta["seen"] = str(asked.current.key) if asked.current else ""
    return field(asked, typed_in(post, asked.path), meta, errors, rows)


def in_a_sentence(problem: Problem) -> str:
    """What is wrong, what is allowed and the nearest name."""
    return _refusal(Refused(problem.problem, problem.allowed, problem.nearest), problem.value)


def _refusal(refused: Refused, value: str | None = None) -> str:
    problem = f"{value}: {refused.problem}" if value else capital(refused.problem)
    parts = [
        f"{problem}.",
        f"Allowed: {refused.allowed}." if refused.allowed else "",
    ]
    near = f"{' or '.join(refused.nearest)}?" if refused.nearest else ""
    return " ".join(filter(None, [*parts, near]))


def _is_under(path: str, question: str) -> bool:
    return path == question or path.startswith((f"{question}.", f"{question}["))


def _clash(asked: Asked, clash: Clash) -> str:
    mine = described(asked.known, clash.answer.state, clash.answer.value)
    if clash.current is None:
        return f"The answer that you saw is gone. You answered {mine}; nothing is saved yet."
    theirs = described(asked.known, clash.current.state, clash.current.value)
    return (
        f"{who_and_when(clash.current)} answered {theirs} while this form was open. "
        f"You answered {mine}. Nothing is saved yet: keep theirs, or say why yours holds."
    )


def _typed_before(asked: Asked) -> dict[str, list[str]]:
    current = asked.current
    if current is None or current.state == "withdrawn":
        return {}
    if current.state != "known":
        whole = asked.known.kind in ("choice", "yes_no")
        return {asked.path: [current.state]} if whole else {}
    return typed_of(current.value, asked.known, asked.path)


def _meta_before(asked: Asked) -> dict[str, str]:
    current = asked.current
    state = current.state if current and current.state in STATES else ""
    seen = str(current.key) if current else ""
    return {"state": state, "seen": seen, "observed": "", "how": "", "why": ""}


def _answer(asked: Asked, post: QueryDict, seen: Fact | None, day: str) -> Answer | None:
    meta, known = meta_in(post, asked), asked.known
    typed = typed_in(post, asked.path)
    chosen = next(iter(typed.get(asked.path, ())), "")
    state = meta["state"] or (chosen if chosen in STATES else "")
    value = None if chosen in STATES else value_of(typed, known, asked.path)
    if state and value is not None:
        raise Refused("there is a value, and also that there is none; say one of the two")
    if not state and value is None:
        _refuse_emptied(seen)
        return None
    answer = Answer(known.id, asked.lesion, state or "known", value, supersedes=seen)
    return _dated(answer, asked, seen, meta, day)


def _refuse_emptied(seen: Fact | None) -> None:
    """An answer that was emptied is no answer; it is taken back with a reason, on a page of its own."""
    if seen is not None and seen.state == "known":
        instead = "not known or not done, or take the answer back on the page of all its answers"
        raise Refused(f"the answer was emptied; say {instead}")


def _dated(
    answer: Answer, asked: Asked, seen: Fact | None, meta: Mapping[str, str], day: str
) -> Answer | None:
    own = observed(asked.known, meta["observed"], "")
    seen_now = observed(asked.known, meta["observed"], day)
    if seen is None or seen.state == "withdrawn":
        return answer._replace(observed=seen_now)
    unchanged = seen.state == answer.state and same(seen.value, answer.value, asked.known)
    if unchanged:
        return answer._replace(observed=own) if own and own != seen.observed else None
    if seen.state != "known" or meta["how"] == CHANGED:
        return answer._replace(observed=seen_now)
    if meta["how"] != WRONG:
        raise Refused("this differs from the answer before; say whether it changed or was wrong")
    if not meta["why"]:
        raise Refused("say in a few words why the answer before was wrong")
    before = "" if in_hours(asked.known) else seen.observed
    return answer._replace(observed=own or before or seen_now, why=meta["why"])


def hidden(post: QueryDict, without: Sequence[str]) -> list[tuple[str, Any]]:
    """Everything that came, to be sent again from a page that asks something in between."""
    return [
        (name, value)
        for name, values in post.lists()
        if not name.startswith(tuple(without))
        for value in values
    ]
