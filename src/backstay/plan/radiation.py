"""Radiation in an assessment: what a lesion has had, what it may still get, what is treated and what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backstay.dose.cord.lesion import CordDose, cord_dose
from backstay.dose.volumes.lesion import (
    control_figures,
    fracture_hazards,
    schedules_for,
    target_for,
)
from backstay.knowledge import Knowledge
from backstay.plan.radiation_limits import (
    NOT_PLANNED,
    default_set,
    first_course_limits,
    limit_sets,
)
from backstay.plan.radiation_shape import (
    ControlTold,
    DoseAsked,
    DoseAvailable,
    EarlierCourse,
    FractureTold,
    LesionRadiation,
    Pair,
    Radiation,
    SchedulesOffered,
    TargetVolume,
)
from backstay.plan.shaped import as_shape, settled
from backstay.reason import Evaluation
from backstay.reason.closures import LESIONS
from backstay.reason.evaluation import LESION

CORD, CAUDA = "spinal_cord", "cauda_equina"
SUPPORTS = (
    "Doses follow from what was told and from published limits. They support those who plan the radiation and "
    "decide nothing: what cord and sac really got stands in the plans of the earlier courses."
)


def radiation(evaluation: Evaluation) -> Radiation:
    """What follows for radiation at each lesion, from its facts."""
    knowledge = evaluation.program.knowledge
    if LESIONS not in evaluation.patient:
        return Radiation(rule_set=default_set(knowledge), supports=SUPPORTS)
    lesions = [lesion_radiation(env, knowledge) for env in evaluation.lesions]
    return Radiation(
        rule_set=default_set(knowledge),
        supports=SUPPORTS,
        lesions=lesions,
        check_first=[f"{one.lesion}.{fact}" for one in lesions for fact in one.check_first],
    )


def lesion_radiation(facts: Mapping[str, Any], knowledge: Knowledge) -> LesionRadiation:
    """What cord and sac have had and may still get at one lesion, what is treated, and what was seen after it."""
    had = cord_dose(facts, knowledge)
    target, schedules = target_for(facts, knowledge), schedules_for(facts, knowledge)
    fracture, control = fracture_hazards(facts, knowledge), control_figures(facts, knowledge)
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
        refused=_refused(had),
        notes=list(had.notes),
        target=as_shape(target, TargetVolume),
        schedules=as_shape(schedules, SchedulesOffered),
        fracture=as_shape(fracture, FractureTold),
        control=as_shape(control, ControlTold),
        check_first=_first(had, target.check_first, schedules.check_first, fracture.check_first),
        evidence=list(had.evidence),
        checked=settled(had.checked),
    )


def _tissue(had: CordDose) -> str:
    """Whose limits hold here. Where it is not known whether the cord lies here, it is taken as if it did."""
    return CAUDA if had.applies is False else CORD


def _refused(had: CordDose) -> list[str]:
    """What is not answered; that no next course is planned is no refusal."""
    return [one for one in had.refused if one != NOT_PLANNED]


def _first(had: CordDose, *others: Iterable[str]) -> list[str]:
    """Facts that something here waits for, those of the cord first."""
    asked = [one.fact for one in had.asks]
    return list(dict.fromkeys([*asked, *(fact for facts in others for fact in facts)]))
