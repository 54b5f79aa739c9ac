"""The SINS strip: one line from the lowest to the highest total, known points solid, possible points dashed."""

from __future__ import annotations

from backstay.knowledge.entries import Score
from backstay.present import scored
from backstay.present.knows import Entry
from backstay.present.markup import Markup, el, num
from backstay.present.words import say


def strip(score: Entry | None, known: Score, name: str, *, width: float = 238) -> Markup:
    """The strip of one lesion, with a tick where each band of the score begins."""
    least, top = known.range or (0, 0)
    low, high = scored.ends(score) or (least, top)
    begins = [band.min for band in known.bands if band.min is not None and band.min > least]
    unit = (width - 2) / (top - least)
    numbers = ((least, "start"), *((at, "middle") for at in begins), (top, "end"))
    return el(
        "svg",
        el("title", say("strip", result=scored.result(score)), id=f"strip-{name}"),
        el("rect", cls="sunk", x="1", y="2", width=num((top - least) * unit), height="10"),
        _solid((low - least) * unit),
        _possible(1 + (low - least) * unit, (high - low) * unit),
        [_tick(1 + (at - least - 0.5) * unit) for at in begins],
        [_number(at, 1 + (at - least) * unit, anchor) for at, anchor in numbers],
        cls="fig",
        viewBox=f"0 0 {num(width)} 29",
        width=num(width),
        height="29",
        role="img",
        aria_labelledby=f"strip-{name}",
    )


def _solid(width: float) -> Markup | None:
    if width <= 0:
        return None
    return el("rect", cls="fill", x="1", y="2", width=num(width), height="10")


def _possible(x: float, width: float) -> Markup | None:
    if width <= 0:
        return None
    return el(
        "rect",
        cls="ink surface",
        x=num(x),
        y="2.5",
        width=num(width),
        height="9",
        stroke_dasharray="2.5 2",
    )


def _number(value: float, x: float, anchor: str) -> Markup:
    return el("text", num(value), cls="lbl", x=num(x), y="26", text_anchor=anchor)


def _tick(x: float) -> Markup:
    return el("path", cls="ink", d=f"M{num(x)} 0v15", stroke_width="1.2")
