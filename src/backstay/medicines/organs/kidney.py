"""The dose of a drug by kidney function. Worse kidneys never raise it."""

from __future__ import annotations

from math import isfinite

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.tables.organs import OrganDose
from backstay.medicines.organs.bands import band_of, most_careful_first, organ_doses, said
from backstay.medicines.organs.said import OrganAdvice, Said

DIALYSIS = ("hemodialysis", "peritoneal")
UNREAD = (
    "No dose by kidney function was read for it, which is no word that the dose stays as it is. "
    "Ask a pharmacist."
)
BETWEEN = "The value may lie in two bands; the lower one is shown."
ON_DIALYSIS = "On dialysis the lowest band counts, whatever a formula gives."


def renal(
    drug: str, clearance: float | Interval | None, knowledge: Knowledge, dialysis: str | None = None
) -> OrganAdvice:
    """What kidney function does to the dose of one drug.

    `drug` is the id of an ingredient, `clearance` is in mL/min (or eGFR in mL/min/1.73 m2), a number or an
    interval; None gives every band and what to ask. An interval over two bands gives the lower one. `dialysis` is a
    value of that fact: none, hemodialysis or peritoneal. Raises ValueError for a clearance below 0 or no number.
    The figures and their sources are those of the table `organ_doses`.

    >>> from backstay.knowledge import load_knowledge
    >>> found = renal("gabapentin", 25, load_knowledge())
    >>> found.says[0].band, found.dose.daily
    ((15.0, 30.0), Interval(low=200.0, high=700.0))
    """
    span = _span(clearance)
    entries = organ_doses(knowledge, drug, "kidney")
    if not entries:
        return OrganAdvice(drug=drug, organ="kidney", value=span, dialysis=dialysis, note=UNREAD)
    on_dialysis = dialysis in DIALYSIS
    if span is None and not on_dialysis:
        bands = tuple(said(entry, band) for entry in entries for band in entry.bands)
        return OrganAdvice(
            drug=drug, organ="kidney", possible=bands, check_first=_measures(entries)
        )
    careful = not on_dialysis and any(_two_bands(entry, span) for entry in entries)
    return OrganAdvice(
        drug=drug,
        organ="kidney",
        value=span,
        dialysis=dialysis,
        says=most_careful_first([_said(entry, span, dialysis) for entry in entries]),
        careful=careful,
        check_first=_open(entries, span, dialysis),
        note=ON_DIALYSIS if on_dialysis else BETWEEN if careful else None,
    )


def _span(clearance: float | Interval | None) -> Interval | None:
    if clearance is None:
        return None
    span = clearance if isinstance(clearance, Interval) else Interval(clearance, clearance)
    if not (isfinite(span.low) and isfinite(span.high) and 0 <= span.low <= span.high):
        raise ValueError(f"a clearance is a number from 0 upward, in mL/min, not {clearance}")
    return Interval(float(span.low), float(span.high))


def _measures(entries: tuple[OrganDose, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for entry in entries for name in entry.by))


def _two_bands(entry: OrganDose, span: Interval | None) -> bool:
    return span is not None and band_of(entry, span.low) != band_of(entry, span.high)


def _said(entry: OrganDose, span: Interval | None, dialysis: str | None) -> Said:
    """The lowest band that is possible, in proportion below the limit of the table."""
    lowest = dialysis in DIALYSIS or span is None
    band = entry.bands[0] if lowest or span is None else band_of(entry, span.low)
    scale = 1.0
    if entry.scale_below is not None and span is not None:
        scale = min(1.0, span.low / entry.scale_below)
    return said(entry, band, scale, dialysis == "hemodialysis")


def _open(
    entries: tuple[OrganDose, ...], span: Interval | None, dialysis: str | None
) -> tuple[str, ...]:
    """What would still change the dose: on dialysis the clearance that is left; else dialysis, where likely."""
    shrinks = [entry for entry in entries if entry.scale_below is not None]
    if span is None:
        return _measures(tuple(shrinks))
    lowest = any(band_of(entry, span.low) is entry.bands[0] for entry in entries)
    return ("dialysis",) if lowest and dialysis is None else ()
