"""Limits in the figure: a point that the curve must pass on the left or below, with an arrow that says which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot
from typing import Any, NamedTuple

from backstay.present.histograms.axes import Plot
from backstay.present.histograms.lines import COLORS, Line, Place
from backstay.present.histograms.numbers import number
from backstay.present.markup import Markup, el, join, num
from backstay.present.words import word

ARROW, HEAD, NEAR = 20.0, 5.0, 15.0
LEFTWARD, DOWNWARD = "left", "down"


class Mark(NamedTuple):
    """A limit as it is drawn."""

    line: Line
    at: Place
    toward: str
    status: str
    told: str  # for a pointer that rests on it


def marks(results: Iterable[dict[str, Any]], lines: Sequence[Line], at: Plot) -> list[Mark]:
    """The limits of drawn structures that are a point of the histogram: a dose and a volume."""
    by_number = {line.number: line for line in lines}
    found = []
    for one in results:
        line = by_number.get(one["number"])
        place = one.get("point")
        if line is None or place is None or not line.volume_cc:
            continue
        percent = min(100.0, 100 * place["volume_cc"] / line.volume_cc)
        bound = f"{word('dvh_sense', one['sense'])} {number(one['limit'])} {word('dvh_unit', one['unit'])}"
        told = f"{line.name}: {one['measure']} {bound}, {word('dvh_status', one['status'])}"
        found.append(
            Mark(line, (at.x(place["dose"]), at.y(percent)), place["keep"], one["status"], told)
        )
    return found


def drawn(found: Sequence[Mark], taken: Sequence[Place]) -> Markup:
    """Every mark with the letter of its line, apart from letters that stand already."""
    used = list(taken)
    shown = []
    for one in found:
        place = _beside(one.at, used)
        used.append(place)
        shown.append(_mark(one, place))
    return join(shown)


def _beside(at: Place, used: Sequence[Place]) -> Place:
    """Right of the point; higher where something stands there."""
    x, y = at[0] + 10, at[1] - 8
    while any(hypot(x - other[0], y - other[1]) < NEAR for other in used):
        y -= NEAR
    return x, y


def _mark(one: Mark, label: Place) -> Markup:
    x, y = one.at
    color = f"h{one.line.place % COLORS}"
    lead = None
    if label[1] < y - 2 * NEAR:
        lead = el(
            "path", d=f"M{num(x)} {num(y)}L{num(label[0] - 4)} {num(label[1] + 4)}", cls="line"
        )
    return el(
        "g",
        el("title", one.told),
        lead,
        el("path", d=_arrow(x, y, one.toward), cls=f"limit {color}"),
        el("path", d=f"M{num(x)} {num(y - 6)}V{num(y + 6)}", cls=f"limit {color}") if one.toward == LEFTWARD
        else el("path", d=f"M{num(x - 6)} {num(y)}H{num(x + 6)}", cls=f"limit {color}"),
        el("text", one.line.letter, word("dvh_short", one.status), x=num(label[0]), y=num(label[1] + 4), cls="sm b halo-text"),
    )  # fmt: skip


def _arrow(x: float, y: float, toward: str) -> str:
    if toward == LEFTWARD:
        tip = x - ARROW
        return f"M{num(x)} {num(y)}H{num(tip)}m{num(HEAD)} {num(-HEAD)}L{num(tip)} {num(y)}l{num(HEAD)} {num(HEAD)}"
    tip = y + ARROW
    return f"M{num(x)} {num(y)}V{num(tip)}m{num(-HEAD)} {num(-HEAD)}L{num(x)} {num(tip)}l{num(HEAD)} {num(-HEAD)}"
