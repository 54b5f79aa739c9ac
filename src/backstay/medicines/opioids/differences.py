"""Where sources disagree, each at the dose of this person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Status
from backstay.knowledge.ingredients import spoken
from backstay.knowledge.tables.rotation import MethadoneLadder, OpioidDose
from backstay.medicines.opioids.conversion import BETWEEN, Leg, to_morphine, weakest
from backstay.medicines.opioids.cuts import roles
from backstay.medicines.opioids.patches import all_tables, patch_tables, strength
from backstay.medicines.opioids.taking import SKIN, Taken

METHADONE = "methadone"


class Difference(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing on which sources differ: what each of them says. None: it says nothing at this dose."""

    about: str
    unit: str
    says: dict[str, float | tuple[float, float] | None]
    evidence: tuple[str, ...]
    checked: Status


def differences(
    taken: Sequence[Taken], target: OpioidDose, legs: Sequence[Leg], knowledge: Knowledge
) -> tuple[Difference, ...]:
    """Where sources disagree about this change: ratios and cuts, tables of patches, ladders to methadone."""
    if target.drug == METHADONE:
        return tuple(_ladders(_morphine(taken, knowledge), knowledge))
    if target.route == SKIN:
        return (
            *_direct(taken, target.drug, knowledge),
            *_tables(_morphine(taken, knowledge), target.drug, knowledge),
        )
    return (*_ratios(legs), *_cuts(knowledge))


def _morphine(taken: Sequence[Taken], knowledge: Knowledge) -> float | None:
    legs = to_morphine(taken, knowledge)
    return sum(leg.low for leg in legs) if legs else None


def _ratios(legs: Sequence[Leg]) -> Iterator[Difference]:
    for leg in legs:
        if leg.low < leg.high:
            yield Difference(
                about=f"{leg.dose:g} {leg.unit} {leg.route} {spoken(leg.drug)} a day", unit="mg",
                says={"smallest ratio": leg.low, "usual ratio": leg.default, "largest ratio": leg.high},
                evidence=leg.evidence, checked=leg.checked,
            )  # fmt: skip


def _cuts(knowledge: Knowledge) -> Iterator[Difference]:
    usual = roles(knowledge)["usual"]
    yield Difference(
        about="cut for cross-tolerance", unit="%", says={one.by: one.percent for one in usual.published},
        evidence=usual.evidence, checked=usual.checked.status,
    )  # fmt: skip


def _direct(taken: Sequence[Taken], patch: str, knowledge: Knowledge) -> Iterator[Difference]:
    """What a table says of the one opioid that is taken, where that is not morphine by mouth."""
    for table in patch_tables(knowledge):
        for one in taken:
            if len(taken) == 1 and (table.patch, table.drug, table.route) == (patch, one.drug, one.route) != (
                patch, *BETWEEN,
            ):  # fmt: skip
                yield Difference(
                    about=f"patch for {one.dose:.4g} mg {one.route} {spoken(one.drug)} a day", unit="mcg/h",
                    says={table.table: strength(table, one.dose, knowledge)}, evidence=table.evidence,
                    checked=table.checked.status,
                )  # fmt: skip


def _tables(morphine: float | None, patch: str, knowledge: Knowledge) -> Iterator[Difference]:
    if morphine is None:
        return
    found = list(all_tables(morphine, patch, knowledge))
    if len({strength for _, strength, _ in found}) > 1:
        yield Difference(
            about=f"patch for {morphine:.4g} mg oral morphine a day", unit="mcg/h",
            says={name: strength for name, strength, _ in found},
            evidence=tuple(dict.fromkeys(source for *_, table in found for source in table.evidence)),
            checked=weakest(table.checked.status for *_, table in found),
        )  # fmt: skip


def _ladders(morphine: float | None, knowledge: Knowledge) -> Iterator[Difference]:
    """How much oral morphine stands for one part of methadone, and what is cut then. No dose is made of it."""
    ladders: dict[str, MethadoneLadder] = knowledge.tables["methadone_ladders"]
    evidence = tuple(source for one in ladders.values() for source in one.evidence)
    checked = weakest(one.checked.status for one in ladders.values())
    cuts = {one.by: one.cut for one in ladders.values()}
    if morphine is not None:
        about = f"mg oral morphine for 1 mg methadone, at {morphine:.4g} mg a day"
        rungs = {one.by: _rung(one, morphine) for one in ladders.values()}
        yield Difference(
            about=about, unit="mg", says=dict(rungs), evidence=evidence, checked=checked
        )
    yield Difference(
        about="cut after that", unit="%", says=dict(cuts), evidence=evidence, checked=checked
    )


def _rung(ladder: MethadoneLadder, morphine: float) -> float | None:
    """The ratio at a dose; between two rungs the one that makes less methadone."""
    above = [rung.ratio for rung in ladder.rungs if rung.max is None or morphine <= rung.max]
    return above[0] if above else None
