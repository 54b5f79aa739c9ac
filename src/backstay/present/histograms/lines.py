"""The curves: each its own color, dashes and letter, so that no reader needs the color."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any, NamedTuple

from backstay.present.histograms.axes import Plot
from backstay.present.markup import Markup, el, join, num

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLORS = 8  # classes h0 to h7 of the style sheet
DASHES = (None, "9 4", "2.5 3", "11 3 2.5 3", "5 3", "14 4 2.5 3 2.5 3", "1.5 4")
APART, FINE = 21.0, 0.7  # between two letters; between two points of a drawn line
HALO = 8.5  # radius of a letter

Place = tuple[float, float]


class Line(NamedTuple):
    """One structure as it is drawn."""

    letter: str
    name: str
    number: int
    place: int  # in the order of colors and dashes
    points: list[Place]  # on the page
    volume_cc: float


def line(one: dict[str, Any], place: int, at: Plot) -> Line:
    """The curve of a structure in percent of its volume; what lies outside the dose grid is never reached."""
    total = one["volume_cc"] or 0.0
    histogram = one["histogram"]
    shares = [100 * cc / total if total else 0.0 for cc in histogram["volume_cc"]]
    points = [
        (at.x(dose), at.y(share)) for dose, share in zip(histogram["dose"], shares, strict=True)
    ]
    letter = LETTERS[place % len(LETTERS)]
    return Line(letter, one["name"], one["number"], place, _thinned(points), total)


def _thinned(points: list[Place]) -> list[Place]:
    """Without points that the eye could not tell from the one before; the last always stays."""
    kept = points[:1]
    for x, y in points[1:-1]:
        if hypot(x - kept[-1][0], y - kept[-1][1]) >= FINE:
            kept.append((x, y))
    return kept + points[1:][-1:]


def drawn(one: Line) -> Markup:
    """The line itself."""
    path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in one.points)
    return el("path", d=path, cls=f"curve h{one.place % COLORS}", stroke_dasharray=dashes(one))


def dashes(one: Line) -> str | None:
    return DASHES[one.place % len(DASHES)]


def letters(lines: Sequence[Line]) -> tuple[list[Markup], list[Place]]:
    """A letter on every line, where it is far from other lines and letters; and where the letters stand."""
    taken: list[Place] = []
    found = []
    for one in lines:
        place = _free(one, [other for other in lines if other is not one], taken)
        if place is not None:
            taken.append(place)
            found.append(letter(one, place))
    return found, taken


def letter(one: Line, place: Place) -> Markup:
    """The letter of a line in a circle of the line's color."""
    x, y = place
    return join(
        el("circle", cx=num(x), cy=num(y), r=num(HALO), cls=f"halo h{one.place % COLORS}"),
        el("text", one.letter, x=num(x), y=num(y + 4), text_anchor="middle", cls="sm b"),
    )


def _free(one: Line, others: Sequence[Line], taken: Sequence[Place]) -> Place | None:
    """The place on a line that is farthest from all else; its ends are avoided."""
    along = _along(one)
    if not along:
        return None

    def room(place: Place) -> float:
        near = min((_distance(place, other.points) for other in others), default=60.0)
        crowded = min((_distance(place, [mark]) for mark in taken), default=60.0)
        return min(near, 24.0) + (min(crowded, 60.0) if crowded >= APART else -100.0)

    return max(along, key=room)


def _along(one: Line) -> list[Place]:
    """Places on a line, about 6 apart, from just below the top to just above the axis."""
    if not one.points:
        return []
    low, high = max(y for _, y in one.points), min(y for _, y in one.points)
    places: list[Place] = []
    for (x, y), (to_x, to_y) in zip(one.points, one.points[1:], strict=False):
        parts = max(1, int(hypot(to_x - x, to_y - y) // 6))
        places += [(x + (to_x - x) * n / parts, y + (to_y - y) * n / parts) for n in range(parts)]
    inner = [place for place in places if high + 12 <= place[1] <= low - 16]
    return inner[:: max(1, len(inner) // 80)]


def _distance(place: Place, points: Sequence[Place]) -> float:
    return min(hypot(place[0] - x, place[1] - y) for x, y in points)
