"""Which regimens an option could be done with, in the order in which they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from backstay.knowledge import Knowledge
from backstay.knowledge.tables.regimens import Regimen

Facts = Mapping[str, Any]


@lru_cache(maxsize=8)
def regimens_of(knowledge: Knowledge) -> dict[str, tuple[Regimen, ...]]:
    """The regimens of each intervention, in their order; made once for each knowledge."""
    found: dict[str, list[Regimen]] = defaultdict(list)
    for regimen in knowledge.tables["regimens"].values():
        found[regimen.intervention].append(regimen)
    return {name: tuple(sorted(listed, key=_order)) for name, listed in found.items()}


def _order(regimen: Regimen) -> tuple[int, str]:
    return regimen.order, regimen.id


def candidates(intervention: str, knowledge: Knowledge, facts: Facts) -> list[Regimen]:
    """One regimen for each drug of an intervention, by the weight where the dose hangs on it."""
    by_drug: dict[str | None, list[Regimen]] = defaultdict(list)
    for regimen in regimens_of(knowledge).get(intervention, ()):
        by_drug[regimen.drug].append(regimen)
    return [_for_weight(listed, facts.get("weight")) for listed in by_drug.values()]


def _for_weight(listed: list[Regimen], weight: float | None) -> Regimen:
    """The one whose weights hold this person; the lightest while the weight is not known."""
    first = listed[0]
    if first.weight is None or weight is None:
        return first
    fitting = [one for one in listed if one.weight and one.weight[0] <= weight < one.weight[1]]
    return fitting[0] if fitting else msgspec.structs.replace(first, first=None, lower=())
