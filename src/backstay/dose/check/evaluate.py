"""The limits of one rule set, each held to the structures that are its organ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from backstay.dose.check import metrics
from backstay.dose.check.halves import joined
from backstay.dose.check.judged import Judged, Status, verdict
from backstay.dose.check.mapping import Mapped, Named
from backstay.dose.check.measured import Measured, measured
from backstay.dose.check.named import SIDES
from backstay.dose.histogram.shapes import Histogram
from backstay.dose.limits.organs import Limit, metric_text
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.structure_names import OrganName, organ_names

WHOLE = 100.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What limits are judged by, besides histograms. `doubts` keep every limit from being judged at all."""

    prescription: float | None = None  # Gy, in all fractions
    voxel_cc: float = 0.0  # of the dose grid, the largest
    doubts: tuple[str, ...] = ()
    low: str | None = (
        None  # why the dose may be a part of the whole: it may break a limit, never keep it
    )
    incomplete: frozenset[int] = frozenset()  # structures of which a part could not be read


def evaluate(
    limits: Sequence[Limit],
    histograms: Sequence[Histogram],
    structures: Mapped,
    knowledge: Knowledge,
    plan: Plan,
) -> tuple[Judged, ...]:
    """Every limit, for each structure that is its organ: pass, fail or unknown, with the reason.

    Doses in Gy of all fractions. A limit that has no structure, or whose organ is asked about, is unknown.
    """
    by_number = {one.number: one for one in histograms}
    return tuple(
        judged
        for limit in limits
        for judged in _of_limit(limit, by_number, structures, knowledge, plan)
    )


def _of_limit(
    limit: Limit,
    histograms: Mapping[int, Histogram],
    structures: Mapped,
    knowledge: Knowledge,
    plan: Plan,
) -> Iterator[Judged]:
    organ = _meant(limit, knowledge)
    if organ is None:
        yield _not_judged(
            limit, limit.organ, f"it speaks of a part that no structure is known by: {limit.region}"
        )
        return
    named = [one for one in structures.named if one.organ == organ.id]
    together = (
        named if organ.parts and len(named) > 1 else () if named else _halves(organ, structures)
    )
    if together:
        yield _of_several(limit, together, organ, histograms, plan)
    elif named:
        for one in named:
            yield _of_structure(limit, one, organ, histograms.get(one.number), plan)
    else:
        why = _missing(organ, structures)
        plain = why == _nothing(organ) and not organ.around
        missing = _not_judged(limit, organ.label, why)
        yield msgspec.structs.replace(missing, missing=plain)


def _meant(limit: Limit, knowledge: Knowledge) -> OrganName | None:
    """The organ, or the part of it that a limit of a region speaks of."""
    organs = organ_names(knowledge)
    if limit.region is None:
        return organs[limit.organ]
    return next((one for one in organs.values() if one.region_of == limit.organ), None)


def _halves(organ: OrganName, structures: Mapped) -> Sequence[Named]:
    """Left and right of an organ, where exactly one structure is each."""
    halves = [one for one in structures.named if organ.halves and one.organ == organ.halves]
    return halves if sorted(str(one.side) for one in halves) == sorted(SIDES) else ()


def _missing(organ: OrganName, structures: Mapped) -> str:
    """Why no structure is the organ, and what could be said."""
    asked = [one for one in structures.asked if organ.id in one.candidates]
    if asked:
        names = ", ".join(name for one in asked for name in one.structures)
        return f"which structure is {organ.label} is asked: {names}"
    around = [one.structure for one in structures.named if one.organ in organ.around]
    if around:
        names = ", ".join(around)
        said = f'--map "{around[0]}={organ.id}"'
        return f"{_nothing(organ)}; {names} may enclose it: if so, {said} judges it in its place"
    return _nothing(organ)


def _nothing(organ: OrganName) -> str:
    return f"no structure is known as {organ.label}"


def _of_structure(
    limit: Limit, named: Named, organ: OrganName, one: Histogram | None, plan: Plan
) -> Judged:
    if one is None:
        why = f"no histogram of {named.structure} was asked for"
    elif one.refused is not None:
        why = f"{named.structure} was not computed: {one.refused}"
    else:
        return _judge(limit, organ, one, plan, one.number in plan.incomplete)
    return _not_judged(limit, organ.label, why, named)


def _of_several(
    limit: Limit,
    named: Sequence[Named],
    organ: OrganName,
    histograms: Mapping[int, Histogram],
    plan: Plan,
) -> Judged:
    """Parts or halves judged as one; all of them must have been computed."""
    found = [histograms.get(one.number) for one in named]
    there = [one for one in found if one is not None and one.refused is None]
    both = joined(there) if len(there) == len(named) else None
    if both is None:
        names = " and ".join(one.structure for one in named)
        return _not_judged(limit, organ.label, f"not all of {names} were computed")
    incomplete = any(one.number in plan.incomplete for one in named)
    judged = _judge(limit, organ, both, plan, incomplete)
    return msgspec.structs.replace(judged, number=None)


def _judge(limit: Limit, organ: OrganName, one: Histogram, plan: Plan, incomplete: bool) -> Judged:
    bound = _bound(limit, plan)
    named = Named(structure=one.name, number=one.number, organ=organ.id)
    if plan.doubts:  # not even a value is told: it may be percent, or of one beam
        return _not_judged(limit, organ.label, "; ".join(plan.doubts), named)
    if bound is None:
        why = "the limit is a share of the prescription, which is not known; say --prescription"
        return _not_judged(limit, organ.label, why, named)
    found = measured(limit.metric, bound, limit.unit, one, plan.voxel_cc)
    status, reasons = _status(limit, found, one, plan, incomplete)
    return Judged(
        limit=limit,
        organ=organ.label,
        structure=one.name,
        number=one.number,
        measure=measure(limit),
        value=found.value,
        bound=found.bound,
        unit=found.unit,
        sense=found.sense,
        status=status,
        why=reasons,
        point=found.point,
    )


def _bound(limit: Limit, plan: Plan) -> float | None:
    """The limit in Gy, or in percent of a volume."""
    if limit.unit != "percent_of_prescription":
        return limit.limit
    return None if plan.prescription is None else limit.limit * plan.prescription / WHOLE


def _status(
    limit: Limit, found: Measured, one: Histogram, plan: Plan, incomplete: bool
) -> tuple[Status, tuple[str, ...]]:
    """Pass and fail need a limit that counts; pass needs every doubt gone as well."""
    status = verdict(found.value, found.worst, found.bound, found.sense)
    why = list(found.doubts) if status == "unknown" else []
    if status == "unknown" and metrics.outside_cc(one):
        why.append(
            f"{metrics.outside_cc(one):.3g} cc of it lie outside the dose grid, and could matter"
        )
    if status == "pass" and (incomplete or plan.low):
        part = ["a part of its contours could not be read: the dose may be higher"] * incomplete
        status, why = "unknown", [*part, *filter(None, [plan.low])]
    if not limit.counts or limit.checked.status == "unverified":
        kept = {"pass": "kept", "fail": "broken", "unknown": "not judged"}[status]
        return "unknown", (
            f"{kept}, but the limit awaits review: it was not verified in its source",
            *why,
        )
    return status, (*why, *_range(limit, found))


def _range(limit: Limit, found: Measured) -> Iterator[str]:
    """Where the source has a range: how the value stands to its upper end."""
    if limit.upper is not None and found.value.low > found.bound:
        scale = found.bound / limit.limit
        side = "within" if found.value.high <= limit.upper * scale else "above"
        yield f"{side} the upper end of the published range ({limit.upper:g})"


def measure(limit: Limit) -> str:
    """The measure in the notation of radiation oncology; of a spared volume in words."""
    if limit.metric.spared_cc is not None:
        return f"volume below {limit.limit:g} Gy"
    return metric_text(limit.metric)


def _not_judged(limit: Limit, organ: str, why: str, named: Named | None = None) -> Judged:
    spared = limit.metric.spared_cc
    return Judged(
        limit=limit,
        organ=organ,
        structure=named.structure if named else None,
        number=named.number if named else None,
        measure=measure(limit),
        value=None,
        bound=limit.limit if spared is None else spared,
        unit=limit.unit if spared is None else "cc",
        sense="at_most" if spared is None else "at_least",
        status="unknown",
        why=(why,),
    )
