"""A picture of a page in a palette of 256 colors: a third of the size, and letters stay sharp."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HEAD = b"\x89PNG\r\n\x1a\n"
COLORS = 256
Color = tuple[int, ...]


def smaller(path: Path) -> None:
    """Write an 8-bit RGB picture, as Chromium makes it, again with a palette."""
    chunks = list(_chunks(path.read_bytes()))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    if (depth, kind) != (8, 2):
        raise ValueError(f"{path}: not a picture of 8-bit RGB")
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    pixels = [_colors(row) for row in _rows(zlib.decompress(packed), width)]
    palette, places = _palette(Counter(color for row in pixels for color in row))
    lines = b"".join(b"\0" + bytes(places[color] for color in row) for row in pixels)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(value for color in palette for value in color)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    path.write_bytes(HEAD + b"".join(_chunk(*part) for part in parts))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(HEAD)
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rows(data: bytes, width: int) -> Iterator[bytearray]:
    """Each line of the picture, with the filter of PNG taken away."""
    size = width * 3
    above = bytearray(size)
    for start in range(0, len(data), size + 1):
        row = bytearray(data[start + 1 : start + 1 + size])
        _unfilter(data[start], row, above)
        yield row
        above = row


def _unfilter(how: int, row: bytearray, above: bytearray) -> None:
    if how == 0:
        return
    for at, value in enumerate(row):
        left, up, corner = (row[at - 3], above[at], above[at - 3]) if at > 2 else (0, above[at], 0)
        guess = (0, left, up, (left + up) // 2, 0)[how] if how < 4 else _paeth(left, up, corner)
        row[at] = (value + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    middle = left + up - corner
    return min((left, up, corner), key=lambda one: abs(middle - one))


def _colors(row: bytearray) -> list[Color]:
    return list(zip(row[::3], row[1::3], row[2::3], strict=True))


def _palette(counted: Counter[Color]) -> tuple[list[Color], dict[Color, int]]:
    """The commonest colors, and for every color the place of the nearest of them."""
    palette = [color for color, _ in counted.most_common(COLORS)]
    places = {color: at for at, color in enumerate(palette)}
    for color in counted:
        if color not in places:
            near = min(palette, key=lambda one: _distance(one, color))
            places[color] = places[near]
    return palette, places


def _distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
