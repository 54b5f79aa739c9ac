"""The histograms in one SVG: curves with letters, limits as points, and nothing that runs or loads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from backstay.present.histograms import lines as curves
from backstay.present.histograms import marks as limits
from backstay.present.histograms.axes import frame, plot
from backstay.present.histograms.lines import Line
from backstay.present.markup import Markup, el, num
from backstay.present.words import listed, say

WIDE, NARROW = (880.0, 430.0), (420.0, 380.0)
MOST = 12  # curves that an eye can tell apart


class Figure(NamedTuple):
    """A drawing and what it shows."""

    svg: Markup
    lines: list[Line]
    left_out: list[str]


def figure(document: dict[str, Any], size: tuple[float, float] = WIDE, name: str = "dvh") -> Figure:
    """The figure of a document; `name` keeps ids apart where two sizes stand on one page."""
    shown, left_out = chosen(document)
    results = (document.get("check") or {}).get("results", [])
    at = plot(*size, _highest(shown, results))
    lines = [curves.line(one, place, at) for place, one in enumerate(shown)]
    found, taken = curves.letters(lines)
    marked = limits.marks(results, lines, at)
    svg = el(
        "svg",
        el("title", say("dvh_figure", names=listed([one.name for one in lines])), id=f"{name}-t"),
        el("desc", say("dvh_figure_desc"), id=f"{name}-d"),
        frame(at, document["dose_units"] + ", EQD2" * bool(document.get("sum"))),
        [curves.drawn(one) for one in lines],
        limits.drawn(marked, taken, at),
        found,
        cls="fig dvh",
        viewBox=f"0 0 {num(size[0])} {num(size[1])}",
        width=num(size[0]),
        height=num(size[1]),
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
    )
    return Figure(svg, lines, left_out)


def chosen(document: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The structures to draw, and the names of the others: judged ones and targets first, the outline never."""
    check = document.get("check") or {}
    first = {one["number"] for one in (*check.get("results", []), *check.get("coverage", []))}
    able = [
        one
        for one in document["structures"]
        if one["volume_cc"] and one["max"] is not None and "max" not in one["at_least"]
    ]
    inner = [one for one in able if one["kind"] != "EXTERNAL" or one["number"] in first]
    order = sorted(inner, key=lambda one: one["number"] not in first)
    shown = {one["number"] for one in order[:MOST]}
    return (
        [one for one in document["structures"] if one["number"] in shown],
        [one["name"] for one in document["structures"] if one["number"] not in shown],
    )


def _highest(shown: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> float:
    """The highest dose that must find room."""
    numbers = {one["number"] for one in shown}
    points = [
        one["point"]["dose"] for one in results if one.get("point") and one["number"] in numbers
    ]
    return max([one["histogram"]["dose"][-1] for one in shown] + points, default=0.0)


def sample(one: Line) -> Markup:
    """A piece of the line with its letter, for the table."""
    at = (30.0, 9.0)
    return el(
        "svg",
        curves.drawn(one._replace(points=[(1.0, 9.0), (59.0, 9.0)])),
        curves.letter(one, at),
        cls="fig dvh sample", viewBox="0 0 60 18", width="60", height="18", aria_hidden="true", focusable="false",
    )  # fmt: skip
