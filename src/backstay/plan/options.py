"""Options: each intervention at each lesion, with its statements, stance and what to check first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import MODALITIES, Intervention
from backstay.plan.assessment import Change, Check, Option, Stance, Statement
from backstay.plan.stances import BIT, OFFERED, STANCES, Settled, Tally, settle
from backstay.plan.trace import Tracer, counts_as
from backstay.reason import Evaluation, Missing
from backstay.reason.closures import Env
from backstay.reason.program import Compiled, Program

Place = tuple[str, str | None]  # (intervention, lesion)
Broken = dict[str | None, frozenset[str]]  # lesion -> facts


class Doubt(NamedTuple):
    """What keeps options from being ready although no rule is open."""

    broken: Broken  # facts that contradict each other
    outside: Broken  # facts that put a lesion out of scope


class Ruled(NamedTuple):
    """One rule about an intervention, and what it weighs there."""

    compiled: Compiled
    key: str
    says: str
    category: str


class Weighed(NamedTuple):
    """One option before it is written out."""

    intervention: Intervention
    lesion: str | None
    env: Env
    rules: tuple[Ruled, ...]
    unknown: tuple[Ruled, ...]  # those of them that are
    tally: Tally
    stance: Stance  # without regard to refusal
    declined: bool
    alters: frozenset[str]


@dataclass(frozen=True)
class Table:
    """For each intervention, the rules about it; made once for a program."""

    rules: dict[str, tuple[Ruled, ...]]
    weights: dict[str, tuple[tuple[str, int], ...]]  # the key and category bit of each of them
    about: dict[str, tuple[str, ...]]  # statement key -> interventions


def table_of(program: Program) -> Table:
    """The rules about each intervention, and what each weighs there."""
    interventions = program.knowledge.interventions
    rules: dict[str, list[Ruled]] = {name: [] for name in interventions}
    about: dict[str, tuple[str, ...]] = {}
    for compiled in program.of_kind("statement"):
        listed = program.knowledge.about[compiled.unit.entry.id]
        about[compiled.unit.key] = listed
        for name in listed:
            rules[name].append(_ruled(compiled, interventions[name].modality))
    in_order = {
        name: tuple(sorted(listed, key=lambda one: one.key)) for name, listed in rules.items()
    }
    weights = {name: tuple((r.key, BIT[r.category]) for r in in_order[name]) for name in in_order}
    return Table(in_order, weights, about)


def _ruled(compiled: Compiled, modality: str) -> Ruled:
    entry: Any = compiled.unit.entry
    return Ruled(
        compiled,
        compiled.unit.key,
        entry.says,
        counts_as(entry.says, entry.checked.status, modality),
    )


def places(
    knowledge: Knowledge, evaluation: Evaluation
) -> list[tuple[Intervention, str | None, Env]]:
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
    settled = settled_in(intervention, env, table)
    rules = table.rules[intervention.id]
    unknown = tuple(ruled for ruled in rules if env[ruled.key] is None)
    declined = intervention.declined_by is not None and env.get(intervention.declined_by) is False
    return Weighed(
        intervention, lesion, env, rules, unknown,
        settled.tally, settled.stance, declined, settled.alters,
    )  # fmt: skip


def settled_in(intervention: Intervention, env: Env, table: Table) -> Settled:
    """What the statements about an intervention come to in one environment."""
    true = unknown = 0
    for key, bit in table.weights[intervention.id]:
        truth = env[key]
        if truth is not False:
            if truth is None:
                unknown |= bit
            else:
                true |= bit
    return settle(true, unknown)


def stance_shown(weighed: Weighed) -> Stance:
    """The stance that a reader sees: a refusal stands before all else."""
    return "declined" if weighed.declined else weighed.stance


def stance_now(weighed: Weighed, table: Table) -> Stance:
    """The stance that a reader would see after something changed in the option's environment."""
    refused_by = weighed.intervention.declined_by
    if refused_by is not None and weighed.env.get(refused_by) is False:
        return "declined"
    return settled_in(weighed.intervention, weighed.env, table).stance


def open_rules(weighed: Weighed) -> list[Ruled]:
    """Unknown rules that could still alter the stance."""
    return [ruled for ruled in weighed.unknown if ruled.category in weighed.alters]


def check_first(weighed: Weighed, missing: Missing, doubt: Doubt) -> list[Check]:
    """Unknown facts of open reasons against, facts that contradict each other, and a lesion out of scope."""
    if weighed.stance not in OFFERED:
        return []
    needed: set[tuple[str, str | None]] = set()
    for ruled in weighed.unknown:
        if ruled.says in ("contraindicated", "avoid"):
            needed |= missing.of_unit(ruled.compiled, weighed.env)
    rests = rests_on(weighed, missing.evaluation.program) if doubt.broken else frozenset()
    broken = [(f, at) for at, facts in _here(doubt.broken, weighed) for f in facts & rests]
    outside = [
        (f, at) for at, facts in doubt.outside.items() for f in facts if at and at == weighed.lesion
    ]
    found = (("unknown", needed), ("contradiction", broken), ("out_of_scope", outside))
    checks = [
        Check(fact=fact, lesion=lesion, when=_when(why, weighed), why=why)  # type: ignore[arg-type]
        for why, facts in found
        for fact, lesion in facts
    ]
    return sorted(checks, key=lambda check: (check.lesion or "", check.fact, check.why))


def _when(why: str, weighed: Weighed) -> Any:
    """What is out of scope never waits its turn, however urgent the option."""
    soft = weighed.intervention.meanwhile and why != "out_of_scope"
    return "meanwhile" if soft else "before"


def _here(facts: Broken, weighed: Weighed) -> list[tuple[str | None, frozenset[str]]]:
    """What is said of the person and of the option's lesion; an option of the person rests on all lesions."""
    whole = weighed.lesion is None
    return [(at, found) for at, found in facts.items() if whole or at in (None, weighed.lesion)]


def rests_on(weighed: Weighed, program: Program) -> frozenset[str]:
    """All facts that the option's statements read, through definitions."""
    return frozenset().union(*(program.leaves[ruled.key] for ruled in weighed.rules))


def option(
    weighed: Weighed,
    tracer: Tracer,
    doubt: Doubt,
    changes: list[Change],
    choice: str | None,
    rules: Sequence[Ruled],
) -> Option:
    """One option written out, with the statements of those of its rules that are wanted."""
    missing = tracer.missing
    checks = check_first(weighed, missing, doubt)
    open_now = open_rules(weighed)
    needed = [missing.of_unit(ruled.compiled, weighed.env) for ruled in open_now]
    depends = {fact for fact, _ in frozenset().union(*needed)}
    intervention = weighed.intervention
    return Option(
        id=intervention.id,
        title=intervention.title,
        modality=intervention.modality,
        owner=intervention.owner,
        lesion=weighed.lesion,
        stance=stance_shown(weighed),
        otherwise=weighed.stance if weighed.declined else None,
        ready=stance_shown(weighed) in OFFERED
        and not any(check.when == "before" for check in checks),
        check_first=checks,
        done=weighed.env.get(f"done:{intervention.id}") is True,
        robust=not open_now,
        depends_on=sorted(depends),
        choice=choice,
        statements=_statements(rules, weighed.env, tracer),
        would_change=changes,
    )


def held(weighed: Weighed) -> list[Ruled]:
    """The rules that are true."""
    return [ruled for ruled in weighed.rules if weighed.env[ruled.key] is True]


def _statements(rules: Sequence[Ruled], env: Env, tracer: Tracer) -> list[Statement]:
    """True statements first, then open ones, then false ones; by rule within each."""
    by_truth: dict[str, list[Statement]] = {"true": [], "unknown": [], "false": []}
    for ruled in rules:  # these stand by rule already
        said = tracer.statement(ruled.compiled, env, ruled.says, ruled.category)
        by_truth[said.truth].append(said)
    return [*by_truth["true"], *by_truth["unknown"], *by_truth["false"]]


def rank(lesions: list[str]) -> Callable[[Option], tuple[int, int, int, str]]:
    """The order of options: stance, modality, lesion, id."""

    def key(shown: Option) -> tuple[int, int, int, str]:
        at = lesions.index(shown.lesion) if shown.lesion in lesions else -1
        return (STANCES.index(shown.stance), MODALITIES.index(shown.modality), at, shown.id)

    return key
