"""Options: each intervention at each lesion, with its statements, stance and what to check first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import MODALITIES, Intervention
from backstay.plan.assessment import Change, Check, Option, Stance, Statement
from backstay.plan.stances import OFFERED, STANCES, Tally, alterable, stance_of
from backstay.plan.trace import counts_as, statement
from backstay.reason import Evaluation, Missing
from backstay.reason.closures import Env
from backstay.reason.program import Compiled, Program

Place = tuple[str, str | None]  # (intervention, lesion)
Broken = dict[str | None, frozenset[str]]  # lesion -> facts that contradict each other


@dataclass(frozen=True)
class Weighed:
    """One option before it is written out."""

    intervention: Intervention
    lesion: str | None
    env: Env
    rules: tuple[Compiled, ...]
    tally: Tally
    stance: Stance  # without regard to refusal
    declined: bool
    alters: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Table:
    """For each intervention, the rules about it; made once for a program."""

    rules: dict[str, tuple[Compiled, ...]]
    about: dict[str, tuple[str, ...]]  # statement key -> interventions


def table_of(program: Program) -> Table:
    rules: dict[str, list[Compiled]] = {name: [] for name in program.knowledge.interventions}
    about: dict[str, tuple[str, ...]] = {}
    for compiled in program.of_kind("statement"):
        listed = program.knowledge.about[compiled.unit.entry.id]
        about[compiled.unit.key] = listed
        for name in listed:
            rules[name].append(compiled)
    return Table({name: tuple(listed) for name, listed in rules.items()}, about)


def places(knowledge: Knowledge, evaluation: Evaluation) -> list[tuple[Intervention, str | None, Env]]:
    """Every option there is: lesion interventions once for each lesion."""
    found: list[tuple[Intervention, str | None, Env]] = []
    for intervention in knowledge.interventions.values():
        if intervention.scope == "patient":
            found.append((intervention, None, evaluation.patient))
        else:
            found += [(intervention, env["@lesion"], env) for env in evaluation.lesions]
    return found


def weigh(intervention: Intervention, lesion: str | None, env: Env, table: Table) -> Weighed:
    """The stance of one option in one environment."""
    rules = table.rules[intervention.id]
    true: set[str] = set()
    unknown: set[str] = set()
    for compiled in rules:
        truth = env.get(compiled.unit.key)
        if truth is not False:
            entry: Any = compiled.unit.entry
            category = counts_as(entry.says, entry.checked.status, intervention.modality)
            (true if truth else unknown).add(category)
    tally = Tally(frozenset(true - {"caution"}), frozenset(unknown - {"caution"}))
    declined = intervention.declined_by is not None and env.get(intervention.declined_by) is False
    return Weighed(intervention, lesion, env, rules, tally, stance_of(tally), declined, alterable(tally))


def stance_shown(weighed: Weighed) -> Stance:
    return "declined" if weighed.declined else weighed.stance


def open_rules(weighed: Weighed) -> list[Compiled]:
    """Unknown rules that could still alter the stance."""
    found = []
    for compiled in weighed.rules:
        entry: Any = compiled.unit.entry
        category = counts_as(entry.says, entry.checked.status, weighed.intervention.modality)
        if weighed.env.get(compiled.unit.key) is None and category in weighed.alters:
            found.append(compiled)
    return found


def check_first(weighed: Weighed, missing: Missing, broken: Broken) -> list[Check]:
    """Unknown facts of open reasons against, and facts that contradict each other."""
    if weighed.stance not in OFFERED:
        return []
    needed: set[tuple[str, str | None]] = set()
    for compiled in weighed.rules:
        entry: Any = compiled.unit.entry
        if entry.says in ("contraindicated", "avoid") and weighed.env.get(compiled.unit.key) is None:
            needed |= missing.of_unit(compiled, weighed.env)
    when: Any = "meanwhile" if weighed.intervention.meanwhile else "before"
    checks = [Check(fact=f, lesion=at, when=when, why="unknown") for f, at in needed]
    checks += [
        Check(fact=fact, lesion=lesion, when=when, why="contradiction")
        for lesion, facts in broken.items()
        if lesion in (None, weighed.lesion)
        for fact in facts & rests_on(weighed, missing.evaluation.program)
    ]
    return sorted(checks, key=lambda check: (check.lesion or "", check.fact, check.why))


def rests_on(weighed: Weighed, program: Program) -> frozenset[str]:
    """All facts that the option's statements read, through definitions."""
    return frozenset().union(*(program.leaves[c.unit.key] for c in weighed.rules))


def option(
    weighed: Weighed,
    missing: Missing,
    broken: Broken,
    changes: list[Change],
    choice: str | None,
) -> Option:
    """One option written out."""
    checks = check_first(weighed, missing, broken)
    open_now = open_rules(weighed)
    depends: set[str] = set()
    for compiled in open_now:
        depends |= {fact for fact, _ in missing.of_unit(compiled, weighed.env)}
    intervention = weighed.intervention
    return Option(
        id=intervention.id,
        title=intervention.title,
        modality=intervention.modality,
        owner=intervention.owner,
        lesion=weighed.lesion,
        stance=stance_shown(weighed),
        otherwise=weighed.stance if weighed.declined else None,
        ready=weighed.stance in OFFERED and not any(check.when == "before" for check in checks),
        check_first=checks,
        robust=not open_now,
        depends_on=sorted(depends),
        choice=choice,
        statements=_statements(weighed, missing),
        would_change=changes,
    )


def _statements(weighed: Weighed, missing: Missing) -> list[Statement]:
    made = [
        statement(compiled, weighed.env, missing, _says(compiled), weighed.intervention.modality)
        for compiled in weighed.rules
    ]
    order = {"true": 0, "unknown": 1, "false": 2}
    return sorted(made, key=lambda one: (order[one.truth], one.rule))


def _says(compiled: Compiled) -> str:
    entry: Any = compiled.unit.entry
    return str(entry.says)


def rank(lesions: list[str]) -> Callable[[Option], tuple[int, int, int, str]]:
    """The order of options: stance, modality, lesion, id."""

    def key(shown: Option) -> tuple[int, int, int, str]:
        at = lesions.index(shown.lesion) if shown.lesion in lesions else -1
        return (STANCES.index(shown.stance), MODALITIES.index(shown.modality), at, shown.id)

    return key
