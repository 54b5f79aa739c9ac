"""Which schedules fit a lesion: those for which a statement speaks that is true here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec

from backstay.case.values import Interval
from backstay.dose.limits.biology import as_interval, bed, eqd2
from backstay.dose.volumes.asking import (
    Ask,
    Facts,
    Known,
    MissingOf,
    asker,
    either,
    merged,
    together,
)
from backstay.dose.volumes.figures import seen_figure
from backstay.dose.volumes.found import Effect, ScheduleFit, Schedules
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.schedules import CORD, TUMOR, Schedule

AGAINST = ("avoid", "contraindicated")
CAUTIONS = (
    "A schedule says what the target gets. What the cord may get is judged by its own dose and limits.",
    "Figures of different cohorts are not compared with each other: people, tumors and follow-up differ.",
)


def schedules_for(
    facts: Facts, knowledge: Knowledge, *, missing: MissingOf | None = None
) -> Schedules:
    """The schedules that fit a lesion, those that may, and the others that are known.

    `facts` are those of the lesion with what was evaluated, statements included. A schedule fits when a statement
    that recommends or considers it is true, its site is right, and nothing contraindicates its options. Where that
    hangs on facts that nobody gave, it may fit, and they are named. Facts that could still contraindicate it are
    named beside a schedule that fits.

    >>> from backstay.knowledge import load_knowledge
    >>> found = schedules_for({"pain": "non_mechanical"}, load_knowledge())
    >>> found.fitting[0].id, "conventional_20_in_5" in {one.id for one in found.fitting}
    ('conventional_8_in_1', True)
    """
    ask = asker(facts, knowledge, missing)
    closed = cache(lambda options: _closed(options, ask, knowledge))
    judged = [(one, _holds(one, ask, closed(one.options))) for one in schedules(knowledge).values()]
    fits = [
        _fit(one, known, facts, ask, closed(one.options), knowledge)
        for one, known in judged
        if known.truth is not False
    ]
    fitting = tuple(one for one in fits if one.fits)
    possible = tuple(one for one in fits if one.fits is None)
    return Schedules(
        fitting=fitting,
        possible=possible,
        others=tuple(one.id for one, known in judged if known.truth is False),
        check_first=merged(one.check_first for one in (*fitting, *possible)),
        cautions=CAUTIONS,
    )


def schedules(knowledge: Knowledge) -> Mapping[str, Schedule]:
    """Every schedule by its id."""
    table: Mapping[str, Schedule] = knowledge.tables["schedules"]
    return table


def every_schedule(knowledge: Knowledge) -> tuple[ScheduleFit, ...]:
    """All schedules, of no lesion: whether one fits is not known, and nothing is asked."""
    nobody = Known(None)
    return tuple(
        msgspec.structs.replace(
            _fit(one, nobody, {}, lambda _: nobody, nobody, knowledge), spoken_for_by=()
        )
        for one in schedules(knowledge).values()
    )


@lru_cache(maxsize=256)
def effects(schedule: Schedule, knowledge: Knowledge) -> tuple[Effect, ...]:
    """A schedule in BED and EQD2 for tumor and cord. Gy; by the linear-quadratic model."""
    found = []
    for name in (TUMOR, CORD):
        ratio = Interval(*knowledge.tables["tissues"][name].alpha_beta)
        found.append(
            Effect(
                tissue=name,
                alpha_beta=ratio,
                bed=as_interval(bed(schedule.dose, schedule.fractions, ratio)),
                eqd2=as_interval(eqd2(schedule.dose, schedule.fractions, ratio)),
            )
        )
    return tuple(found)


def _holds(entry: Schedule, ask: Ask, closed: Known) -> Known:
    """Whether a schedule fits: a statement speaks for it, its site is right, and not all its options are closed."""
    speaks = either(*(ask(f"statement:{name}") for name in entry.statements))
    return together(Known(closed.truth is not True), *map(ask, entry.needs), speaks)


def _fit(
    entry: Schedule, fit: Known, facts: Facts, ask: Ask, closed: Known, knowledge: Knowledge
) -> ScheduleFit:
    speaking = (n for n in entry.statements if ask(f"statement:{n}").truth in (True, fit.truth))
    return ScheduleFit(
        id=entry.id, title=entry.title, dose=entry.dose, fractions=entry.fractions,
        technique=entry.technique, options=entry.options, purposes=entry.purposes, use=entry.use,
        fits=fit.truth, spoken_for_by=tuple(speaking), against=_against(entry, facts, knowledge),
        check_first=merged((fit.check_first, closed.check_first)),
        effects=effects(entry, knowledge),
        seen=tuple(seen_figure(name, knowledge) for name in entry.seen),
        note=entry.note, evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _against(entry: Schedule, facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """The true statements against the options of a schedule."""
    about = _about(knowledge, AGAINST)
    listed = (name for option in entry.options for name in about.get(option, ()))
    return tuple(dict.fromkeys(name for name in listed if facts.get(f"statement:{name}") is True))


def _closed(options: tuple[str, ...], ask: Ask, knowledge: Knowledge) -> Known:
    """Whether every one of some options is contraindicated."""
    return together(*(either(*map(ask, names)) for names in _closing(options, knowledge)))


@lru_cache(maxsize=64)
def _closing(options: tuple[str, ...], knowledge: Knowledge) -> tuple[tuple[str, ...], ...]:
    """For each option the statements that contraindicate it; none that is not verified."""
    about = _about(knowledge, ("contraindicated",))
    return tuple(
        tuple(
            f"statement:{name}"
            for name in about.get(option, ())
            if knowledge.statements[name].checked.status != "unverified"
        )
        for option in options
    )


@lru_cache(maxsize=8)
def _about(knowledge: Knowledge, says: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """By option, the statements about it that say one of these."""
    found: dict[str, list[str]] = {}
    for name, rule in knowledge.statements.items():
        if rule.says in says:
            for option in knowledge.about[name]:
                found.setdefault(option, []).append(name)
    return {option: tuple(names) for option, names in found.items()}
