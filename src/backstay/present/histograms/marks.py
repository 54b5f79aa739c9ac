"""Limits in the figure: a point that the curve must pass on the left or below, with an arrow that says which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from backstay.present.histograms.axes import Plot
from backstay.present.histograms.lines import COLORS, HALO, Line, Place
from backstay.present.histograms.numbers import number
from backstay.present.markup import Markup, el, join, num
from backstay.present.words import word

ARROW, HEAD = 20.0, 5.0
LETTER, TALL, GAP = 8.0, 15.0, 7.0  # of the text beside a mark
LEFTWARD, DOWNWARD = "left", "down"


class Box(NamedTuple):
    """The room of a text."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two texts would lie on each other."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


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


def drawn(found: Sequence[Mark], taken: Sequence[Place], at: Plot) -> Markup:
    """Every mark with the letter of its line, apart from letters that stand already and within the figure."""
    used = [Box(x - HALO, y - HALO, x + HALO, y + HALO) for x, y in taken]
    used += [_room(one) for one in found]
    shown = []
    for one in found:
        box = _beside(one, used, at)
        used.append(box)
        shown.append(_mark(one, box))
    return join(shown)


def _room(one: Mark) -> Box:
    """The room of a bar and its arrow."""
    x, y = one.at
    if one.toward == LEFTWARD:
        return Box(x - ARROW, y - HEAD, x + 1, y + HEAD)
    return Box(x - HEAD, y - 1, x + HEAD, y + ARROW)


def _beside(one: Mark, used: Sequence[Box], at: Plot) -> Box:
    """Right of the point, or left of it at the edge of the figure; higher where something stands there."""
    x, y = one.at
    wide = LETTER * len(_text(one))
    left = x + GAP if x + GAP + wide <= at.width - 2 else x - GAP - wide
    box = Box(left, y - TALL, left + wide, y - 2)
    while any(box.meets(other) for other in used):
        box = Box(box.left, box.top - TALL, box.right, box.bottom - TALL)
    return box


def _text(one: Mark) -> str:
    return one.line.letter + word("dvh_short", one.status)


def _mark(one: Mark, box: Box) -> Markup:
    x, y = one.at
    color = f"h{one.line.place % COLORS}"
    bar = f"M{num(x)} {num(y - 6)}V{num(y + 6)}"
    if one.toward == DOWNWARD:
        bar = f"M{num(x - 6)} {num(y)}H{num(x + 6)}"
    far = box.bottom < y - TALL
    lead = (
        el("path", d=f"M{num(x)} {num(y - 6)}L{num(box.left + 4)} {num(box.bottom)}", cls="line")
        if far
        else None
    )
    return el(
        "g",
        el("title", one.told),
        lead,
        el("path", d=_arrow(x, y, one.toward), cls=f"limit {color}"),
        el("path", d=bar, cls=f"limit {color}"),
        el("text", _text(one), x=num(box.left), y=num(box.bottom - 2), cls="sm b halo-text"),
    )


def _arrow(x: float, y: float, toward: str) -> str:
    if toward == LEFTWARD:
        tip = x - ARROW
        return f"M{num(x)} {num(y)}H{num(tip)}m{num(HEAD)} {num(-HEAD)}L{num(tip)} {num(y)}l{num(HEAD)} {num(HEAD)}"
    tip = y + ARROW
    return f"M{num(x)} {num(y)}V{num(tip)}m{num(-HEAD)} {num(-HEAD)}L{num(x)} {num(tip)}l{num(HEAD)} {num(-HEAD)}"
