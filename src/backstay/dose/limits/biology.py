"""The linear-quadratic model: what a course does to a tissue, and which other course does the same.

Doses are Gy in total, alpha/beta is Gy. Each may be a range; then so is the result, from the least to the most that
any number of the ranges gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isfinite, sqrt
from typing import TypeAlias, overload

from backstay.case.values import Interval

Number: TypeAlias = float | Interval
Effect: TypeAlias = Callable[[float, float], float]  # (dose, alpha/beta) -> Gy
REFERENCE = 2.0  # Gy of one fraction of the equivalent course: what the 2 of EQD2 says


@overload
def bed(dose: float, fractions: int, ab: float) -> float: ...
@overload
def bed(dose: Number, fractions: int, ab: Number) -> Number: ...
def bed(dose: Number, fractions: int, ab: Number) -> Number:
    """Biologically effective dose of a course: D (1 + d / (alpha/beta)).

    Gy. Raises ValueError for what cannot be a course or an alpha/beta.

    >>> bed(30, 10, 10), bed(30, 10, Interval(2, 10))
    (39.0, Interval(low=39.0, high=75.0))
    """
    return _spread(lambda gray, ratio: _bed(gray, fractions, ratio), dose, fractions, ab)


@overload
def eqd2(dose: float, fractions: int, ab: float) -> float: ...
@overload
def eqd2(dose: Number, fractions: int, ab: Number) -> Number: ...
def eqd2(dose: Number, fractions: int, ab: Number) -> Number:
    """The dose that in fractions of 2 Gy does the same: BED / (1 + 2 / (alpha/beta)).

    Gy. Raises ValueError for what cannot be a course or an alpha/beta.

    >>> eqd2(30, 10, 2), eqd2(8, 1, 2)
    (37.5, 20.0)
    """
    return _spread(lambda gray, ratio: _eqd2(gray, fractions, ratio), dose, fractions, ab)


@overload
def same_effect(dose: float, fractions: int, ab: float, into: int) -> float: ...
@overload
def same_effect(dose: Number, fractions: int, ab: Number, into: int) -> Number: ...
def same_effect(dose: Number, fractions: int, ab: Number, into: int) -> Number:
    """The total dose that in `into` fractions does what a course does.

    Gy. Raises ValueError for what cannot be a course or an alpha/beta.

    >>> round(same_effect(10, 1, 2, into=2), 2)
    13.62
    """
    _whole(into)
    return _spread(
        lambda gray, ratio: _dose(_bed(gray, fractions, ratio), into, ratio), dose, fractions, ab
    )


@overload
def dose_of_eqd2(equivalent: float, fractions: int, ab: float) -> float: ...
@overload
def dose_of_eqd2(equivalent: Number, fractions: int, ab: Number) -> Number: ...
def dose_of_eqd2(equivalent: Number, fractions: int, ab: Number) -> Number:
    """The total dose that in so many fractions has this EQD2: the way back from `eqd2`.

    Gy. Raises ValueError for what cannot be a course or an alpha/beta.

    >>> round(dose_of_eqd2(20, 1, 2), 6)
    8.0
    """
    return _spread(
        lambda gray, ratio: _dose(gray * (1 + REFERENCE / ratio), fractions, ratio),
        equivalent, fractions, ab,
    )  # fmt: skip


def eqd2_sum(courses: Iterable[tuple[Number, int]], ab: Number) -> Number:
    """EQD2 of several courses (dose, fractions) at one point of one tissue, all with the same alpha/beta.

    Gy. Where alpha/beta is a range it is one number in it that holds for every course, so the sum is narrower than
    the sum of ranges can be. Raises ValueError as `eqd2` does.

    >>> eqd2_sum([(30, 10), (9, 1)], 2)
    62.25
    """
    return _summed(_eqd2, courses, ab)


def bed_sum(courses: Iterable[tuple[Number, int]], ab: Number) -> Number:
    """BED of several courses, as `eqd2_sum` has it."""
    return _summed(_bed, courses, ab)


def as_interval(value: Number) -> Interval:
    """A number as a range of one."""
    return value if isinstance(value, Interval) else Interval(float(value), float(value))


def _bed(dose: float, fractions: int, ab: float) -> float:
    return dose * (1 + dose / fractions / ab)


def _eqd2(dose: float, fractions: int, ab: float) -> float:
    return dose * (dose / fractions + ab) / (REFERENCE + ab)


def _dose(effective: float, fractions: int, ab: float) -> float:
    """The root above 0 of D (1 + D / (n ab)) = BED, written so that small doses keep their digits."""
    return 2 * effective / (1 + sqrt(1 + 4 * effective / (fractions * ab)))


def _spread(effect: Effect, dose: Number, fractions: int, ab: Number) -> Number:
    """The effect over ranges. It rises with dose, and in alpha/beta only rises or only falls: ends are at ends.

    Which of the two depends on whether a fraction is above 2 Gy, so both are computed.
    """
    check_course(dose, fractions)
    _ratio_range(ab)
    (low, high), ratios = as_interval(dose), as_interval(ab)
    found = Interval(
        min(effect(low, one) for one in ratios), max(effect(high, one) for one in ratios)
    )
    return found if isinstance(dose, Interval) or isinstance(ab, Interval) else found.low


def _summed(
    effect: Callable[[float, int, float], float], courses: Iterable[tuple[Number, int]], ab: Number
) -> Number:
    """In alpha/beta the sum is (A + B x) / (2 + x), or A + B / x: it too only rises or only falls."""
    listed = tuple(courses)
    for dose, fractions in listed:
        check_course(dose, fractions)
    _ratio_range(ab)
    at = [(as_interval(dose), fractions) for dose, fractions in listed]
    totals = [
        Interval(
            *(sum(effect(dose[end], fractions, one) for dose, fractions in at) for end in (0, 1))
        )
        for one in as_interval(ab)
    ]
    found = Interval(min(one.low for one in totals), max(one.high for one in totals))
    plain = not any(isinstance(one, Interval) for one in (ab, *(dose for dose, _ in listed)))
    return found.low if plain else found


def check_course(dose: Number, fractions: int) -> None:
    """Refuse what cannot be a course: a dose below 0 Gy or without end, fractions that are not counted from 1.

    Raises ValueError.
    """
    _whole(fractions)
    low, high = as_interval(dose)
    if not (0 <= low <= high and isfinite(high)):
        raise ValueError(
            f"a dose of {_said(dose)} Gy cannot be; expected 0 or more, and the lower end first"
        )


def _whole(fractions: int) -> None:
    if fractions < 1 or fractions != int(fractions):
        raise ValueError(f"{fractions:g} fractions cannot be; expected a whole number from 1 up")


def _ratio_range(ab: Number) -> None:
    low, high = as_interval(ab)
    if not (0 < low <= high and isfinite(high)):
        raise ValueError(
            f"alpha/beta of {_said(ab)} Gy cannot be; expected above 0, and the lower end first"
        )


def _said(value: Number) -> str:
    low, high = as_interval(value)
    return f"{low:g} to {high:g}" if isinstance(value, Interval) else f"{low:g}"


__all__ = [
    "Number", "as_interval", "bed", "bed_sum", "check_course", "dose_of_eqd2", "eqd2", "eqd2_sum", "same_effect",
]  # fmt: skip
