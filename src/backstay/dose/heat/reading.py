"""Heat as it is written: "45C:10min", "50C:60s"."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from backstay.case.text import printable

MINUTES: dict[str, float] = {"s": 1 / 60, "min": 1.0, "h": 60.0}
EXPECTED = (
    "expected TEMPERATURE:TIME in degrees Celsius and s, min or h, such as 45C:10min or 50C:60s"
)
LONGEST = 60  # characters of what was written that a message repeats
_PART = re.compile(
    r"([-+]?[0-9]+(?:\.[0-9]*)?)\s*C:\s*([-+]?[0-9]+(?:\.[0-9]*)?)\s*(s|min|h)", re.ASCII
)


class Heating(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A temperature that was held for a time, at one point."""

    celsius: float
    minutes: float


def read_heating(texts: Iterable[str]) -> tuple[Heating, ...]:
    """Read parts of a heating such as "45C:10min".

    Degrees Celsius, written with C; s, min or h. Raises ValueError with one line for each part that was not read.

    >>> read_heating(["50C:60s"])
    (Heating(celsius=50.0, minutes=1.0),)
    """
    found, problems = [], []
    for text in texts:
        said = _PART.fullmatch(text.strip())
        if said is None:
            problems.append(f"'{printable(text, LONGEST)}' was not read; {EXPECTED}")
        else:
            found.append(Heating(celsius=float(said[1]), minutes=float(said[2]) * MINUTES[said[3]]))
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found)
