"""The band of a table in which a value lies, and the dose that it gives."""

from __future__ import annotations

from functools import lru_cache

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.organs import SEVERITY, DoseBand, OrganDose
from backstay.medicines.organs.said import Dose, Matter, Said

Pair = tuple[float, float]
NOTHING = ("avoid", "contraindicated", "unread")  # a verdict that gives no dose


@lru_cache(maxsize=4096)
def organ_doses(knowledge: Knowledge, drug: str, organ: Matter) -> tuple[OrganDose, ...]:
    """The entries of the table `organ_doses` for one drug (id of an ingredient) and organ."""
    one = knowledge.ingredients.get(drug)
    classes = set(one.classes if one else ())
    table: dict[str, OrganDose] = knowledge.tables["organ_doses"]
    return tuple(
        entry
        for entry in table.values()
        if entry.organ == organ and (drug in entry.drugs or classes & set(entry.classes))
    )


def band_of(entry: OrganDose, value: float) -> DoseBand:
    """The band that holds a value; one below the scale counts as its lowest."""
    found = entry.bands[0]
    for band in entry.bands[1:]:
        above = value > band.above if band.above is not None else value >= (band.start_at or 0)
        found = band if above else found
    return found


def said(entry: OrganDose, band: DoseBand, scale: float = 1, hemodialysis: bool = False) -> Said:
    """What an entry says in one of its bands; amounts times `scale`."""
    low = band.above if band.above is not None else band.start_at
    high = band.up_to if band.up_to is not None else band.to
    return Said(
        entry=entry.id,
        position=entry.position,
        band=(low or 0.0, high),
        verdict=band.verdict,
        dose=None if band.verdict in NOTHING else _dose(entry, band, scale, hemodialysis),
        form=band.only_form,
        about_form=entry.form,
        route=entry.route,
        notes=tuple(note for note in (band.note, entry.note) if note),
        evidence=band.evidence or entry.evidence,
        checked=band.checked or entry.checked,
    )


def most_careful_first(found: list[Said]) -> tuple[Said, ...]:
    """Several sources in the order of how much they hold back."""
    return tuple(sorted(found, key=lambda one: -SEVERITY[one.verdict]))


def _dose(entry: OrganDose, band: DoseBand, scale: float, hemodialysis: bool) -> Dose:
    top = band.max if band.max is not None else band.daily[1] if band.daily else None
    share = band.share
    if share is None and band.verdict == "usual" and not (band.single or band.daily):
        share = (1.0, 1.0)
    return Dose(
        unit=entry.unit,
        start=_times(band.start, scale),
        single=_times(band.single, scale),
        doses=tuple(one * scale for one in band.doses),
        daily=_times(band.daily, scale),
        max=None if top is None else top * scale,
        per_day=_times(band.per_day, 1),
        every_hours=_times(band.every_hours, 1),
        longer_interval=_times(band.longer_interval, 1),
        share=_times(share, 1),
        supplement=_times(entry.supplement, 1) if hemodialysis else None,
        scaled=scale if scale < 1 else None,
    )


def _times(pair: Pair | None, scale: float) -> Interval | None:
    return None if pair is None else Interval(pair[0] * scale, pair[1] * scale)
