"""Open questions, sorted by whether an answer can change anything; the others need not be waited for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from backstay.case.cases import Case
from backstay.plan.assessment import Option, Question
from backstay.plan.clock import LEVELS, open_clocks
from backstay.plan.options import Weighed
from backstay.reason import Evaluation, Missing
from backstay.reason.missing import NO_LESIONS

Asked = tuple[str, str | None]
# Weight of what an answer could change: what is offered now counts most.
WEIGHT = {"recommended": 4, "consider": 3, "disputed": 3, "needs_facts": 2}


@dataclass
class Stake:
    """What hangs on one unknown fact."""

    options: dict[str, None] = field(default_factory=dict)
    weight: int = 0
    clock: int = 0  # how high a clock it keeps open
    settles: dict[str, None] = field(default_factory=dict)
    holds_up: dict[str, None] = field(default_factory=dict)  # what is recommended and has to wait


def questions(
    missing: Missing,
    weighed: list[Weighed],
    options: list[Option],
    scored: Iterable[Asked],
    level: str,
    case: Case,
) -> list[Question]:
    """Every unknown fact that something reads, what could change first.

    `options` are at least those that are recommended; `scored` is what scores still need, with their lesion.
    """
    evaluation = missing.evaluation
    stakes: dict[Asked, Stake] = defaultdict(Stake)
    _clocks(evaluation, missing, level, stakes)
    _options(missing, weighed, stakes)
    _first(options, stakes)
    for fact, lesion in scored:
        _ = stakes[fact, _at(evaluation, fact, lesion)]  # asked, though nothing hangs on it
    stale = {fact for remark in case.remarks if remark.kind == "stale" for fact in remark.facts}
    made = [
        _question(evaluation, asked, stake, asked[0] in stale) for asked, stake in stakes.items()
    ]
    order = {(q.fact, q.lesion): stakes[q.fact, q.lesion] for q in made}
    return sorted(made, key=lambda q: _key(q, order[q.fact, q.lesion]))


def _key(question: Question, stake: Stake) -> tuple[bool, int, bool, bool, int, str, str]:
    idle = not (question.could_change or question.urgency)
    return (
        idle, -stake.clock, not question.stale, not stake.holds_up,
        -stake.weight, question.fact, question.lesion or "",
    )  # fmt: skip


def _clocks(
    evaluation: Evaluation, missing: Missing, level: str, stakes: dict[Asked, Stake]
) -> None:
    for one in open_clocks(evaluation, level):
        height = len(LEVELS) - LEVELS.index(one.entry.level)
        needed = NO_LESIONS if one.env is None else missing.of_unit(one.compiled, one.env)
        for asked in needed:
            stake = stakes[asked]
            stake.clock = max(stake.clock, height)


def _options(missing: Missing, weighed: list[Weighed], stakes: dict[Asked, Stake]) -> None:
    idle: set[Asked] = set()
    for one in weighed:
        if not one.unknown:
            continue
        name, weight = named(one.intervention.id, one.lesion), WEIGHT.get(one.stance, 1)
        open_facts: list[Asked] = []  # each as often as a statement needs it
        for ruled in one.unknown:
            needed = missing.of_name(ruled.key, one.env)
            if ruled.category in one.alters:
                open_facts += needed
            else:
                idle |= needed
        counted = Counter(open_facts)
        for asked, times in counted.items():
            stake = stakes[asked]
            stake.options[name] = None
            stake.weight += weight * times
        if len(counted) == 1:
            stakes[open_facts[0]].settles[name] = None
    for asked in idle:
        _ = stakes[asked]  # asked, though no stance hangs on it


def _first(options: list[Option], stakes: dict[Asked, Stake]) -> None:
    for option in options:
        for check in option.check_first:
            if option.stance == "recommended":
                stake = stakes[check.fact, check.lesion]
                stake.holds_up[named(option.id, option.lesion)] = None


def named(option: str, lesion: str | None) -> str:
    """An option in one word: "sbrt@T8"."""
    return option if lesion is None else f"{option}@{lesion}"


def _at(evaluation: Evaluation, fact: str, lesion: str | None) -> str | None:
    return lesion if fact in evaluation.program.knowledge.facts.lesion else None


def _question(evaluation: Evaluation, asked: Asked, stake: Stake, stale: bool) -> Question:
    knowledge = evaluation.program.knowledge
    fact, lesion = asked
    known = knowledge.fact(fact)
    named = knowledge.definitions.get(fact)
    asks = known.asks if known else named.label if named else "Which spinal lesions are there?"
    return Question(
        fact=fact,
        lesion=lesion,
        asks=asks,
        could_change=sorted(stake.options),
        urgency=stake.clock > 0,
        stale=stale,
        value=stake.weight,
        settles=sorted(stake.settles),
        holds_up=sorted(stake.holds_up),
    )
