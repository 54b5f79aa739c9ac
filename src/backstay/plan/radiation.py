"""Radiation in an assessment: what a lesion has had, what it may still get, what is treated and what was seen."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.dose.cord.lesion import CordDose, cord_dose
from backstay.dose.volumes.asking import MissingOf
from backstay.dose.volumes.found import (
    Figure,
    Hazard,
    Position,
    ScheduleFit,
    TargetRule,
    VolumeFigure,
)
from backstay.dose.volumes.lesion import (
    control_figures,
    fracture_hazards,
    schedules_for,
    target_for,
)
from backstay.knowledge import Knowledge
from backstay.plan.radiation_limits import (
    default_set,
    first_course_limits,
    limit_sets,
)
from backstay.plan.radiation_shape import (
    DoseAsked,
    DoseAvailable,
    EarlierCourse,
    LesionRadiation,
    Radiation,
)
from backstay.plan.shaped import SHAPES, as_shape, settled
from backstay.plan.treated_shape import (
    ControlTold,
    FigureSeen,
    FractureTold,
    HazardRatio,
    MarginRule,
    Pair,
    ScheduleOffered,
    SchedulesOffered,
    SectorPosition,
    TargetVolume,
    VolumeSeen,
)
from backstay.reason import Missing
from backstay.reason.closures import LESIONS, Env
from backstay.reason.evaluation import LESION

CORD, CAUDA = "spinal_cord", "cauda_equina"
SHAPES |= {
    Figure: FigureSeen, Hazard: HazardRatio, Position: SectorPosition, ScheduleFit: ScheduleOffered,
    TargetRule: MarginRule, VolumeFigure: VolumeSeen,
}  # fmt: skip
SUPPORTS = (
    "Doses follow from what was told and from published limits. They support those who plan the radiation and "
    "decide nothing: what cord and sac really got stands in the plans of the earlier courses."
)


def radiation(missing: Missing) -> Radiation:
    """What follows for radiation at each lesion of an evaluation, with what is asked of it."""
    evaluation = missing.evaluation
    knowledge = evaluation.program.knowledge
    if LESIONS not in evaluation.patient:
        return Radiation(rule_set=default_set(knowledge), supports=SUPPORTS)
    lesions = [_lesion(env, knowledge, needed_by(missing, env)) for env in evaluation.lesions]
    return Radiation(
        rule_set=default_set(knowledge),
        supports=SUPPORTS,
        lesions=lesions,
        check_first=[f"{one.lesion}.{fact}" for one in lesions for fact in one.check_first],
    )


def needed_by(missing: Missing, env: Env) -> MissingOf:
    """The facts that an unknown name of a lesion still needs, of what is computed from a list that list."""
    knowledge = missing.evaluation.program.knowledge

    def needed(name: str) -> tuple[str, ...]:
        found = {one for one, _ in missing.of_name(name, env)}
        facts = {one for one in found if knowledge.fact(one) is not None}
        named = [one for each in found - facts if (one := knowledge.definitions.get(each))]
        return tuple(sorted(facts.union(*(one.inputs for one in named))))

    return needed


def _lesion(facts: Env, knowledge: Knowledge, needed: MissingOf) -> LesionRadiation:
    """What cord and sac have had and may still get at one lesion, what is treated, and what was seen after it."""
    had = cord_dose(facts, knowledge)
    target = target_for(facts, knowledge, missing=needed)
    schedules = schedules_for(facts, knowledge, missing=needed)
    fracture = fracture_hazards(facts, knowledge, missing=needed)
    control = control_figures(facts, knowledge, missing=needed)
    return LesionRadiation(
        lesion=facts[LESION],
        cord_here=had.applies,
        courses=None if had.courses is None else as_shape(had.courses, list[EarlierCourse]),
        cord_eqd2=as_shape(had.cord_eqd2, Pair | None),
        sac_eqd2=as_shape(had.sac_eqd2, Pair | None),
        rules=limit_sets(had, knowledge),
        available=as_shape(had.available, DoseAvailable | None),
        limits=[] if had.courses else list(first_course_limits(_tissue(had), knowledge)),
        limits_hold=None if had.courses is None else not had.courses,
        asks=as_shape(had.asks, list[DoseAsked]),
        refused=list(had.refused),
        notes=list(had.notes),
        target=as_shape(target, TargetVolume),
        schedules=as_shape(schedules, SchedulesOffered),
        fracture=as_shape(fracture, FractureTold),
        control=as_shape(control, ControlTold),
        check_first=[
            fact
            for fact in _first(had, target.check_first, schedules.check_first, fracture.check_first)
            if knowledge.fact(fact) is not None
        ],
        evidence=list(had.evidence),
        checked=settled(had.checked),
    )


def _tissue(had: CordDose) -> str:
    """Whose limits hold here. Where it is not known whether the cord lies here, it is taken as if it did."""
    return CAUDA if had.applies is False else CORD


def _first(had: CordDose, *others: Iterable[str]) -> list[str]:
    """Facts that something here waits for, those of the cord first."""
    asked = [one.fact for one in had.asks]
    return list(dict.fromkeys([*asked, *(fact for facts in others for fact in facts)]))
