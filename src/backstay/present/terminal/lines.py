"""Lines of plain text that keep to a width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from backstay.present.values import clean


def wrap(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines no longer than the width; `rest` indents all but the first."""
    hang = " " * len(first) if rest is None else rest
    return textwrap.wrap(
        clean(text).replace("\n", " "),
        max(width, len(first) + 10, len(hang) + 10),
        initial_indent=first,
        subsequent_indent=hang,
        break_on_hyphens=False,
    ) or ([first.rstrip()] if first.strip() else [])


def heading(text: str, width: int) -> list[str]:
    """A heading with a line under it and room above."""
    shown = textwrap.shorten(clean(text), width, placeholder="...")
    return ["", shown, "-" * len(shown)]


def both_ends(left: str, right: str, width: int) -> list[str]:
    """Two texts on one line where there is room, else under each other."""
    left, right = clean(left), clean(right)
    room = width - len(left) - len(right)
    if room >= 2:
        return [left + " " * room + right]
    return [*wrap(left, width), *wrap(right, width)]


def columns(rows: Iterable[tuple[str, ...]], width: int, *, indent: int = 2) -> list[str]:
    """Rows with aligned first columns; the last column wraps."""
    found = [tuple(clean(cell) for cell in row) for row in rows]
    if not found:
        return []
    sizes = [
        max(1, min(max(len(row[i]) for row in found), width // 3)) for i in range(len(found[0]) - 1)
    ]
    return [line for row in found for line in _row(row, sizes, width, indent)]


def _row(row: tuple[str, ...], sizes: list[int], width: int, indent: int) -> list[str]:
    cells = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row, sizes, strict=False)]
    used = indent + sum(sizes) + 2 * len(sizes)
    last = textwrap.wrap(row[-1], max(width - used, 10)) or [""]
    height = max(len(cell) for cell in [*cells, last])
    lines = []
    for i in range(height):
        parts = [
            (cell[i] if i < len(cell) else "").ljust(size)
            for cell, size in zip(cells, sizes, strict=True)
        ]
        parts.append(last[i] if i < len(last) else "")
        lines.append((" " * indent + "  ".join(parts)).rstrip())
    return lines
