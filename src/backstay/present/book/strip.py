"""The totals of a score in one line, with its bands under it; wide ones scroll in a box of their own."""

from __future__ import annotations

from backstay.knowledge.entries import Band, Score
from backstay.present.book.words import say
from backstay.present.markup import Markup, el, num
from backstay.present.values import number, span
from backstay.present.words import capital

CELL, HIGH, TOP = 33, 26, 2
MOST = 30  # totals that a line can show
LETTER = 7.5  # about the width of a letter in a label


def strip(entry: Score) -> Markup | None:
    """The figure, where every total from the lowest to the highest is a whole number within a band."""
    if entry.range is None or not all(_whole(band) for band in entry.bands) or not entry.bands:
        return None
    low, high = (int(end) for end in entry.range)
    if high - low > MOST or entry.range != (low, high):
        return None
    cells = [_cell(at, low, entry.bands) for at in range(low, high + 1)]
    labels = [_label(band, low, row) for row, band in enumerate(entry.bands)]
    height = HIGH + TOP + 8 + 18 * len(labels)
    wide = max([(high - low + 1) * CELL + 8, *(_right(band, low) for band in entry.bands)])
    title = say("strip", title=entry.title, bands="; ".join(map(_said, entry.bands)))
    figure = el(
        "svg", el("title", title), cells, labels, cls="fig strip", role="img", aria_label=title,
        width=num(wide), height=num(height), viewBox=f"0 0 {num(wide)} {num(height)}",
    )  # fmt: skip
    return el("div", figure, cls="swipe", tabindex="0", role="group", aria_label=say("bands"))


def _whole(band: Band) -> bool:
    return all(end is not None and float(end).is_integer() for end in (band.min, band.max))


def _cell(at: int, low: int, bands: tuple[Band, ...]) -> Markup:
    x = 4 + (at - low) * CELL
    here = next((n for n, band in enumerate(bands) if band.min <= at <= band.max), 0)  # type: ignore[operator]
    box = el("rect", x=num(x), y=num(TOP), width=num(CELL - 2), height=num(HIGH), stroke_width="0.8",
             cls=f"rule {'surface' if here % 2 else 'sunk'}")  # fmt: skip
    text = el(
        "text",
        number(at),
        x=num(x + CELL / 2 - 1),
        y=num(TOP + 17.5),
        text_anchor="middle",
        cls="b",
    )
    return el("g", box, text)


def _label(band: Band, low: int, row: int) -> Markup:
    """Each label on a line of its own, from where its band begins, so that long ones never meet."""
    return el("text", _said(band), x=num(_left(band, low)), y=num(HIGH + TOP + 18 * (row + 1)))


def _left(band: Band, low: int) -> float:
    return 4 + (float(band.min or 0) - low) * CELL


def _right(band: Band, low: int) -> float:
    return _left(band, low) + LETTER * len(_said(band))


def _said(band: Band) -> str:
    return f"{span(float(band.min or 0), float(band.max or 0))} {capital(band.label)}"
