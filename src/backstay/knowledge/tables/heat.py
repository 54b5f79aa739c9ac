"""Heat: the thermal dose, what it does to tissue, and the distances that were kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from backstay.knowledge.entries import Checked, Entry

Pair = tuple[float, float]


class ThermalDose(Entry, frozen=True, kw_only=True):
    """Equivalent minutes at a reference temperature: sum of minutes x factor ** (reference - temperature)."""

    reference: float  # degrees Celsius
    at_or_above: float  # factor from the reference upward
    below: float  # factor under it
    counts_from: Pair  # sources let time count from somewhere in this range; below it is nothing
    temperatures: Pair  # what is read without asking, degrees Celsius: our own convention
    longest_minutes: float  # of one part: the same
    cautions: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    checked: Checked


class HeatThreshold(Entry, frozen=True, kw_only=True):
    """A thermal dose, or a temperature, from which something happens or above which one does not go."""

    of: Literal["thermal_dose", "temperature"]
    value: float  # equivalent minutes, or degrees Celsius
    sense: Literal["harm", "ceiling"]  # reached: harm is done; ceiling: stay below
    says: str
    evidence: tuple[str, ...]
    checked: Checked
    note: str | None = None


class HeatFinding(Entry, frozen=True, kw_only=True):
    """A distance, size or temperature that was seen around an ablation."""

    about: Literal["distance", "size", "temperature", "zone"]
    method: Literal["radiofrequency", "coblation", "cryoablation", "any"]
    low: float | None = None
    high: float | None = None
    unit: Literal["mm", "Cel", "%"] | None = None
    # distance only: what a lesion is judged by; closer than this the finding speaks
    closer_than_mm: float | None = None
    limit_counts: bool = False  # the distance itself is close, too
    protected: bool | None = None  # with nerves cooled and heat measured
    says: str
    evidence: tuple[str, ...]
    checked: Checked


class DeviceZone(Entry, frozen=True, kw_only=True):
    """The zone that a maker gives for a device. None ships: a site adds what it reads in the instructions."""

    device: str
    setting: str  # tip, power, minutes, as the instructions name them
    length_mm: float
    width_mm: float
    at_celsius: float | None = None  # the temperature at the edge of the zone
    measured_in: str  # bone, gel, liver ...
    source: str  # title, edition and page of the maker's instructions
    evidence: tuple[str, ...] = ()
    checked: Checked


KINDS: dict[str, type[Entry]] = {
    "thermal_doses": ThermalDose,
    "heat_thresholds": HeatThreshold,
    "heat_findings": HeatFinding,
    "device_zones": DeviceZone,
}
Made = dict[str, dict[str, Any]]
Problem = tuple[str, str, str]
CEM43 = "cem43"


def problems(made: Made) -> Iterator[Problem]:
    """(kind, id, what is wrong)."""
    if CEM43 not in made["thermal_doses"]:
        yield "thermal_doses", CEM43, "is the thermal dose that is computed, and is missing"
    for kind, check in (
        ("thermal_doses", _dose), ("heat_thresholds", _threshold),
        ("heat_findings", _finding), ("device_zones", _zone),
    ):  # fmt: skip
        for entry in made[kind].values():
            yield from ((kind, entry.id, text) for text in check(entry))


def _dose(entry: ThermalDose) -> Iterator[str]:
    if not 0 < entry.below < entry.at_or_above < 1:
        yield "factors lie between 0 and 1, the one below the reference is the smaller"
    low, high = entry.counts_from
    if not entry.temperatures[0] <= low <= high <= entry.reference <= entry.temperatures[1]:
        yield "counts_from goes from low to high, below the reference and within temperatures"
    if entry.longest_minutes <= 0:
        yield "longest_minutes is above 0"


def _threshold(entry: HeatThreshold) -> Iterator[str]:
    if entry.value <= 0:
        yield "a threshold is above 0"


def _finding(entry: HeatFinding) -> Iterator[str]:
    figures = [one for one in (entry.low, entry.high) if one is not None]
    if figures and entry.unit is None:
        yield "has a figure without a unit"
    if figures != sorted(figures):
        yield "goes from low to high"
    if entry.closer_than_mm is not None and entry.closer_than_mm <= 0:
        yield "closer_than_mm is above 0"


def _zone(entry: DeviceZone) -> Iterator[str]:
    if min(entry.length_mm, entry.width_mm) <= 0:
        yield "a zone has a length and a width above 0"
    if not entry.source.strip():
        yield "source is empty: name the maker's instructions, their edition and page"
