"""The writing of a spine figure: level names in front, labels with leader lines behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backstay.present.axial import axial
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el, join, num
from backstay.present.spine.labels import HEIGHTS, MARKED, ROW, Text
from backstay.present.spine.lesions import center, reach
from backstay.present.spine.place import Layout
from backstay.present.words import say

NAME = 14.0  # height of a name
COMMON = ("C0", "C2", "C5", "T1", "T4", "T7", "T10", "T12", "L2", "L4", "S1", "S5")
KNEE, MARK, TEXT, CELL = 103.0, 119.0, 138.0, 162.0  # columns, before the shift


def names(lesions: Sequence[Lesion], layout: Layout) -> Markup:
    """Names of the lesions, and of some other levels where there is room."""
    taken = list(layout.names)
    found = [_name(lesion, y, layout) for lesion, y in zip(lesions, layout.names, strict=True)]
    for level in COMMON:
        y = layout.boxes[level].y
        if all(abs(y - other) >= NAME for other in taken):
            taken.append(y)
            found.append(_text(Text("lbl", level), _name_end(y, layout), y, anchor="end"))
    return join(found)


def labels(
    lesions: Sequence[Lesion],
    layout: Layout,
    link: Callable[[str], str] | None = None,
    chosen: str = "",
) -> Markup:
    """A label for each lesion with a line to it; many lesions stand in a table."""
    table = len(lesions) > MARKED
    found = [_label(lesion, i, layout, table) for i, lesion in enumerate(lesions)]
    if link is not None:
        found = [
            _linked(lesion, i, layout, one, (link(lesion.name), lesion.name == chosen))
            for i, (lesion, one) in enumerate(zip(lesions, found, strict=True))
        ]
    return join(_heads(layout) if table else None, found)


def conus(lesions: Sequence[Lesion], layout: Layout) -> Markup | None:
    """The word at the end of the cord, where no label stands there."""
    box = layout.boxes["L1"]
    places = zip(layout.beside, layout.heights, strict=True)
    if any(abs(box.y - y) < height / 2 + 10 for y, height in places):
        return None
    if any(abs(box.y - center(lesion, layout.boxes)) < 12 for lesion in lesions):
        return None
    start, end = box.at(box.depth / 2 + 9, 0)[0], KNEE + layout.shift
    line = el(
        "path", cls="line", d=f"M{num(start)} {num(box.y)}H{num(end - 3)}", stroke_dasharray="1.5 2"
    )
    return join(line, _text(Text("lbl", say("fig_conus")), end, box.y))


def nothing(layout: Layout, *, known: bool) -> Markup:
    """What stands beside a spine without lesions: none listed, or not known."""
    said = say("fig_none" if known else "fig_unknown")
    return _text(Text("" if known else "b", said), KNEE + layout.shift, layout.boxes["T8"].y)


def _name(lesion: Lesion, y: float, layout: Layout) -> Markup:
    end = _name_end(y, layout)
    at = center(lesion, layout.boxes)
    text = _text(Text("b", lesion.title), end, y, anchor="end")
    if abs(at - y) < 3:
        return text
    front = layout.front(at, 4)
    line = el(
        "path",
        cls="rule",
        d=f"M{num(end + 2)} {num(y)}L{num(front - 1)} {num(at)}",
        stroke_width="0.8",
    )
    return join(line, text)


def _name_end(y: float, layout: Layout) -> float:
    return min(layout.front(y, NAME) - 6, 34 + layout.shift)


def _label(lesion: Lesion, place: int, layout: Layout, table: bool) -> Markup:
    y, at = layout.beside[place], center(lesion, layout.boxes)
    start = reach(lesion, layout.boxes[lesion.levels[len(lesion.levels) // 2]])
    knee = max(KNEE + layout.shift - 6, start + 1)
    end = KNEE + layout.shift + 2
    line = el(
        "path",
        cls="rule",
        d=f"M{num(start)} {num(at)}H{num(knee)}L{num(end)} {num(y)}",
        stroke_width="0.8",
    )
    body = (
        _cells(layout.texts[place], y, layout)
        if table
        else _block(lesion, layout.texts[place], y, layout)
    )
    return el("g", line, body)


def _linked(
    lesion: Lesion, place: int, layout: Layout, label: Markup, to: tuple[str, bool]
) -> Markup:
    """A label as a link; the ground takes the click and shows where the focus is."""
    href, chosen = to
    y, tall = layout.beside[place], max(layout.heights[place], ROW)
    left = KNEE + layout.shift
    ground = el(
        "rect",
        cls="hit here" if chosen else "hit",
        x=num(left),
        y=num(y - tall / 2),
        width=num(layout.width - left),
        height=num(tall),
        rx="3",
    )
    name = el("title", lesion.title)
    return el("a", name, ground, label, href=href, aria_current="true" if chosen else None)


def _block(lesion: Lesion, texts: list[Text], y: float, layout: Layout) -> Markup:
    """The axial mark and lines of text around one height."""
    tall = sum(HEIGHTS[text.cls] for text in texts)
    top, found = y - tall / 2, []
    for text in texts:
        found.append(_text(text, TEXT + layout.shift, top + HEIGHTS[text.cls] / 2))
        top += HEIGHTS[text.cls]
    below = lesion.below_conus
    grade = lesion.facts.get("cauda_compression" if below else "escc")
    return join(axial(MARK + layout.shift, y, grade, cauda=below), found)


def _cells(texts: list[Text], y: float, layout: Layout) -> Markup:
    columns = (KNEE + 6 + layout.shift, CELL + layout.shift)
    return join([_text(text, x, y) for text, x in zip(texts, columns, strict=True)])


def _heads(layout: Layout) -> Markup:
    y = min(layout.beside[0] - 16, 10)
    texts = [Text("lbl", say("fig_sins_head")), Text("lbl", say("fig_escc_head"))]
    return _cells(texts, y, layout)


def _text(text: Text, x: float, y: float, *, anchor: str | None = None) -> Markup:
    """Text around a height: the baseline stands a third of the size below it."""
    return el("text", text.text, cls=text.cls or None, x=num(x), y=num(y + 4), text_anchor=anchor)
