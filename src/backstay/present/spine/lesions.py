"""One lesion drawn into the spine: bone, collapse, epidural tumor, earlier radiation."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.present.axial import CAUDA, DEPTH
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el, num
from backstay.present.spine.bodies import Column, move, outline, pair
from backstay.present.spine.geometry import Box

PATTERN = "spine-lytic"
FRONT_LEFT = {"under_half": 0.68, "over_half": 0.42}  # share of the front height that is drawn
PUSH = 5.2  # pixels that the cord moves for a tumor of depth 1
BULGE = 8.0
BEHIND_ARCH = 24.0  # where the bracket of earlier radiation stands


def hatching() -> Markup:
    """The pattern of lytic bone."""
    return el(
        "pattern",
        el("path", cls="hatch", d="M0 0V4"),
        id=PATTERN,
        width="4",
        height="4",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def drawn(lesion: Lesion, boxes: Column) -> Markup:
    parts = [part for level in lesion.levels for part in _level(lesion, level, boxes)]
    return el("g", *parts, _bracket(lesion, boxes))


def pushed(lesions: Sequence[Lesion]) -> dict[str, float]:
    """How far the cord is moved back at each level, in pixels."""
    return {
        level: max(0.0, _depth(lesion) - 0.4) * PUSH
        for lesion in lesions
        for level in lesion.levels
    }


def reach(lesion: Lesion, box: Box) -> float:
    """Where a leader line may start, behind the arch or the bracket."""
    return box.at(box.depth / 2 + (32 if _irradiated(lesion) else 27), 0)[0]


def center(lesion: Lesion, boxes: Column) -> float:
    return (boxes[lesion.levels[0]].y + boxes[lesion.levels[-1]].y) / 2


def _level(lesion: Lesion, level: str, boxes: Column) -> list[Markup | None]:
    # Collapse is drawn at the level that names the lesion: of a span nobody said which one.
    front = FRONT_LEFT.get(str(lesion.facts.get("collapse")), 1.0) if level == lesion.name else 1.0
    path, box = outline(level, boxes, front), boxes[level]
    return [*_bone(lesion.facts.get("bone"), path, box, front), _bulge(lesion, box)]


def _bone(bone: object, path: str, box: Box, front: float) -> list[Markup | None]:
    if bone == "blastic":
        return [el("path", cls="tumor", d=path, stroke_width="1.4")]
    if bone == "lytic":
        return [el("path", cls="tumor-edge", d=path), _hatched(path)]
    if bone == "mixed":
        return [el("path", cls="tumor-edge", d=path), _hatched(path), _back_half(box, front)]
    return [el("path", cls="tumor-edge", d=path, stroke_dasharray="2.5 2")]


def _hatched(path: str) -> Markup:
    return el("path", d=path, fill=f"url(#{PATTERN})")


def _back_half(box: Box, front: float) -> Markup:
    half, tall = box.depth / 2, box.height / 2
    lost = (1 - front) * box.height * 0.45
    points = [box.at(0, lost - tall), box.at(half, -tall), box.at(half, tall), box.at(0, tall)]
    return el("path", cls="tumor", d=move(points), stroke_width="0.6")


def _depth(lesion: Lesion) -> float:
    if lesion.below_conus:
        return CAUDA.get(str(lesion.facts.get("cauda_compression")), 0.0)
    return DEPTH.get(str(lesion.facts.get("escc")), 0.0)


def _bulge(lesion: Lesion, box: Box) -> Markup | None:
    depth = _depth(lesion)
    if not depth:
        return None
    edge, tall = box.depth / 2 - 0.6, box.height / 2 + 1.5
    top, tip, low = (
        box.at(edge, -tall),
        box.at(edge + 2 + BULGE * min(depth, 1.0), 0),
        box.at(edge, tall),
    )
    return el("path", cls="tumor", d=f"M{pair(top)}Q{pair(tip)} {pair(low)}Z", stroke_width="0.6")


def _irradiated(lesion: Lesion) -> bool:
    return bool(lesion.facts.get("prior_radiation"))


def _bracket(lesion: Lesion, boxes: Column) -> Markup | None:
    if not _irradiated(lesion) or not lesion.levels:
        return None
    first, last = boxes[lesion.levels[0]], boxes[lesion.levels[-1]]
    x = max(first.at(first.depth / 2, 0)[0], last.at(last.depth / 2, 0)[0]) + BEHIND_ARCH
    top, low = first.y - first.height / 2 - 2, last.y + last.height / 2 + 2
    return el("path", cls="ink", d=f"M{num(x)} {num(top)}h5V{num(low)}h-5", stroke_width="1.2")
