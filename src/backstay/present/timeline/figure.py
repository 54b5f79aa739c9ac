"""The figure of a course: pain as a plain line with the points that were measured, treatments as bars below."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from backstay.present.markup import Markup, el, num
from backstay.present.timeline.axis import Axis, axis, ticks
from backstay.present.timeline.course import Bar, Course, Event, Pain
from backstay.present.timeline.told import bar_told, day, description
from backstay.present.words import capital, say

TOP, BOTTOM = 14.0, 62.0  # where pain 10 and pain 0 stand
ROW, THICK = 17.0, 13.0  # from one bar to the next, and of one
LETTER = 6.4  # width of one, about
IN_MARGIN = 11  # letters of a line beside the scale
APART = 24.0  # between numbers on the line


class Shape(NamedTuple):
    """One variant of the figure: the same facts on a wide and on a narrow screen."""

    name: str
    width: float
    left: float
    ticks: int
    bars: int  # rows of treatments that have room


WIDE = Shape("wide", 636, 100, 8, 4)
NARROW = Shape("narrow", 300, 26, 3, 4)


def figure(found: Course, shape: Shape = WIDE) -> Markup:
    """The figure in one shape."""
    moments = [
        *(one.at for one in found.pains),
        *(one.at for one in found.events),
        *(one.start or one.end for one in found.bars),
    ]
    line = axis(moments, found.now, shape.left, shape.width - 34)
    bars = found.bars[-shape.bars :]
    foot = BOTTOM + 8 + ROW * max(len(bars), 1)
    height = foot + 20
    name = f"timeline-{shape.name}"
    return el(
        "svg",
        el("title", say("tl_title", pain=found.label, start=day(line.start), end=day(found.now)), id=f"{name}-t"),
        el("desc", description(found), id=f"{name}-d"),
        _scale(shape),
        _names(found, shape),
        [_bar(one, place, line) for place, one in enumerate(bars)],
        _events(found.events, line, foot),
        _pain(found.pains, line),
        _now(found, line, foot),
        _ticks(line, shape, foot),
        cls="fig",
        viewBox=f"0 0 {num(shape.width)} {num(height)}",
        width=num(shape.width),
        height=num(height),
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
    )  # fmt: skip


def _y(value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / 10


def _scale(shape: Shape) -> list[Markup]:
    """Lines at 0, 5 and 10 with their numbers."""
    end = shape.width - 34
    drawn = []
    for value in (0, 5, 10):
        y = _y(value)
        drawn.append(el("path", cls="line", d=f"M{num(shape.left)} {num(y)}H{num(end)}"))
        drawn.append(
            el(
                "text",
                str(value),
                cls="lbl",
                x=num(shape.left - 6),
                y=num(y + 4),
                text_anchor="end",
            )
        )
    return drawn


def _names(found: Course, shape: Shape) -> list[Markup]:
    """What the parts are, where there is room; what is not known says so."""
    label = capital(found.label)
    drawn = []
    if shape is WIDE:
        lines = wrap(label, IN_MARGIN)
        drawn += [
            el("text", one, cls="sm b", x="0", y=num(TOP + 4 + 14 * place))
            for place, one in enumerate(lines)
        ]
        drawn.append(
            el("text", say("tl_scale"), cls="q sm", x="0", y=num(TOP + 4 + 14 * len(lines)))
        )
        if found.bars:
            drawn.append(el("text", say("tl_treatment"), cls="sm b", x="0", y=num(BOTTOM + 18)))
    if not found.pains:
        told = say("tl_no_pain", pain=label)
        drawn.append(el("text", told, cls="q sm", x=num(shape.left + 8), y=num(_y(5) - 6)))
    return drawn


def _pain(pains: list[Pain], line: Axis) -> list[Markup]:
    """The line, a dot for each point that was measured, and numbers that have room; the last is the largest."""
    if not pains:
        return []
    places = [(line.x(one.at), _y(one.value)) for one in pains]
    path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in places)
    drawn = [el("path", cls="ink", d=path, stroke_width="1.6")] if len(places) > 1 else []
    drawn += [el("circle", cls="fill", cx=num(x), cy=num(y), r="2.4") for x, y in places[:-1]]
    x, y = places[-1]
    drawn.append(el("circle", cls="fill", cx=num(x), cy=num(y), r="3.6"))
    drawn.append(el("text", f"{pains[-1].value:g}", cls="b halo", x=num(x + 7), y=num(y + 4.5)))
    return drawn + _numbers(pains, places)


def _numbers(pains: list[Pain], places: list[tuple[float, float]]) -> list[Markup]:
    drawn, free = [], places[-1][0] - APART / 2
    for one, (x, y) in reversed(list(zip(pains[:-1], places[:-1], strict=True))):
        if x < free:
            above = y - 6 if y - 6 > TOP else y + 14
            told = f"{one.value:g}"
            drawn.append(
                el("text", told, cls="sm halo", x=num(x), y=num(above), text_anchor="middle")
            )
            free = x - APART
    return drawn


def _bar(one: Bar, place: int, line: Axis) -> list[Markup]:
    """A bar from its start, or a short dashed piece before its end where the start is not known."""
    y = BOTTOM + 8 + ROW * place
    end = line.x(one.end)
    start = line.x(one.start) if one.start else max(end - 26, line.left)
    dashes = None if one.start else "3 2"
    box = el(
        "rect",
        cls="soft rule",
        x=num(start),
        y=num(y),
        width=num(max(end - start, 2)),
        height=num(THICK),
        rx="2",
        stroke_width="0.8",
        stroke_dasharray=dashes,
    )
    told = bar_told(one)
    wide = len(told) * LETTER
    inside = start + 5 + wide < end
    x, anchor = (start + 5, "start") if inside else (start - 5, "end")
    if not inside and start - wide < 2:  # no room before it either
        x, anchor = line.left + 3, "start"
    return [
        box,
        el("text", told, cls="sm halo", x=num(x), y=num(y + 10.4), text_anchor=anchor),
    ]


def _events(events: list[Event], line: Axis, foot: float) -> list[Markup]:
    """Radiation as a dotted upright, an operation as a plain one; labels step down where they would touch."""
    drawn: list[Markup] = []
    taken: list[tuple[float, float, float]] = []
    for one in events:
        x, wide = line.x(one.at), len(one.what) * LETTER
        left = x - 4 - wide > line.left
        low, high = (x - 4 - wide, x - 4) if left else (x + 4, x + 4 + wide)
        y = TOP + 8
        while any(
            abs(y - other) < 12 and low < end and high > start for start, end, other in taken
        ):
            y += 13
        taken.append((low, high, y))
        dashes = "2 2" if one.kind == "radiation" else None
        path = f"M{num(x)} {num(TOP - 2)}V{num(foot - 4)}"
        drawn += [
            el("path", cls="ink", d=path, stroke_width="1.2", stroke_dasharray=dashes),
            el("text", one.what, cls="sm b halo", x=num(x - 4 if left else x + 4), y=num(y),
               text_anchor="end" if left else "start"),
        ]  # fmt: skip
    return drawn


def _now(found: Course, line: Axis, foot: float) -> list[Markup]:
    x = line.x(found.now)
    return [
        el("path", cls="red-line", d=f"M{num(x)} {num(TOP - 2)}V{num(foot)}", stroke_width="1.6"),
        el("text", say("tl_now"), cls="sm b", x=num(x + 5), y=num(foot - 3)),
    ]


def _ticks(line: Axis, shape: Shape, foot: float) -> list[Markup]:
    drawn = [el("path", cls="rule", d=f"M{num(line.left)} {num(foot)}H{num(line.right)}")]
    for at, told in ticks(line, shape.ticks):
        x = line.x(at)
        drawn.append(el("path", cls="rule", d=f"M{num(x)} {num(foot)}v5"))
        if x + 3 + len(told) * LETTER < line.right + 30:
            drawn.append(el("text", told, cls="sm q", x=num(x + 3), y=num(foot + 14)))
    return drawn
