"""The figure of the spine: column, cord, lesions and their labels in one SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el, num
from backstay.present.spine import labels, write
from backstay.present.spine.bodies import bodies
from backstay.present.spine.cord import canal
from backstay.present.spine.geometry import column
from backstay.present.spine.lesions import center, drawn, hatching, pushed
from backstay.present.spine.place import Layout
from backstay.present.spine.stack import spread
from backstay.present.words import listed, say

HEIGHT, MARGIN = 400.0, 12.0
WIDTH, SPAN_WIDTH, FRONT = 240.0, 30.0, 46.0


def spine(
    lesions: Sequence[Lesion],
    description: str,
    *,
    known: bool = True,
    link: Callable[[str], str] | None = None,
    chosen: str = "",
) -> Markup:
    """The spine with these lesions; `description` says the same in words for those who cannot see it.

    With `link`, the label of each lesion is a link that chooses it; the chosen one stands on a ground.
    """
    shown = [lesion for lesion in lesions if lesion.levels]
    layout = _layout(shown)
    return el(
        "svg",
        el("title", _title(shown, known), id="spine-t"),
        el("desc", description, id="spine-d"),
        el("defs", hatching()),
        canal(layout.boxes, pushed(shown)),
        bodies(layout.boxes),
        [drawn(lesion, layout.boxes) for lesion in shown],
        write.names(shown, layout),
        write.labels(shown, layout, link, chosen),
        write.conus(shown, layout),
        None if shown else write.nothing(layout, known=known),
        cls="fig",
        viewBox=f"0 0 {num(layout.width)} {num(layout.height)}",
        width=num(layout.width),
        height=num(layout.height),
        role="group" if link else "img",
        aria_labelledby="spine-t spine-d",
    )


def _layout(lesions: Sequence[Lesion]) -> Layout:
    """Places for everything; the figure grows where labels need more room than the spine."""
    shift = SPAN_WIDTH if any(len(lesion.levels) > 1 for lesion in lesions) else 0.0
    texts = [labels.lines(lesion, len(lesions)) for lesion in lesions]
    heights = [labels.height(text, len(lesions)) for text in texts]
    top = MARGIN + (labels.ROW if len(lesions) > labels.MARKED else 0)
    height = max(HEIGHT, top + sum(heights) + MARGIN)
    boxes = column(height - 2 * MARGIN, MARGIN, FRONT + shift)
    wanted = [center(lesion, boxes) for lesion in lesions]
    return Layout(
        width=WIDTH + shift,
        height=height,
        shift=shift,
        boxes=boxes,
        texts=texts,
        heights=heights,
        beside=spread(wanted, heights, top, height - 2),
        names=spread(wanted, [write.NAME] * len(lesions), 2, height - 2),
    )


def _title(lesions: Sequence[Lesion], known: bool) -> str:
    named = listed([lesion.title for lesion in lesions])
    if named:
        return say("spine_title", lesions=say("spine_with", levels=named))
    return say("spine_title", lesions=say("spine_none" if known else "spine_unknown"))
