"""A line as canonical English text, which reads back as the same line."""

from __future__ import annotations

from backstay.case.values import Interval
from backstay.medicines.line import Line
from backstay.medicines.reading.times import DAY


def written(line: Line) -> str:
    """The line in words. A line of which nothing is missing reads back as the same, but for its `text`.

    >>> written(Line(drug="morphine", text="", dose=Interval(5, 10), unit="mg", every_hours=4,
    ...              per_day=Interval(4, 4), as_needed=True, taken_per_day=3))
    'morphine 5 to 10 mg every 4 h as needed max 4 a day (3 taken)'
    """
    parts = [line.drug, line.form or "", _dose(line), line.route or "", _often(line)]
    if line.taken_per_day is not None:
        parts.append(f"({number(line.taken_per_day)} taken)")
    if line.days is not None:
        parts.append(f"for {number(line.days)} days")
    return " ".join(part.replace("_", " ") for part in parts if part)


def number(value: float) -> str:
    """A number without exponent, which no reader takes for thousands.

    >>> number(10.0), number(0.125), number(12.125)
    ('10', '0.125', '12.1250')
    """
    text = repr(float(value)) if value >= 0.001 or value == 0 else f"{value:.20f}".rstrip("0")
    text = text.removesuffix(".0")
    whole, _, rest = text.partition(".")
    return f"{text}0" if len(rest) == 3 and whole != "0" else text


def interval(value: Interval) -> str:
    low, high = value
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _dose(line: Line) -> str:
    return f"{interval(line.dose)} {line.unit}" if line.dose is not None else ""


def _often(line: Line) -> str:
    """How often; where fewer are allowed than the interval gives, both are said."""
    said, per_day = [], line.per_day
    if line.every_hours is not None:
        longest = line.every_hours
        if per_day is not None and per_day.low != per_day.high:
            longest = round(DAY / per_day.low, 6)
        said.append(f"every {interval(Interval(line.every_hours, longest))} h")
    elif per_day is not None:
        said.append(f"{interval(per_day)} times a day")
    if line.as_needed:
        said.append("as needed")
    if (
        line.every_hours is not None
        and per_day is not None
        and per_day.high < DAY / line.every_hours
    ):
        said.append(f"max {number(per_day.high)} a day")
    return " ".join(said)
