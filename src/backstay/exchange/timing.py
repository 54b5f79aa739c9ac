"""How often a dose is given, as a record says it: times a day, or the hours between two doses."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import NamedTuple

from backstay.case.dates import after
from backstay.exchange.amounts import number
from backstay.exchange.claims import Reading
from backstay.exchange.coding import codes, label
from backstay.exchange.fhir import Period
from backstay.exchange.fhir_medicines import Dosage, Repeat, Timing
from backstay.exchange.moments import date_of, moment_of
from backstay.exchange.problems import NotReadError

_HOURS = {"h": Decimal(1), "d": Decimal(24), "wk": Decimal(168)}
_DAY = Decimal(24)
MOST_PER_DAY, _MOST_HOURS = 96, 8760  # what a case takes
MODIFIED = "a modifier extension may change its meaning"
_SEEN = {  # fields that say more than so many times in a period
    "count": "it is given a number of times and no more",
    "count_max": "it is given a number of times and no more",
    "day_of_week": "it is given on some days of the week",
    "bounds_duration": "it is given for a time that is told without its end",
    "bounds_range": "it is given for a time that is told without its end",
    "modifier_extension": MODIFIED,
}


class Often(NamedTuple):
    """Times a day, or the hours between two doses; both None where nothing is said."""

    per_day: Decimal | None = None
    every_hours: Decimal | None = None

    @property
    def times(self) -> Decimal | None:
        """Times a day."""
        return self.per_day or (_DAY / self.every_hours if self.every_hours else None)


def often(dosage: Dosage, reading: Reading) -> Often:
    """How often the dose is given or, as needed, allowed. Raises NotReadError."""
    timing = dosage.timing or Timing()
    if bytes(timing.modifier_extension):
        raise NotReadError(MODIFIED)
    if bytes(timing.event) and not _counts(timing.repeat):
        raise NotReadError("it is given at single times")
    told = [_repeated(timing.repeat, is_as_needed(dosage), reading), _coded(timing, reading)]
    found = [one for one in told if one.times]
    if len({one.times for one in found}) > 1:
        raise NotReadError("its timing says two different things")
    return found[0] if found else Often()


def is_as_needed(dosage: Dosage) -> bool:
    """Whether the dose is taken only when it is needed."""
    return bool(dosage.as_needed_boolean or dosage.as_needed_codeable_concept)


def _counts(repeat: Repeat | None) -> bool:
    return repeat is not None and bool(repeat.period or repeat.when or repeat.time_of_day)


def _repeated(repeat: Repeat | None, as_needed: bool, reading: Reading) -> Often:
    """What `repeat` says; of a range of times as needed the highest is what is allowed."""
    if repeat is None:
        return Often()
    for field, why in _SEEN.items():
        if bytes(getattr(repeat, field)):
            raise NotReadError(why)
    _now(repeat.bounds_period, reading)
    at_times = len(set(repeat.time_of_day)) or len(set(repeat.when))
    if repeat.period is None and repeat.frequency is None:
        return Often(per_day=_few(at_times)) if at_times else Often()
    if repeat.period_max is not None or (repeat.frequency_max is not None and not as_needed):
        raise NotReadError("how often is told as a range")
    found = _in_period(repeat)
    if at_times and found.times != at_times:
        raise NotReadError("its timing says two different things")
    return found


def _now(bounds: Period | None, reading: Reading) -> None:
    """Raise NotReadError unless the time of the dosage has begun and is not over."""
    moment_of(bounds.start if bounds else None, reading.as_of)
    end = bounds.end if bounds else None
    if end and after(reading.as_of, date_of(end)):
        raise NotReadError(f"it was given until {end[:10]}")


def _in_period(repeat: Repeat) -> Often:
    unit = _HOURS.get(repeat.period_unit or "")
    if repeat.period is None or unit is None:
        raise NotReadError("the period of its timing is not in hours, days or weeks")
    times = _few(repeat.frequency_max or (1 if repeat.frequency is None else repeat.frequency))
    hours = number(repeat.period) * unit
    per_day = times * _DAY / hours
    if hours > _MOST_HOURS:
        raise NotReadError(f"two doses lie more than {_MOST_HOURS} hours apart")
    if times == 1 and hours != _DAY:
        _few(ceil(per_day))
        return Often(every_hours=hours)
    if per_day != int(per_day):
        raise NotReadError("its timing gives no whole number of times a day")
    return Often(per_day=_few(int(per_day)))


def _few(times: int) -> Decimal:
    if not 0 < times <= MOST_PER_DAY:
        raise NotReadError(f"times a day are a number from 1 to {MOST_PER_DAY}")
    return Decimal(times)


def _coded(timing: Timing, reading: Reading) -> Often:
    """What the abbreviation says; one that is not known is not passed over."""
    if timing.code is None:
        return Often()
    found = [reading.bindings.times.get(code) for code in codes(timing.code)]
    bound = next(filter(None, found), None)
    if bound is None:
        if _counts(timing.repeat):
            return Often()
        raise NotReadError(f"its timing {label(timing.code, reading)} is not known")
    return Often(
        Decimal(bound.per_day) if bound.per_day else None,
        Decimal(bound.every_hours) if bound.every_hours else None,
    )
