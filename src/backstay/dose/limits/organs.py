"""Limits of organs, by the set that published them and the number of fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import msgspec

from backstay.dose.limits.schedule import MOST_FRACTIONS
from backstay.dose.limits.tables import dose_cautions, dose_limits, dose_organs, rule_sets
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.dose_limits import DoseLimit, Metric, Unit
from backstay.knowledge.tables.tissues import DoseCaution


class Limit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One limit of one organ in one number of fractions."""

    id: str  # of the entry in `dose_limits`
    rule_set: str
    organ: str
    fractions: int
    metric: Metric
    limit: float
    unit: Unit
    upper: float | None  # the upper end of a published range: shown, and no limit
    conventional: bool  # holds only in fractions of at most `per_fraction_at_most` Gy
    per_fraction_at_most: float | None
    risk_percent: tuple[float, float] | None
    region: str | None
    counts: bool  # false: shown, but alone it lets no plan pass or fail
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class Limits(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one rule set says for one number of fractions."""

    rule_set: str
    title: str
    fractions: int
    found: tuple[Limit, ...]
    without: tuple[str, ...]  # organs that were asked for and have no limit here
    reason: str | None  # why something or all is missing
    others: tuple[str, ...]  # rule sets that do have a limit for what is missing
    cautions: tuple[DoseCaution, ...]


def default_rule_set(knowledge: Knowledge) -> str:
    """The rule set that holds where none is named."""
    return next(one.id for one in rule_sets(knowledge).values() if one.default)


def limits_for(
    fractions: float,
    rule_set: str | None,
    knowledge: Knowledge,
    organs: Iterable[str] | None = None,
) -> Limits:
    """The limits of one rule set in so many fractions; of the default set where none is named.

    Numbers of fractions that the set has no row for have no limit: nothing is put between rows. A conventional
    total is given where it stays within the fractions it was read for. Gy, or the unit of the limit. Raises
    ValueError for an unknown rule set or organ and for fractions that cannot be. Source: `dose_limits`.

    >>> from backstay.knowledge import load_knowledge
    >>> [(one.organ, one.limit, one.upper) for one in limits_for(1, "hytec", load_knowledge()).found]
    [('spinal_cord', 12.4, 14.0)]
    """
    named = default_rule_set(knowledge) if rule_set is None else rule_set
    asked = None if organs is None else tuple(organs)
    parts = _refuse(fractions, named, asked or (), knowledge)
    found = tuple(_of_set(parts, named, asked, knowledge))
    held = {one.organ for one in found}
    without = tuple(organ for organ in asked or () if organ not in held)
    missing = bool(without) or not found
    return Limits(
        rule_set=named, title=rule_sets(knowledge)[named].title, fractions=parts, found=found,
        without=without,
        reason=_reason(parts, named, without, knowledge) if missing else None,
        others=_others(parts, named, without, knowledge) if missing else (),
        cautions=tuple(one for one in dose_cautions(knowledge) if found and named in one.rule_sets),
    )  # fmt: skip


def metric_text(metric: Metric) -> str:
    """A metric in the notation of radiation oncology.

    >>> metric_text(Metric(volume_cc=0.35)), metric_text(Metric(point=True)), metric_text(Metric(mean=True))
    ('D0.35cc', 'Dmax', 'Dmean')
    """
    if metric.mean:
        return "Dmean"
    if metric.volume_above_gy is not None:
        return f"V{metric.volume_above_gy:g}Gy"
    if metric.spared_cc is not None:
        return f"DC{metric.spared_cc:g}cc"
    if metric.share_percent is not None:
        return f"D{metric.share_percent:g}%"
    volume = metric.max_at_cc or metric.volume_cc
    return f"D{volume:g}cc" if volume else "Dmax"


def _refuse(fractions: float, rule_set: str, organs: tuple[str, ...], knowledge: Knowledge) -> int:
    """The number of fractions, or one error that names everything."""
    problems = []
    if not 1 <= fractions <= MOST_FRACTIONS or fractions != int(fractions):
        problems.append(
            f"{fractions:g} fractions cannot be; expected a whole number from 1 to {MOST_FRACTIONS}"
        )
    known = rule_sets(knowledge)
    if rule_set not in known:
        problems.append(f"{rule_set!r} is no rule set; expected {', '.join(known)}")
    names = dose_organs(knowledge)
    for organ in organs:
        if organ not in names:
            near = get_close_matches(organ, names, 3) or list(names)
            problems.append(f"{organ!r} is no organ with limits; expected {', '.join(near)}")
    if problems:
        raise ValueError("\n".join(problems))
    return int(fractions)


def _of_set(
    fractions: int, rule_set: str, organs: tuple[str, ...] | None, knowledge: Knowledge
) -> Iterator[Limit]:
    for entry in dose_limits(knowledge).values():
        limit = _limit_at(entry, fractions)
        if entry.rule_set == rule_set and limit is not None:
            wanted = (one for one in entry.organs if organs is None or one in organs)
            yield from (_made(entry, organ, fractions, limit) for organ in wanted)


def _limit_at(entry: DoseLimit, fractions: int) -> float | None:
    """The limit in so many fractions; a conventional total only where fractions that reach it are no larger."""
    if entry.conventional is None or entry.per_fraction_at_most is None:
        return entry.limits.get(fractions)
    return (
        entry.conventional if entry.conventional / fractions <= entry.per_fraction_at_most else None
    )


def _made(entry: DoseLimit, organ: str, fractions: int, limit: float) -> Limit:
    return Limit(
        id=entry.id, rule_set=entry.rule_set, organ=organ, fractions=fractions, metric=entry.metric,
        limit=limit, unit=entry.unit, upper=entry.upper.get(fractions, entry.conventional_upper),
        conventional=entry.conventional is not None, per_fraction_at_most=entry.per_fraction_at_most,
        risk_percent=entry.risk_percent, region=entry.region, counts=entry.counts, note=entry.note,
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _reason(fractions: int, rule_set: str, without: tuple[str, ...], knowledge: Knowledge) -> str:
    of = f" of {', '.join(without)}" if without else ""
    said = f"no limit{of} read for {fractions} fraction{'s' * (fractions > 1)} in {rule_set}"
    conventional = [
        one
        for one in dose_limits(knowledge).values()
        if one.rule_set == rule_set
        and one.conventional
        and (not without or {*one.organs} & {*without})
    ]
    for one in conventional:
        said += (
            f"; its {one.conventional:g} Gy holds for fractions of at most {one.per_fraction_at_most:g} Gy, "
            f"and {one.conventional:g} Gy in {fractions} would be more"
        )
    return said


def _others(
    fractions: int, rule_set: str, without: tuple[str, ...], knowledge: Knowledge
) -> tuple[str, ...]:
    """Rule sets that have a limit in so many fractions, of what is missing."""
    wanted = without or None
    return tuple(
        name
        for name in rule_sets(knowledge)
        if name != rule_set and any(True for _ in _of_set(fractions, name, wanted, knowledge))
    )


__all__ = ["Limit", "Limits", "default_rule_set", "limits_for", "metric_text"]
