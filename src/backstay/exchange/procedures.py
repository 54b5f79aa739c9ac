"""Earlier radiation, from the mCODE course summary and from procedures by code."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.case.dates import Moment, days_between
from backstay.exchange.bindings import Course
from backstay.exchange.claims import Radiation, Reading, Said, Unbound
from backstay.exchange.coding import codes, label, levels
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Extension, Procedure
from backstay.exchange.moments import moment_of
from backstay.exchange.problems import NotReadError, Unread
from backstay.exchange.values import accept

_DECODER = msgspec.json.Decoder(Procedure)
_DONE = ("completed", "stopped")  # a stopped course still gave its dose
_NOT_GIVEN = ("entered-in-error", "not-done", "preparation")
_DAYS_IN_MONTH = 30.4375


def read_procedure(found: Found, reading: Reading) -> Iterator[Said]:
    """One course of radiation; other procedures are only named. Raises NotReadError."""
    one = _DECODER.decode(found.raw)
    bound = _bound(one, found, reading)
    if bound is None:
        yield Unbound(found.kind, found.reference, label(one.code, reading))
        return
    if one.status in _NOT_GIVEN:
        yield Unread(found.reference, f"its status is {one.status}")
        return
    where = levels(one.body_site, reading)
    if one.status not in _DONE:
        why = f"radiation whose status is {one.status}; what dose was given?"
        yield Unread(found.reference, why, counted=True)
        yield Radiation(where, {}, found.reference)
        return
    course, doubts = _course(one, bound, reading)
    yield from (Unread(found.reference, why, counted=True) for why in doubts)
    yield Radiation(where, course, found.reference)


def _bound(one: Procedure, found: Found, reading: Reading) -> Course | None:
    profiles = set(found.peek.meta.profile if found.peek.meta else ())
    for bound in reading.bindings.courses.values():
        if profiles & set(bound.profiles):
            return bound
    named = [reading.bindings.courses.get(code) for code in codes(one.code)]
    return next(filter(None, named), None)


def _course(one: Procedure, bound: Course, reading: Reading) -> tuple[dict[str, str], list[str]]:
    """The fields of the course that are surely known, and what is in doubt about the others."""
    course: dict[str, str] = {}
    doubts: list[str] = []
    for name, read in (("dose", _dose), ("months_ago", _months_ago)):
        try:
            course |= read(one, bound, reading)
        except NotReadError as error:
            doubts.append(f"radiation without {name}: {error}")
    return course, doubts


def _dose(one: Procedure, bound: Course, reading: Reading) -> dict[str, str]:
    volumes = [part for part in one.extension if part.url == bound.dose_to_volume]
    if len(volumes) != 1:
        raise NotReadError(f"{len(volumes)} target volumes have a dose; one is expected")
    parts = {part.url: part for part in volumes[0].extension}
    found = {
        "dose": _gray(parts.get(bound.total_dose)),
        "fractions": _fractions(parts.get(bound.fractions)),
    }
    accept([found], reading.vocabulary.lesion[bound.fact])
    return found


def _gray(part: Extension | None) -> str:
    given = part.value_quantity if part else None
    unit = given.code or given.unit if given else None
    if given is None or given.value is None or given.comparator or unit not in ("Gy", "cGy"):
        raise NotReadError("there is no total dose in Gy or cGy")
    return f"{given.value / (100 if unit == 'cGy' else 1)} Gy"


def _fractions(part: Extension | None) -> str:
    if part is None or part.value_unsigned_int is None:
        raise NotReadError("there is no number of fractions")
    return str(part.value_unsigned_int)


def _months_ago(one: Procedure, bound: Course, reading: Reading) -> dict[str, str]:
    period = one.performed_period
    end = one.performed_date_time or (period.end if period else None)
    ended = moment_of(end, reading.as_of)
    if ended is None:
        raise NotReadError("its end is not given")
    return {"months_ago": f"{_months(ended, reading.as_of):.1f}"}


def _months(ended: Moment, as_of: Moment) -> float:
    return max(days_between(ended, as_of), 0.0) / _DAYS_IN_MONTH
