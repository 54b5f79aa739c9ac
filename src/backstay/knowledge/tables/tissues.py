"""How tissues and tumors respond to fraction size, where the model is in doubt, and published models of risk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

Pair = tuple[float, float]


class PublishedRatio(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An alpha/beta that one source uses or found."""

    alpha_beta: Pair
    evidence: tuple[str, ...]
    note: str | None = None


class Tissue(Entry, frozen=True, kw_only=True):
    """One tissue or tumor, and its alpha/beta in Gy: both ends the same where sources give one number."""

    title: str
    group: Literal["nerve", "organ", "tumor"]
    alpha_beta: Pair
    published: tuple[PublishedRatio, ...] = ()  # where sources differ, each with its own
    organs: tuple[str, ...] = ()  # organs of `dose_organs` that it stands for
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class DoseCaution(Entry, frozen=True, kw_only=True):
    """What a reader must know of results it touches. One condition that holds is enough."""

    text: str
    fractions_at_most: int | None = None
    per_fraction_from: float | None = None  # Gy
    rule_sets: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class RiskModel(Entry, frozen=True, kw_only=True):
    """A published curve of risk by dose, in EQD2, with where it holds.

    `power` is 1 / (1 + (td50 / D)^k), with k from the dose of 5 percent; `logit` is intercept + slope D.
    """

    title: str
    endpoint: str
    organ: str
    form: Literal["power", "logit"]
    alpha_beta: float  # Gy
    td50: float | None = None  # Gy, EQD2
    td5: float | None = None
    td50_interval: Pair | None = None  # 95 percent
    intercept: float | None = None
    slope: float | None = None  # for each Gy of EQD2
    fractions: tuple[int, int]
    per_fraction_at_most: float | None = None  # Gy
    eqd2: Pair  # Gy: between these it gives a number
    percent: Pair  # the risk that is said at these ends: below the first, above the second
    ours: bool = False  # fitted for this project, not published
    population: str
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


KINDS: dict[str, type[Entry]] = {
    "tissues": Tissue,
    "dose_cautions": DoseCaution,
    "risk_models": RiskModel,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    for kind, check in (("tissues", _tissue), ("dose_cautions", _caution), ("risk_models", _model)):
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in check(made, entry))
    yield from _one_tissue(made)


def _tissue(made: Made, entry: Tissue) -> Iterator[str]:
    low, high = entry.alpha_beta
    if not 0 < low <= high:
        yield "alpha_beta is above 0, the lower end first"
    for one in entry.published:
        if not low <= one.alpha_beta[0] <= one.alpha_beta[1] <= high:
            yield f"alpha_beta does not hold the published {one.alpha_beta[0]:g} to {one.alpha_beta[1]:g}"
        yield from _unknown(made, "evidence", one.evidence)
    yield from _unknown(made, "dose_organs", entry.organs)


def _caution(made: Made, entry: DoseCaution) -> Iterator[str]:
    numbers = (entry.fractions_at_most, entry.per_fraction_from)
    if numbers == (None, None) and not (entry.rule_sets or entry.models):
        yield "this caution touches nothing: it needs fractions_at_most, per_fraction_from, rule_sets or models"
    yield from _unknown(made, "rule_sets", entry.rule_sets)
    yield from _unknown(made, "risk_models", entry.models)


def _model(made: Made, entry: RiskModel) -> Iterator[str]:
    given = {
        name for name in ("td50", "td5", "intercept", "slope") if getattr(entry, name) is not None
    }
    wanted = {"td50", "td5"} if entry.form == "power" else {"intercept", "slope"}
    if given != wanted:
        yield f"the form {entry.form} has {' and '.join(sorted(wanted))}, and no other parameter"
    elif entry.form == "power" and not 0 < (entry.td5 or 0) < (entry.td50 or 0):
        yield "td5 is above 0 and below td50"
    elif entry.form == "logit" and not (entry.slope or 0) > 0:
        yield "slope is above 0: risk rises with dose"
    yield from _ranges(entry)
    yield from _unknown(made, "dose_organs", (entry.organ,))


def _ranges(entry: RiskModel) -> Iterator[str]:
    for name in ("eqd2", "percent", "td50_interval"):
        low, high = getattr(entry, name) or (0.0, 1.0)
        if not 0 <= low < high:
            yield f"{name} goes from a lower to a higher number, 0 or more"
    if entry.percent[1] > 100:
        yield "no risk is above 100 percent"
    if not 1 <= entry.fractions[0] <= entry.fractions[1] or entry.alpha_beta <= 0:
        yield "fractions go from 1 or more up, and alpha_beta is above 0"


def _unknown(made: Made, kind: str, names: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{name} is not in {kind}" for name in names if name not in made[kind])


def _one_tissue(made: Made) -> Iterator[Problem]:
    """An organ has one alpha/beta, or which one is meant would depend on the order of the file."""
    owner: dict[str, str] = {}
    for entry in made["tissues"].values():
        for organ in entry.organs:
            if owner.setdefault(organ, entry.id) != entry.id:
                yield "tissues", entry.id, f"{organ} belongs to {owner[organ]} already"


__all__ = ["KINDS", "DoseCaution", "RiskModel", "Tissue", "problems"]
