"""What a challenge says: a case, an entry, the answer that somebody expects; read strictly, and run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from backstay.case import CaseError
from backstay.case.text import BadText, read_yaml
from backstay.knowledge.patients import Patient
from backstay.plan.expected import Answer, answers, expectation, failures, levels_named, run
from backstay.web.library.results import said_word
from backstay.web.records.knowledge import knowledge

LONGEST = 60_000  # characters of a case
KEPT = ("patient", "lesions", "as_of")  # keys of a case that a challenge may hold
TRUTHS = [("true", "Holds"), ("false", "Does not hold"), ("unknown", "Not known")]
SHOWN = [("true", "Shown"), ("false", "Not shown")]
STANCES = ("recommended", "consider", "disputed", "needs_facts", "not_advised", "contraindicated",
           "declined", "not_indicated")  # fmt: skip
_INTERVAL = re.compile(r"^\[?\s*(-?[\d.]+)\s*(?:to|,|-|\u2013)\s*(-?[\d.]+)\s*\]?$")


class NotAChallenge(ValueError):
    """What was sent cannot become one; it says which field, and why."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


class Outcome(NamedTuple):
    """What the knowledge answers beside what is expected, and what does not agree."""

    now: list[Answer]
    problems: list[str]


def choices(kind: str) -> list[tuple[str, str]]:
    """The answers that can be expected of a kind of entry; none for a score, whose answer is typed."""
    if kind == "interventions":
        return [(one, said_word(kind, "", one)) for one in STANCES]
    if kind == "scores":
        return []
    return SHOWN if kind == "notices" else TRUTHS[:2] if kind == "steps" else TRUTHS


def read_facts(text: str) -> dict[str, Any]:
    """The facts of a case. Raises NotAChallenge."""
    if len(text) > LONGEST:
        raise NotAChallenge("case", "The case is longer than this page takes.")
    try:
        tree = read_yaml(text)
    except BadText as error:
        raise NotAChallenge("case", f"Line {error.line or 1}: {error.problem}") from None
    if not isinstance(tree.value, dict):
        raise NotAChallenge("case", "A case begins with patient: and its facts.")
    others = sorted(set(tree.value) - set(KEPT))
    if others:
        raise NotAChallenge("case", f"Not sent, please take it out: {', '.join(others)}.")
    return tree.value


def expected(kind: str, name: str, said: str, lesion: str) -> dict[str, Any]:
    """What is expected, as a case writes it. Raises NotAChallenge."""
    said, known = said.strip(), [value for value, _ in choices(kind)]
    if not said or (known and said not in known):
        raise NotAChallenge("expected", "Say which answer you expect.")
    given: Any = said
    if kind == "scores" and (ends := _INTERVAL.match(said)):
        given = [ends[1], ends[2]]
    return expectation(kind, name, given, lesion.strip() or None)


def outcome(kind: str, name: str, facts: Mapping[str, Any], expect: Mapping[str, Any]) -> Outcome:
    """The case run on the knowledge of this server. Raises NotAChallenge."""
    patient = Patient("A challenge", "challenge", dict(facts), dict(expect), {})
    try:
        now = answers(run(patient, knowledge()), kind, name)
        if expect:
            _check_level(now, levels_named(expect))
        return Outcome(now, failures(patient, knowledge()))
    except CaseError as error:
        told = "; ".join(f"{one.path}: {one.problem}" for one in error.problems[:5])
        raise NotAChallenge("case", told) from None


def _check_level(now: list[Answer], named: set[str]) -> None:
    """A level where there are several answers, one that the case has, and none for the whole person."""
    levels = [lesion for lesion, _ in now if lesion is not None]
    if named and not levels:
        raise NotAChallenge(
            "lesion", "This is answered for the whole person: leave the level empty."
        )
    if not named <= set(levels):
        raise NotAChallenge("lesion", f"The case has no such level. It has {', '.join(levels)}.")
    if len(levels) > 1 and not named:
        raise NotAChallenge("lesion", f"Say at which level: {', '.join(levels)}.")
