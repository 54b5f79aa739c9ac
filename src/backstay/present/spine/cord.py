"""The canal: sac, cord down to L1, and the cauda below it."""

from __future__ import annotations

from backstay.present.lesions import LEVELS
from backstay.present.markup import Markup, el
from backstay.present.spine.bodies import Column, pair
from backstay.present.spine.geometry import Point

END_OF_CORD = LEVELS.index("L1")
END_OF_CAUDA = LEVELS.index("S3")
BEHIND = 5.2  # from the back of the body to the middle of the canal
_ROOTS = (-1.6, 0.2, 2.0)


def canal(boxes: Column, pushed: dict[str, float]) -> list[Markup]:
    """Sac, cord and roots; `pushed` moves the cord back at levels with epidural tumor, in pixels."""
    middle = [_middle(level, boxes) for level in LEVELS]
    cord = [(x + pushed.get(LEVELS[i], 0), y) for i, (x, y) in enumerate(middle)]
    roots = middle[END_OF_CORD : END_OF_CAUDA + 1]
    return [
        el("path", cls="rule faint", d=smooth(middle), stroke_width="9.4"),
        el("path", cls="csf", d=smooth(middle), stroke_width="8.2"),
        el("path", cls="cord", d=smooth(cord[: END_OF_CORD + 1]), stroke_width="3.6"),
        *(
            el("path", cls="cord", d=smooth([(x + by, y) for x, y in roots]), stroke_width="0.8")
            for by in _ROOTS
        ),
    ]


def smooth(points: list[Point]) -> str:
    """A curve through all points (Catmull-Rom as cubic pieces)."""
    path = f"M{pair(points[0])}"
    for i in range(len(points) - 1):
        before, start = points[max(0, i - 1)], points[i]
        end, after = points[i + 1], points[min(len(points) - 1, i + 2)]
        path += f"C{pair(_lean(start, before, end, 6))} {pair(_lean(end, start, after, -6))} {pair(end)}"
    return path


def _middle(level: str, boxes: Column) -> Point:
    box = boxes[level]
    return box.at(4 if level == "C0" else box.depth / 2 + BEHIND, 0)


def _lean(point: Point, before: Point, after: Point, share: float) -> Point:
    return (point[0] + (after[0] - before[0]) / share, point[1] + (after[1] - before[1]) / share)
