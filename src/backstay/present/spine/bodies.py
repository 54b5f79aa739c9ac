"""Vertebral bodies and the arches behind them."""

from __future__ import annotations

from backstay.present.lesions import LEVELS
from backstay.present.markup import Markup, el, num
from backstay.present.spine.geometry import Box, Point

Column = dict[str, Box]
_WEDGE = 0.9  # how much of a lost front height shows


def outline(level: str, boxes: Column, front: float = 1.0) -> str:
    """Path data of one body; `front` is the share of the front height that is left."""
    if level == "C0":
        return _occiput(boxes["C0"])
    if level == "C1":
        return _atlas(boxes["C1"])
    body = _body(boxes[level], front)
    return f"{_dens(boxes)}{body}" if level == "C2" else body


def bodies(boxes: Column) -> list[Markup]:
    """Arches first, so that bodies lie over them."""
    arches = [
        el("path", cls="post", d=_arch(level, boxes[level])) for level in LEVELS if _has_arch(level)
    ]
    return [*arches, *(el("path", cls="bone", d=outline(level, boxes)) for level in LEVELS)]


def move(points: list[Point]) -> str:
    return "M" + "L".join(pair(point) for point in points) + "Z"


def pair(point: Point) -> str:
    return f"{num(point[0])} {num(point[1])}"


def _body(box: Box, front: float) -> str:
    half, tall, waist = box.depth / 2, box.height / 2, 0.08 * box.depth
    lost = (1 - front) * box.height
    top_front, top_back = box.at(-half, lost * _WEDGE - tall), box.at(half, -tall)
    low_back, low_front = box.at(half, tall), box.at(-half, tall)
    back, middle = box.at(half - waist, 0), box.at(waist - half, lost * 0.45)
    return (
        f"M{pair(top_front)}L{pair(top_back)}Q{pair(back)} {pair(low_back)}"
        f"L{pair(low_front)}Q{pair(middle)} {pair(top_front)}Z"
    )


def _occiput(box: Box) -> str:
    x, y = box.x, box.y
    return (
        f"M{pair((x - 15, y + 3))}C{pair((x - 17, y - 11))} {pair((x + 23, y - 13))} {pair((x + 27, y + 2))}"
        f"L{pair((x + 12, y + 1))}Q{pair((x + 4, y - 5))} {pair((x - 3, y + 4))}Z"
    )


def _atlas(box: Box) -> str:
    return f"M{pair((box.x - 7, box.y - 2.6))}h5v5.4h-5Z"


def _dens(boxes: Column) -> str:
    """The tooth of C2 that stands up behind the front arch of C1."""
    above, base = boxes["C1"], boxes["C2"].y - 2
    left, right, top = above.x - 0.6, above.x + 3.4, above.y - 3.4
    return (
        f"M{pair((left, base))}L{pair((left + 0.3, top))}Q{pair((above.x + 1.4, top - 1.8))} "
        f"{pair((right - 0.4, top))}L{pair((right, base))}Z"
    )


def _has_arch(level: str) -> bool:
    return level not in ("C0", "S4", "S5")


def _arch(level: str, box: Box) -> str:
    """The spinous process: short in the neck, steep in the chest, broad in the back."""
    start, number = box.depth / 2 + 10.2, int(level[1:])
    if level[0] == "C":
        reach, drop, thick = (10 if number in (2, 7) else 6), 1.5, box.height * 0.5
    elif level[0] == "T":
        reach, drop, thick = 13, (9 if 4 <= number <= 9 else 6), box.height * 0.42
    elif level[0] == "L":
        reach, drop, thick = 14, 1.5, box.height * 0.72
    else:
        reach, drop, thick = 5, 1, box.height * 0.5
    return move(
        [
            box.at(start, -thick / 2),
            box.at(start + reach, drop - thick * 0.35),
            box.at(start + reach, drop + thick * 0.4),
            box.at(start, thick / 2),
        ]
    )
