"""A course as it is written, "30/10@14mo": 30 Gy in total in 10 fractions, 14 months ago."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from backstay.case.text import printable

EXPECTED = "expected DOSE/FRACTIONS with the total dose in Gy, such as 30/10, or 30/10@14mo if 14 months ago"
# What a course can be; the fact `prior_radiation` has the same ends.
MOST_GRAY, MOST_FRACTIONS, MOST_MONTHS = 100.0, 60, 1200.0
MONTHS: dict[str, float] = {
    "mo": 1.0, "m": 1.0, "a": 12.0, "y": 12.0, "wk": 7 / 30.4375, "w": 7 / 30.4375, "d": 1 / 30.4375,
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_AGO = re.compile(rf"({_NUMBER.pattern})\s*([a-z]+)", re.ASCII)
LONGEST = 60  # characters of what was written that a message repeats


class Schedule(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One course: what it gave in total, in how many fractions, how long ago where that is said."""

    dose: float  # Gy in total
    fractions: int
    months_ago: float | None
    text: str

    @property
    def per_fraction(self) -> float:
        """Gy of one fraction."""
        return self.dose / self.fractions


def read_schedule(text: str) -> Schedule:
    """Read one course, such as "30/10", "37.5/15@2a" or "8 Gy/1 fx@6wk".

    Dose in Gy, in total. How long ago: mo or m, a or y, wk or w, d. Raises ValueError that names every problem.

    >>> read_schedule("30/10@14mo")
    Schedule(dose=30.0, fractions=10, months_ago=14.0, text='30/10@14mo')
    """
    return read_schedules((text,))[0]


def read_schedules(texts: Iterable[str]) -> tuple[Schedule, ...]:
    """Read several courses, each as `read_schedule` does.

    Raises ValueError with one line for each problem of each.
    """
    found, problems = [], []
    for text in texts:
        course, wrong = _read(text)
        found.append(course)
        problems += [f"'{printable(text, LONGEST)}': {one}" for one in wrong]
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found)


def _read(text: str) -> tuple[Schedule, list[str]]:
    """A course, and all that is wrong with it; then the course is not to be used."""
    course, at, ago = text.strip().partition("@")
    dose, slash, fractions = course.partition("/")
    if not slash:
        return Schedule(dose=0.0, fractions=0, months_ago=None, text=text), [EXPECTED]
    gray, parts = _number(_without(dose, "Gy")), _number(_without(fractions, "fx"))
    months = _months(ago) if at else None
    wrong = [*_dose(dose, gray), *_fractions(fractions, parts), *(_ago(ago, months) if at else ())]
    return Schedule(
        dose=gray or 0.0, fractions=int(parts or 0), months_ago=months, text=text
    ), wrong


def _without(text: str, unit: str) -> str:
    return text.strip().removesuffix(unit).strip()


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _months(text: str) -> float | None:
    said = _AGO.fullmatch(text.strip())
    return float(said[1]) * MONTHS[said[2]] if said and said[2] in MONTHS else None


def _dose(text: str, gray: float | None) -> Iterator[str]:
    if gray is None:
        yield f"the dose '{printable(text, LONGEST)}' is no number of Gy; {EXPECTED}"
    elif not 0 < gray <= MOST_GRAY:
        yield f"a dose of {gray:g} Gy cannot be; expected above 0 and at most {MOST_GRAY:g} Gy in total"


def _fractions(text: str, parts: float | None) -> Iterator[str]:
    if parts is None:
        yield f"the fractions '{printable(text, LONGEST)}' are no number; {EXPECTED}"
    elif not (1 <= parts <= MOST_FRACTIONS and parts == int(parts)):
        yield f"{parts:g} fractions cannot be; expected a whole number from 1 to {MOST_FRACTIONS}"


def _ago(text: str, months: float | None) -> Iterator[str]:
    if months is None:
        yield f"'@{printable(text, LONGEST)}' is no time ago; expected 14mo, 2a (or 2y), 6wk or 10d"
    elif not 0 <= months <= MOST_MONTHS:
        yield f"'@{printable(text, LONGEST)}' cannot be; expected from 0 to {MOST_MONTHS:g} months ago"


__all__ = ["Schedule", "read_schedule", "read_schedules"]
