"""Limits of organs by named rule set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Unit = Literal["Gy", "percent", "percent_of_prescription"]


class DoseOrgan(Entry, frozen=True, kw_only=True):
    """An organ that has limits, as every rule set and every structure of a plan names it."""

    title: str
    note: str | None = None


class RuleSet(Entry, frozen=True, kw_only=True):
    """Limits that were published together. Those of two sets are never merged."""

    title: str
    default: bool = False  # the one set that holds where none is named
    population: str
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What of an organ's histogram a limit is about: exactly one of these."""

    point: bool = False  # the highest dose of all
    max_at_cc: float | None = None  # the near-maximum: dose that at most so much gets more than
    volume_cc: float | None = None  # dose that at most so much gets more than
    share_percent: float | None = None  # the same, as a share of the organ
    spared_cc: float | None = None  # at least so much gets less than the limit
    mean: bool = False
    volume_above_gy: float | None = None  # the share that gets more than so many Gy


class DoseLimit(Entry, frozen=True, kw_only=True):
    """One limit of one organ or several, by number of fractions."""

    rule_set: str
    organs: tuple[str, ...]
    metric: Metric
    unit: Unit = "Gy"
    limits: dict[int, float] = msgspec.field(default_factory=dict)  # fractions -> limit
    # Where the source has a range: its upper end, shown and no limit.
    upper: dict[int, float] = msgspec.field(default_factory=dict)
    # Instead of limits: a total in fractions of at most so many Gy, whatever their number.
    conventional: float | None = None
    conventional_upper: float | None = None
    per_fraction_at_most: float | None = None
    risk_percent: tuple[float, float] | None = None  # that the source gives for it
    region: str | None = None  # the part of the organ it is about
    counts: bool = True  # false: shown, but alone it lets no plan pass or fail
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


KINDS: dict[str, type[Entry]] = {
    "dose_organs": DoseOrgan,
    "rule_sets": RuleSet,
    "dose_limits": DoseLimit,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for entry in made["dose_limits"].values():
        yield from (("dose_limits", entry.id, text) for text in _limit(made, entry))
    used = {entry.rule_set for entry in made["dose_limits"].values()}
    for name in made["rule_sets"]:
        if name not in used:
            yield "rule_sets", name, "this rule set has no limit"
    defaults = [one.id for one in made["rule_sets"].values() if one.default]
    if made["rule_sets"] and len(defaults) != 1:
        first = next(iter(made["rule_sets"]))
        yield "rule_sets", first, f"one rule set is the default, not {len(defaults)}"


def _limit(made: Made, entry: DoseLimit) -> Iterator[str]:
    if entry.rule_set not in made["rule_sets"]:
        yield f"{entry.rule_set} is not in rule_sets"
    for organ in entry.organs:
        if organ not in made["dose_organs"]:
            yield f"{organ} is not in dose_organs"
    if not entry.organs:
        yield "a limit names its organs"
    if entry.counts and entry.checked.status == "unverified":
        yield "what was not verified lets no plan pass or fail: `counts: false`"
    yield from _metric(entry)
    yield from _conventional(entry)
    yield from _numbers(entry)


def _metric(entry: DoseLimit) -> Iterator[str]:
    given = {name: value for name, value in msgspec.structs.asdict(entry.metric).items() if value}
    if len(given) != 1:
        yield f"metric is exactly one of {', '.join(Metric.__struct_fields__)}, with a value above 0"
    if any(value <= 0 for value in given.values()):
        yield "a volume, share or dose of metric is above 0"
    if (entry.unit == "percent") != (entry.metric.volume_above_gy is not None):
        yield "the unit percent belongs to volume_above_gy, and only to it"


def _conventional(entry: DoseLimit) -> Iterator[str]:
    if (entry.conventional is None) == (not entry.limits):
        yield "a limit has limits by number of fractions, or a conventional total"
    if (entry.conventional is None) != (entry.per_fraction_at_most is None):
        yield "a conventional total says per_fraction_at_most, and nothing else does"
    if entry.conventional is None and entry.conventional_upper is not None:
        yield "conventional_upper without conventional"


def _numbers(entry: DoseLimit) -> Iterator[str]:
    for parts, upper in entry.upper.items():
        if not entry.limits.get(parts, float("inf")) < upper:
            yield f"the upper end of {parts} fractions needs a limit below it"
    if not (entry.conventional or 0) < (entry.conventional_upper or float("inf")):
        yield "conventional_upper is above conventional"
    numbers = (
        *entry.limits.values(), *entry.upper.values(), entry.conventional or 1.0,
        entry.conventional_upper or 1.0, entry.per_fraction_at_most or 1.0,
    )  # fmt: skip
    if min(numbers) <= 0:
        yield "every dose of a limit is above 0"
    if any(parts < 1 for parts in entry.limits):
        yield "fractions are counted from 1"
    low, high = entry.risk_percent or (0.0, 0.0)
    if not 0 <= low <= high <= 100:
        yield "risk_percent goes from a lower to a higher percentage"


__all__ = ["KINDS", "DoseLimit", "DoseOrgan", "Metric", "RuleSet", "problems"]
