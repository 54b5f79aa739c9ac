"""Small marks as SVG symbols: every stance and every status has its own shape."""

from __future__ import annotations

from functools import lru_cache

from backstay.present.markup import Markup, el

_RING = {"fill": "none", "stroke": "currentColor", "stroke_width": "1.6"}


def _dot(radius: str) -> Markup:
    return el("circle", cx="8", cy="8", r=radius, fill="currentColor")


def _ring(**more: str) -> Markup:
    return el("circle", cx="8", cy="8", r="5.5", **{**_RING, **more})


def _line(d: str, width: str = "2.2") -> Markup:
    return el("path", d=d, stroke="currentColor", stroke_width=width, fill="none")


def _full(d: str) -> Markup:
    return el("path", d=d, fill="currentColor")


_SQUARE = "M3 3h10v10H3z"
SYMBOLS: dict[str, list[Markup]] = {
    "s-recommended": [_dot("6")],
    "s-consider": [_ring(), _full("M8 2.5a5.5 5.5 0 0 0 0 11z")],
    "s-disputed": [
        _full("M6.8 2A6 6 0 0 0 6.8 14z"),
        _line("M9.7 2.7A5.5 5.5 0 0 1 9.7 13.3z", "1.4"),
    ],
    "s-needs_facts": [_ring(stroke_dasharray="2.6 2.1"), _dot("1.4")],
    "s-not_advised": [_ring(), _line("M5 8h6", "1.8")],
    "s-contraindicated": [_line("M3.5 3.5l9 9m0-9l-9 9", "2.4")],
    "s-declined": [_line("M2 13L13 2M3 3h10v10H3z", "1.4")],
    "s-not_indicated": [_dot("1.8")],
    "v-primary": [_full(_SQUARE)],
    "v-secondary": [_line(_SQUARE, "1.6"), _full("M3 3h5v10H3z")],
    "v-unverified": [_line(_SQUARE, "1.6")],
    "for": [_line("M8 2.5v11M2.5 8h11")],
    "against": [_line("M2.5 8h11")],
    "harm": [_line("M8 2.5L14 13H2z", "1.6")],
    "open": [_ring(stroke_dasharray="2.6 2.1")],
    "brand": [
        _line("M8 1v14", "1.9"),
        _line("M8 2.1L14.4 14.9M8 2.1L4 14.9M2.9 14.9h12", "1.1"),
    ],
}


def sprite() -> Markup:
    """All symbols, once for the page."""
    symbols = [
        el("symbol", *drawn, id=name, viewBox="0 0 16 16") for name, drawn in SYMBOLS.items()
    ]
    return el(
        "svg",
        el("defs", *symbols),
        cls="sprite",
        width="0",
        height="0",
        aria_hidden="true",
        focusable="false",
    )


@lru_cache(maxsize=64)
def mark(name: str) -> Markup:
    """One mark; the word beside it carries the meaning for those who cannot see it."""
    use = el("use", href=f"#{name}")
    return el("svg", use, cls="i", width="14", height="14", aria_hidden="true", focusable="false")
