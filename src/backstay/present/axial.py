"""ESCC as a small axial mark: the ring is the sac, the inner ring the cord, tumor from the front."""

from __future__ import annotations

from backstay.present.markup import Markup, el, num

RADIUS = 13.0
# How much of the sac the tumor takes, drawn for telling grades apart and not to scale.
DEPTH = {"0": 0.0, "1a": 0.18, "1b": 0.34, "1c": 0.55, "2": 0.82, "3": 1.12}
CAUDA = {"none": 0.0, "partial": 0.5, "complete": 1.0}
_ROOTS = ((0, -5), (5, -1.5), (3.2, 4.5), (-3.2, 4.5), (-5, -1.5), (0, 0.4))


def axial(x: float, y: float, grade: str | None, *, cauda: bool = False) -> Markup:
    """The mark at a point. Dashed: no cord here, or the grade is not known."""
    if cauda:
        return el("g", _ring(dashed=True), _roots(), _tumor(CAUDA.get(grade or "", 0.0)), **_moved(x, y))
    if grade not in DEPTH:
        return el("g", _ring(dashed=True), _cord(0.0, dashed=True), **_moved(x, y))
    depth = DEPTH[grade]
    return el("g", _ring(dashed=False), _cord(depth), _tumor(depth), **_moved(x, y))


def _moved(x: float, y: float) -> dict[str, str]:
    return {"transform": f"translate({num(x)} {num(y)})"}


def _ring(*, dashed: bool) -> Markup:
    dash = "2.5 2.5" if dashed else None
    return el("circle", cls="rule surface", r=num(RADIUS), stroke_width="1", stroke_dasharray=dash)


def _cord(depth: float, *, dashed: bool = False) -> Markup:
    pressed, radius = max(0.0, depth - 0.55), RADIUS * 0.46
    return el(
        "ellipse",
        cls="cord",
        cx="0",
        cy=num(max(0.0, depth - 0.5) * RADIUS * 0.32 + 0.5),
        rx=num(radius * (1 + pressed * 0.55)),
        ry=num(radius * (1 - pressed * 0.42)),
        stroke_width="1.2" if dashed else "2.2",
        stroke_dasharray="2 2" if dashed else None,
    )


def _roots() -> list[Markup]:
    return [el("circle", cls="cord", cx=num(x), cy=num(y), r="1.3", stroke_width="1") for x, y in _ROOTS]


def _tumor(depth: float) -> Markup | None:
    if not depth:
        return None
    side, rim = RADIUS * 0.9, -RADIUS * 0.44
    tip = rim - RADIUS * 0.28 + RADIUS * depth * 1.075
    arc = f"M{num(-side)} {num(rim)}A{num(RADIUS)} {num(RADIUS)} 0 0 1 {num(side)} {num(rim)}"
    return el("path", cls="tumor", d=f"{arc}Q0 {num(tip)} {num(-side)} {num(rim)}Z", stroke_width="0.8")
