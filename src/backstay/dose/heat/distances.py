"""What was seen around ablations near the spine, and which of it speaks of a lesion at this distance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.knowledge.tables.heat import DeviceZone, HeatFinding

DISTANCE = "distance_to_canal_mm"
CAUTIONS = (
    "No figure here makes a distance safe: the heat is measured where the nerve tissue is.",
)
NO_ZONES = (
    "The zone of no device was read. It stands in the maker's instructions; "
    "a local protocol may add it with its source."
)


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One finding, and whether it speaks of this lesion. What has no distance speaks of none."""

    id: str
    about: str  # distance, size, temperature, zone
    method: str
    speaks: bool | None
    protected: bool | None
    closer_than_mm: float | None
    says: str
    evidence: tuple[str, ...]
    checked: Checked


class HeatNearSpine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was seen near the spine, for a lesion at a distance from the canal."""

    distance_mm: Interval | None
    findings: tuple[Finding, ...]
    zones: tuple[DeviceZone, ...]
    zones_missing: str | None
    check_first: tuple[str, ...]
    cautions: tuple[str, ...]


def heat_near_spine(facts: Mapping[str, Any], knowledge: Knowledge) -> HeatNearSpine:
    """Distances that were kept, temperatures that were measured, and sizes that were reached.

    mm. Whether a distance speaks of the lesion is not known where nobody measured it. Sources: `heat_findings`, and
    the makers' instructions that a site has added as `device_zones`.

    >>> from backstay.knowledge import load_knowledge
    >>> found = heat_near_spine({"distance_to_canal_mm": 4.0}, load_knowledge())
    >>> [one.id for one in found.findings if one.speaks][0]
    'metastases_kept_from_the_canal'
    """
    distance = _measured(facts.get(DISTANCE))
    findings: Mapping[str, HeatFinding] = knowledge.tables["heat_findings"]
    zones = tuple(knowledge.tables["device_zones"].values())
    return HeatNearSpine(
        distance_mm=distance,
        findings=tuple(_finding(one, distance) for one in findings.values()),
        zones=zones,
        zones_missing=None if zones else NO_ZONES,
        check_first=() if distance is not None else (DISTANCE,),
        cautions=CAUTIONS,
    )


def _measured(value: Any) -> Interval | None:
    if value is None or isinstance(value, Interval):
        return value
    return Interval(value, value)


def _finding(entry: HeatFinding, distance: Interval | None) -> Finding:
    return Finding(
        id=entry.id, about=entry.about, method=entry.method, speaks=_speaks(entry, distance),
        protected=entry.protected, closer_than_mm=entry.closer_than_mm, says=entry.says,
        evidence=entry.evidence, checked=entry.checked,
    )  # fmt: skip


def _speaks(entry: HeatFinding, distance: Interval | None) -> bool | None:
    """Whether a distance is surely, perhaps or surely not as close as this finding."""
    if entry.closer_than_mm is None:
        return False
    if distance is None:
        return None
    close = [
        end < entry.closer_than_mm or (entry.limit_counts and end == entry.closer_than_mm)
        for end in distance
    ]
    return close[0] if close[0] == close[1] else None
