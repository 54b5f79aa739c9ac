"""Fracture after SBRT and local control: hazard ratios and figures, each with the people it was seen in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from backstay.case.values import Interval
from backstay.dose.volumes.asking import Ask, Facts, Known, MissingOf, asker, merged, together
from backstay.dose.volumes.found import (
    ControlFigures,
    Figure,
    FractureHazards,
    Hazard,
    VolumeFigure,
)
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.schedules import CohortFigure, HazardRatio
from backstay.knowledge.tables.schedules import VolumeFigure as VolumeEntry

COURSE = "the planned course"  # what a hazard of dose hangs on while none is named
NO_RISK = (
    "Hazard ratios compare groups of one cohort. They are not multiplied, and give no risk of this person.",
    "Incidences of different cohorts are not compared: schedules, people and follow-up differ.",
)
CLASSES = "Each vertebra stood in one class of fracture and involvement; where two hold here, they are not added."
NO_CONTROL = (
    "Figures of different cohorts are not subtracted from each other: people, tumors and follow-up differ.",
    "Hazard ratios compare groups of one cohort. They are not multiplied, and give no chance of this person.",
)


def fracture_hazards(
    facts: Facts,
    knowledge: Knowledge,
    *,
    dose: float | None = None,
    fractions: int | None = None,
    missing: MissingOf | None = None,
) -> FractureHazards:
    """The hazard ratios of vertebral fracture after SBRT, which of them hold here, and incidences of cohorts.

    Dose in Gy, in all, of the planned course; without it what hangs on the dose is unknown. No absolute risk is
    made of these. Sources: the entries, first of all the multivariable model of 410 segments.

    >>> from backstay.knowledge import load_knowledge
    >>> found = fracture_hazards({"bone": "lytic"}, load_knowledge(), dose=24, fractions=1)
    >>> [(one.label, one.ratio) for one in found.hazards if one.holds]
    [('24 Gy or more a fraction', 5.25), ('lytic', 3.53)]
    """
    ask = asker(facts, knowledge, missing)
    hazards = _hazards("fracture", ask, knowledge, dose, fractions)
    figures, possible = _figures(("fracture", "painful_fracture"), ask, knowledge)
    return FractureHazards(
        hazards=hazards,
        incidences=figures,
        possible=possible,
        volumes=tuple(
            _volume(one, fractions) for one in knowledge.tables["volume_figures"].values()
        ),
        check_first=merged(one.check_first for one in hazards),
        cautions=(*NO_RISK, CLASSES),
    )


def control_figures(
    facts: Facts,
    knowledge: Knowledge,
    *,
    dose: float | None = None,
    fractions: int | None = None,
    missing: MissingOf | None = None,
) -> ControlFigures:
    """Local control and regrowth as cohorts saw them, and the hazard ratios of regrowth with whether they hold.

    Dose in Gy, in all, of the planned course, as in `fracture_hazards`.

    >>> from backstay.knowledge import load_knowledge
    >>> found = control_figures({"in_the_sacrum": True}, load_knowledge())
    >>> [one.percent for one in found.figures if one.id == "sacrum_regrowth_12"]
    [18.4]
    """
    ask = asker(facts, knowledge, missing)
    figures, possible = _figures(("regrowth", "control"), ask, knowledge)
    hazards = _hazards("regrowth", ask, knowledge, dose, fractions)
    return ControlFigures(
        figures=figures,
        possible=possible,
        hazards=hazards,
        check_first=merged(one.check_first for one in hazards),
        cautions=NO_CONTROL,
    )


@lru_cache(maxsize=512)
def seen_figure(name: str, knowledge: Knowledge) -> Figure:
    """One figure by its id."""
    return _figure(knowledge.tables["cohort_figures"][name])


def _figures(
    outcomes: tuple[str, ...], ask: Ask, knowledge: Knowledge
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Figures whose site is that of the lesion, and those whose site it may be."""
    entries: Mapping[str, CohortFigure] = knowledge.tables["cohort_figures"]
    told: dict[bool | None, list[Figure]] = {True: [], None: [], False: []}
    for entry in entries.values():
        if entry.outcome in outcomes:
            told[together(*map(ask, entry.where)).truth].append(seen_figure(entry.id, knowledge))
    return tuple(told[True]), tuple(told[None])


def _figure(entry: CohortFigure) -> Figure:
    return Figure(
        id=entry.id, outcome=entry.outcome, label=entry.label, dose=entry.dose, fractions=entry.fractions,
        percent=entry.percent, interval=_span(entry.interval), count=entry.count, months=entry.months,
        population=entry.population, note=entry.note, evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _hazards(
    outcome: str, ask: Ask, knowledge: Knowledge, dose: float | None, fractions: int | None
) -> tuple[Hazard, ...]:
    entries: Iterable[HazardRatio] = knowledge.tables["hazard_ratios"].values()
    return tuple(
        _hazard(entry, ask, dose, fractions) for entry in entries if entry.outcome == outcome
    )


def _hazard(entry: HazardRatio, ask: Ask, dose: float | None, fractions: int | None) -> Hazard:
    known = together(
        *map(ask, entry.when),
        _in_class(entry, dose, fractions),
        _of_course(entry, dose, fractions),
        Known(None) if entry.hangs_on is not None else Known(True),
    )
    return Hazard(
        id=entry.id, outcome=entry.outcome, label=entry.label, ratio=entry.ratio,
        interval=_span(entry.interval), reference=entry.reference, holds=known.truth,
        check_first=known.check_first, hangs_on=_hangs_on(entry, dose), note=entry.note,
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _hangs_on(entry: HazardRatio, dose: float | None) -> str | None:
    """What beside facts must be known before a hazard is known to hold."""
    by_dose = entry.per_fraction is not None or entry.course is not None
    return COURSE if by_dose and dose is None else entry.hangs_on


def _in_class(entry: HazardRatio, dose: float | None, fractions: int | None) -> Known:
    """Whether the dose of a fraction is in the class of a hazard; between two classes it is not known."""
    if entry.per_fraction is None:
        return Known(True)
    if dose is None or fractions is None:
        return Known(None)
    gray, (low, high) = dose / fractions, entry.per_fraction
    if low <= gray and (high is None or gray <= high):
        return Known(True)
    between = entry.outside is not None and entry.outside[0] < gray < entry.outside[1]
    return Known(None) if between else Known(False)


def _of_course(entry: HazardRatio, dose: float | None, fractions: int | None) -> Known:
    """Whether the course is the one that a hazard is about."""
    if entry.course is None:
        return Known(True)
    if dose is None or fractions is None:
        return Known(None)
    return Known((dose, fractions) == entry.course)


def _volume(entry: VolumeEntry, fractions: int | None) -> VolumeFigure:
    return VolumeFigure(
        id=entry.id, outcome=entry.outcome, structure=entry.structure, dose=entry.at_dose,
        above_cc=entry.above_cc, fractions=entry.fractions, percent_above=entry.percent_above,
        percent_below=entry.percent_below, months=entry.months, population=entry.population,
        about=None if fractions is None else fractions == entry.fractions,
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _span(pair: tuple[float, float] | None) -> Interval | None:
    return None if pair is None else Interval(*pair)
