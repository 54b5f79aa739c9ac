"""ESCC as a small axial mark: the ring is the sac, the inner ring the cord, tumor from the front."""

from __future__ import annotations

import math
from typing import NamedTuple

from backstay.present.markup import Markup, el, num

RADIUS = 13.0
# How far tumor bulges into the canal, from 0 to 1 and over: to tell grades apart, not to scale.
DEPTH = {"0": 0.0, "1a": 0.18, "1b": 0.34, "1c": 0.55, "2": 0.82, "3": 1.12}
CAUDA = {"none": 0.0, "partial": 0.5, "complete": 1.0}
_ROOTS = ((0, -5), (5, -1.5), (3.2, 4.5), (-3.2, 4.5), (-5, -1.5), (0, 0.4))


class _Shape(NamedTuple):
    """Where tumor leaves the rim, how low it reaches, and the cord it leaves; pixels from the center."""

    rim: float
    low: float
    cord: float = 0.5
    wide: float = 6.0
    tall: float = 6.0


_FREE = _Shape(-RADIUS, -RADIUS)
_CORD = {
    "0": _FREE,
    "1a": _Shape(-10.8, -9.6),
    "1b": _Shape(-9.6, -7.4),
    "1c": _Shape(-8.2, -5.2),  # touches the cord
    "2": _Shape(-6.6, -1.6, cord=3.2, wide=7.0, tall=4.6),
    "3": _Shape(-5.6, 2.6, cord=5.8, wide=8.0, tall=3.0),
}
_CAUDA = {"none": _FREE, "partial": _Shape(-8.0, -3.6), "complete": _Shape(-5.6, 2.6)}


def axial(x: float, y: float, grade: str | None, *, cauda: bool = False) -> Markup:
    """The mark at a point. Dashed: no cord here, or the grade is not known."""
    moved = f"translate({num(x)} {num(y)})"
    if cauda:
        tumor = _tumor(_CAUDA.get(grade or "", _FREE))
        return el("g", _ring(dashed=True), _roots(), tumor, transform=moved)
    shape = _CORD.get(grade or "")
    parts = _cord(shape or _FREE, dashed=shape is None), _tumor(shape or _FREE)
    return el("g", _ring(dashed=shape is None), parts, transform=moved)


def _ring(*, dashed: bool) -> Markup:
    dash = "2.5 2.5" if dashed else None
    return el("circle", cls="rule surface", r=num(RADIUS), stroke_width="1", stroke_dasharray=dash)


def _cord(shape: _Shape, *, dashed: bool) -> Markup:
    return el(
        "ellipse",
        cls="cord",
        cx="0",
        cy=num(shape.cord),
        rx=num(shape.wide),
        ry=num(shape.tall),
        stroke_width="1.2" if dashed else "2.2",
        stroke_dasharray="2 2" if dashed else None,
    )


def _roots() -> list[Markup]:
    return [
        el("circle", cls="cord", cx=num(x), cy=num(y), r="1.3", stroke_width="1") for x, y in _ROOTS
    ]


def _tumor(shape: _Shape) -> Markup | None:
    if shape is _FREE:
        return None
    side = math.sqrt(RADIUS**2 - shape.rim**2)
    bend = 2 * shape.low - shape.rim  # the control point of a curve whose middle is at `low`
    arc = f"M{num(-side)} {num(shape.rim)}A{num(RADIUS)} {num(RADIUS)} 0 0 1 {num(side)} {num(shape.rim)}"
    path = f"{arc}Q0 {num(bend)} {num(-side)} {num(shape.rim)}Z"
    return el("path", cls="tumor", d=path, stroke_width="0.8")
