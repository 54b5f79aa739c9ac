"""The clock as a bar: hours used since the first red flag, and the limit."""

from __future__ import annotations

from datetime import timedelta

from backstay.present import times
from backstay.present.markup import Markup, el, num
from backstay.present.urgency import Clock
from backstay.present.words import say

EDGE, ROOM = 8.0, 92.0  # room at the end for the words of the limit
LETTER = 6.7  # a broad guess at the width of a letter, so that words never meet


def bar(found: Clock, *, width: float = 640) -> Markup | None:
    """The bar, or nothing without a limit. A start that nobody gave leaves it dashed."""
    if found.within is None or found.within <= 0:
        return None
    used, whole = found.used, max(found.within, found.used or 0)
    scale = (width - EDGE - ROOM) / whole
    name = f"clock-{num(width)}"
    return el(
        "svg",
        el("title", _title(found), id=name),
        _track(found, scale),
        _used(found, scale, width) if used is not None else _unknown(),
        _limit(found, EDGE + found.within * scale, width),
        cls="fig",
        viewBox=f"0 0 {num(width)} 50",
        width=num(width),
        height="50",
        role="img",
        aria_labelledby=name,
    )


def _title(found: Clock) -> str:
    limit = times.duration(found.within or 0)
    if found.used is None:
        return say("clock_figure_unknown", limit=limit)
    return say("clock_figure", used=times.duration(found.used), limit=limit)


def _track(found: Clock, scale: float) -> Markup:
    whole = max(found.within or 0, found.used or 0)
    dash = "4 3" if found.used is None else None
    size = num(whole * scale)
    return el(
        "rect",
        cls="rule surface",
        x=num(EDGE),
        y="20",
        width=size,
        height="9",
        rx="2",
        stroke_dasharray=dash,
    )


def _used(found: Clock, scale: float, width: float) -> list[Markup | None]:
    hours = found.used or 0
    now = EDGE + hours * scale
    return [
        el("rect", cls="red", x=num(EDGE), y="20", width=num(hours * scale), height="9", rx="2"),
        el("path", cls="fill", d=f"M{num(now)} 18l-4 -6h8z"),
        _now(found, now, width),
        el("path", cls="ink", d=f"M{num(EDGE)} 15v14", stroke_width="1.4"),
        _text(_start(found), EDGE, 44),
    ]


def _now(found: Clock, at: float, width: float) -> Markup:
    text = _now_text(found)
    if at < width / 2:
        return _text(text, at + 8, 13, cls="sm b")
    return _text(text, at - 8, 13, cls="sm b", anchor="end")


def _now_text(found: Clock) -> str:
    return say("clock_used", used=times.duration(found.used or 0))


def _start(found: Clock) -> str:
    first = say("clock_first")
    return f"{times.short_moment(found.started)} {first}" if found.started else first


def _unknown() -> Markup:
    return _text(say("clock_start_unknown"), EDGE, 44)


def _limit(found: Clock, at: float, width: float) -> list[Markup | None]:
    """The limit and, where the start is known, its time of day."""
    over = found.left is not None and found.left <= 0
    line = el("path", cls="ink", d=f"M{num(at)} {'17v14' if over else '14v19'}", stroke_width="2")
    hours = times.duration(found.within or 0)
    if over:
        return [line, _passed(found, hours, at, width - ROOM)]
    return [line, _text(hours, at + 5, 24, cls="b"), _due(found, at)]


def _passed(found: Clock, hours: str, at: float, now: float) -> Markup:
    """The words of a limit that lies inside the bar: above it, below it, or at its end."""
    half = LETTER * (len(hours) / 2 + 1)
    if EDGE + half < at < now - LETTER * (len(_now_text(found)) + 2) - half:
        return _text(hours, at, 13, cls="sm b", anchor="middle")
    if EDGE + LETTER * len(_start(found)) + half < at < now - half:
        return _text(hours, at, 44, cls="sm b", anchor="middle")
    return _text(say("clock_limit", limit=hours), now + 8, 29, cls="sm b")


def _due(found: Clock, at: float) -> Markup | None:
    if found.started is None or found.left is None or found.now is None:
        return None
    return _text(
        times.short_moment(found.now + timedelta(hours=found.left)), at + 5, 38, cls="sm q"
    )


def _text(text: str, x: float, y: float, *, cls: str = "sm", anchor: str | None = None) -> Markup:
    return el("text", text, cls=cls, x=num(x), y=num(y), text_anchor=anchor)
