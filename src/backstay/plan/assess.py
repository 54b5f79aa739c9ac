"""From a case to an assessment: the one function that every face calls."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from backstay.case.cases import Case
from backstay.knowledge import Knowledge, load_knowledge
from backstay.plan import notices as told
from backstay.plan.assessment import Assessment, Change, Edition, Option
from backstay.plan.changes import what_would_change
from backstay.plan.clock import urgency
from backstay.plan.computed import computed
from backstay.plan.disagreements import disagreements
from backstay.plan.discussion import discussion
from backstay.plan.options import (
    Doubt,
    Place,
    Table,
    Weighed,
    held,
    option,
    places,
    rank,
    table_of,
    weigh,
)
from backstay.plan.questions import questions
from backstay.plan.scores import scores
from backstay.plan.steps import choices, plan
from backstay.plan.trace import Tracer
from backstay.plan.values import plain
from backstay.reason import Evaluation, Program, compile_program, evaluate


def assess(
    case: Case,
    knowledge: Knowledge | None = None,
    overlay: str | None = None,
    what_if: bool = True,
) -> Assessment:
    """Scores, options for and against, and a plan in time, from the facts of one person.

    `overlay` is the YAML text of a local protocol; without `what_if` nothing is said of what would change an
    option. Raises KnowledgeError for an overlay that does not fit.

    >>> from backstay.case import read_case
    >>> known = load_knowledge()
    >>> case = read_case("patient: {primary: breast, sphincter_dysfunction: true}", known.facts)
    >>> assess(case, known).urgency.level
    'emergency'
    """
    if overlay is not None:
        knowledge = load_knowledge(overlay)
    program, table = prepared(knowledge or load_knowledge())
    evaluation = evaluate(program, case)
    return written(case, evaluation, table, what_if)


@lru_cache(maxsize=4)
def prepared(knowledge: Knowledge) -> tuple[Program, Table]:
    """The compiled form of knowledge, made once."""
    program = compile_program(knowledge, computed(knowledge))
    return program, table_of(program)


def weighed_options(evaluation: Evaluation, table: Table) -> list[Weighed]:
    """Every option with its stance, none left out."""
    listed = places(evaluation.program.knowledge, evaluation)
    return [weigh(intervention, lesion, env, table) for intervention, lesion, env in listed]


def written(case: Case, evaluation: Evaluation, table: Table, what_if: bool) -> Assessment:
    """What an evaluation says, for a reader."""
    # Imported here: these rooms are large, and whoever only loads or evaluates does not wait for them.
    from backstay.plan.medicines import medicines, unread_notices, with_unread
    from backstay.plan.radiation import radiation
    from backstay.plan.radiation_asked import with_courses

    knowledge = evaluation.program.knowledge
    tracer = Tracer(evaluation)
    weighed = weighed_options(evaluation, table)
    changes = what_would_change(evaluation, weighed, table) if what_if else {}
    options = options_of(tracer, weighed, weighed, changes)
    clock = urgency(evaluation, tracer)
    scored = scores(evaluation, tracer.missing)
    drugs = medicines(tracer.missing, options)
    rays = radiation(tracer.missing)
    needed = [(fact, one.lesion) for one in scored for fact in one.missing]
    asked = questions(tracer.missing, weighed, options, needed, clock.level, case)
    return Assessment(
        case=case.name,
        as_of=case.as_of.isoformat(),
        knowledge=edition_of(knowledge),
        settings=dict(knowledge.chosen),
        urgency=clock,
        scores=scored,
        definitions=_definitions(evaluation),
        options=options,
        plan=plan(evaluation, options),
        discussion=discussion(evaluation, weighed, options, clock.level),
        questions=with_courses(with_unread(asked, drugs, knowledge), rays.lesions or (), knowledge),
        disagreements=disagreements(evaluation, options),
        notices=[*told.notices(evaluation, case), *unread_notices(drugs)],
        remarks=[_remark(remark) for remark in case.remarks],
        facts=_facts(case),
        medicines=drugs,
        radiation=rays,
        outlook={},
    )


def edition_of(knowledge: Knowledge) -> Edition:
    """Under which knowledge something was computed."""
    return Edition(
        edition=knowledge.edition, fingerprint=knowledge.fingerprint, overlay=knowledge.overlay
    )


def options_of(
    tracer: Tracer,
    weighed: list[Weighed],
    wanted: list[Weighed],
    changes: Mapping[Place, list[Change]],
    *,
    whole: Collection[str] | None = None,
) -> list[Option]:
    """Those of the weighed options that are wanted, written out, in the order in which they are shown.

    Those that `whole` does not name hold no statement that is false or open; None names all.
    """
    shared = choices(weighed)
    doubt = Doubt(told.broken(tracer.evaluation), told.out_of_scope(tracer.evaluation))
    made = []
    for one in wanted:
        place = (one.intervention.id, one.lesion)
        rules = one.rules if whole is None or one.intervention.id in whole else held(one)
        made.append(option(one, tracer, doubt, changes.get(place, []), shared.get(place), rules))
    return sorted(made, key=rank([env["@lesion"] for env in tracer.evaluation.lesions]))


def _definitions(evaluation: Evaluation) -> dict[str, Any]:
    listed = [d for d in evaluation.program.knowledge.definitions.values() if d.shown]
    return {
        "patient": {
            d.id: plain(evaluation.patient.get(d.id), d.decimals)
            for d in listed
            if d.scope == "patient"
        },
        "lesions": {
            env["@lesion"]: {
                d.id: plain(env.get(d.id), d.decimals) for d in listed if d.scope == "lesion"
            }
            for env in evaluation.lesions
        },
    }


def _facts(case: Case) -> dict[str, Any]:
    return {
        "patient": {name: plain(value) for name, value in sorted(case.patient.items())},
        "lesions": None
        if case.lesions is None
        else [
            {name: plain(value) for name, value in sorted(lesion.facts.items())}
            for lesion in case.lesions
        ],
    }


def _remark(remark: Any) -> dict[str, Any]:
    return {
        "kind": remark.kind, "facts": list(remark.facts), "text": remark.text, "lesion": remark.lesion
    }  # fmt: skip
