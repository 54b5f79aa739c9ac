"""The dose of a drug by the class of Child and Pugh, where there is liver disease or may be."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.organs import OrganDose
from backstay.medicines.organs.asked import Facts, span_of, unknown
from backstay.medicines.organs.bands import band_of, most_careful_first, organ_doses, said
from backstay.medicines.organs.said import OrganAdvice

POINTS = "liver_points"
BETWEEN = "The class is open; the more careful one is shown."


def hepatic(drug: str, knowledge: Knowledge, facts: Facts) -> OrganAdvice | None:
    """What the liver does to the dose of one drug (id of an ingredient), by the definition `liver_points`.

    None where nothing was read for the drug, or where there surely is no liver disease. Where it is not known
    whether there is any, every band and what to ask. Where the class is open, the more careful one.
    """
    entries = organ_doses(knowledge, drug, "liver")
    points = span_of(facts.get(POINTS))
    begins = min((entry.bands[0].start_at or 0 for entry in entries), default=0)
    if not entries or (points is not None and points.high < begins):
        return None
    asks = unknown((POINTS,), facts, knowledge)
    if points is None or points.low < begins:
        bands = tuple(said(entry, band) for entry in entries for band in entry.bands)
        return OrganAdvice(
            drug=drug, organ="liver", measure=POINTS, value=points, possible=bands, check_first=asks
        )
    careful = any(_two_bands(entry, points) for entry in entries)
    return OrganAdvice(
        drug=drug,
        organ="liver",
        measure=POINTS,
        value=points,
        says=most_careful_first([said(one, band_of(one, points.high)) for one in entries]),
        careful=careful,
        check_first=asks if careful else (),
        note=BETWEEN if careful else None,
    )


def _two_bands(entry: OrganDose, points: Interval) -> bool:
    return band_of(entry, points.low) != band_of(entry, points.high)
