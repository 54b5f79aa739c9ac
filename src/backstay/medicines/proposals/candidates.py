"""Which regimens an option could be done with, in the order in which they are shown."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.regimens import Amount, Regimen
from backstay.medicines.proposals.proposal import Dose


@lru_cache(maxsize=8)
def regimens_of(knowledge: Knowledge) -> dict[str, tuple[Regimen, ...]]:
    """The regimens of each intervention, in their order; made once for each knowledge."""
    found: dict[str, list[Regimen]] = defaultdict(list)
    for regimen in knowledge.tables["regimens"].values():
        found[regimen.intervention].append(regimen)
    return {name: tuple(sorted(listed, key=_order)) for name, listed in found.items()}


def _order(regimen: Regimen) -> tuple[int, str]:
    return regimen.order, regimen.id


def as_dose(amount: Amount) -> Dose:
    """An amount of the table as a dose with both ends."""
    high = amount.low if amount.high is None else amount.high
    return Dose(
        amount=[amount.low, high],
        unit=amount.unit,
        per=amount.per,
        times_per_day=_listed(amount.times),
        for_days=amount.days,
        as_needed=amount.as_needed,
    )


def _listed(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else list(pair)
