"""What the page asks: the warning signs of the knowledge, in the order of its form of the first meeting."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from backstay.case.facts import Fact
from backstay.exchange.forms.data import load_forms
from backstay.knowledge import Knowledge
from backstay.present.values import clean, value_word
from backstay.present.words import capital, word
from backstay.web.records.knowledge import knowledge

FORM, SECTIONS = "intake", ("warning-signs", "pain")
CANCER = "cancer_history"  # no warning sign, but the clock asks it first
STARTED = "hours_since_first_red_flag"  # asked as a date and time
# Signs of other emergencies, for which somebody else is called than this page names.
ELSEWHERE = ("heart and breathing", "opioids", "wellbeing")
NO_SIGN = {"ambulatory": "cannot_walk"}  # where "no" is the sign: the definition that names it
# How long an answer counts says nothing here: every answer is given now.
_VALIDITY = re.compile(r"\s*(Marked as old|Counts) (after|for) [^.]*convention\.")


class Question(NamedTuple):
    """One fact as the page asks for it."""

    id: str
    kind: str  # tick | choice | number
    label: str
    help: str
    sign: str  # of a tick: the value that is the warning sign
    choices: list[tuple[str, str]]
    unit: str


class Asked(NamedTuple):
    """Signs to tick, each group under its heading, and what is asked below them."""

    cancer: Question
    signs: list[tuple[str, list[Question]]]
    more: list[tuple[str, list[Question]]]

    @property
    def first(self) -> list[Question]:
        """What everybody is asked."""
        return [self.cancer, *(one for _, group in self.signs for one in group)]

    @property
    def every(self) -> list[Question]:
        """All of them."""
        return [*self.first, *(one for _, group in self.more for one in group)]


@cache
def asked() -> Asked:
    """The questions of this edition, with the site's own protocol."""
    known = knowledge()
    flags = {name: fact for name, fact in known.facts.patient.items() if _is_flag(fact)}
    flags.pop(STARTED, None)
    signs = []
    for section in load_forms().forms[FORM].sections:
        if section.id in SECTIONS:
            names = [one.fact for one in section.facts if _is_ticked(flags.get(one.fact))]
            signs.append((section.title, [_tick(known, flags.pop(name)) for name in names]))
    return Asked(_other(known, known.facts.patient[CANCER]), signs, _rest(known, flags))


def _is_flag(fact: Fact) -> bool:
    return fact.red_flag and fact.group not in ELSEWHERE


def _is_ticked(fact: Fact | None) -> bool:
    return fact is not None and fact.kind == "yes_no"


def _rest(known: Knowledge, flags: dict[str, Fact]) -> list[tuple[str, list[Question]]]:
    """Every other warning sign, by its group."""
    groups: dict[str, list[Question]] = {}
    for fact in flags.values():
        groups.setdefault(capital(fact.group), []).append(_other(known, fact))
    return list(groups.items())


def _tick(known: Knowledge, fact: Fact) -> Question:
    sign = fact.worse[0] if fact.worse else "true"
    label = fact.label
    if sign == "false":
        opposite = known.definitions.get(NO_SIGN.get(fact.id, ""))
        if opposite is None:
            return _other(known, fact)
        label = opposite.label
    return Question(fact.id, "tick", capital(clean(label)), _help(fact), sign, [], "")


def _other(known: Knowledge, fact: Fact) -> Question:
    if fact.kind == "number":
        unit = word("units", fact.unit) if fact.unit else ""
        return Question(fact.id, "number", capital(fact.label), _help(fact), "", [], unit)
    choices = [("true", "Yes"), ("false", "No")]
    if fact.kind == "choice":
        choices = [(one, capital(value_word(known, fact.id, one))) for one in fact.values]
    return Question(fact.id, "choice", capital(clean(fact.label)), _help(fact), "", choices, "")


def _help(fact: Fact) -> str:
    """The question itself, then what counts."""
    return f"{fact.asks} {_VALIDITY.sub('', clean(fact.help or ''))}".strip()
