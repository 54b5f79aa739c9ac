"""The SINS strip: one line from 0 to 18, known points solid, possible points dashed."""

from __future__ import annotations

from backstay.present import scored
from backstay.present.knows import Entry
from backstay.present.markup import Markup, el, num
from backstay.present.words import say

TOP, OPINION, UNSTABLE = 18, 7, 13
_NUMBERS = ((0, "start"), (OPINION, "middle"), (UNSTABLE, "middle"), (TOP, "end"))


def strip(score: Entry | None, name: str, *, width: float = 238) -> Markup:
    """The strip of one lesion; without a total it shows all that is possible."""
    low, high = scored.ends(score) or (0, TOP)
    unit = (width - 2) / TOP
    return el(
        "svg",
        el("title", say("strip", result=scored.result(score)), id=f"strip-{name}"),
        el("rect", cls="sunk", x="1", y="2", width=num(TOP * unit), height="10"),
        el("rect", cls="fill", x="1", y="2", width=num(low * unit), height="10") if low else None,
        _possible(1 + low * unit, (high - low) * unit),
        [_tick(1 + (at - 0.5) * unit) for at in (OPINION, UNSTABLE)],
        [_number(at, 1 + at * unit, anchor) for at, anchor in _NUMBERS],
        cls="fig",
        viewBox=f"0 0 {num(width)} 29",
        width=num(width),
        height="29",
        role="img",
        aria_labelledby=f"strip-{name}",
    )


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


def _number(value: int, x: float, anchor: str) -> Markup:
    return el("text", str(value), cls="lbl", x=num(x), y="26", text_anchor=anchor)


def _tick(x: float) -> Markup:
    return el("path", cls="ink", d=f"M{num(x)} 0v15", stroke_width="1.2")
