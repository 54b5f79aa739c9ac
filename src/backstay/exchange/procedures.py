"""Procedures: earlier radiation, operations on the spine; all others are only named."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.exchange.binding_kinds import Course
from backstay.exchange.claims import Radiation, Reading, Said, Unbound
from backstay.exchange.coding import codes, label, levels, words_of
from backstay.exchange.courses import course_of
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Procedure
from backstay.exchange.operations import operation_of
from backstay.exchange.problems import Unread

_DECODER = msgspec.json.Decoder(Procedure)
_DONE = ("completed", "stopped")  # a stopped course still gave its dose
_NOT_GIVEN = ("entered-in-error", "not-done", "preparation")


def read_procedure(found: Found, reading: Reading) -> Iterator[Said]:
    """What one Procedure says. Raises NotReadError."""
    one = _DECODER.decode(found.raw)
    course, portion = _course(one, found, reading), _is_portion(one, found, reading)
    bound = next(filter(None, map(reading.bindings.operations.get, codes(one.code))), None)
    if (course or portion or bound) and one.status in _NOT_GIVEN:
        yield Unread(found.reference, f"its status is {one.status}")
    elif portion:
        above = tuple(part.reference for part in one.part_of if part.reference)
        yield Radiation(levels(one.body_site, reading), {}, found.reference, above or ("",))
    elif course:
        yield from _radiation(one, course, found, reading)
    elif bound:
        yield from operation_of(one, bound, found, reading)
    else:
        yield from _unbound(one, found, reading)


def _radiation(one: Procedure, bound: Course, found: Found, reading: Reading) -> Iterator[Said]:
    where = levels(one.body_site, reading)
    if one.status not in _DONE:
        why = f"radiation whose status is {one.status}; what dose was given?"
        yield Unread(found.reference, why, counted=True)
        yield Radiation(where, {}, found.reference)
        return
    course, doubts = course_of(one, bound, reading)
    yield from (Unread(found.reference, why, counted=True) for why in doubts)
    yield Radiation(where, course, found.reference)


def _unbound(one: Procedure, found: Found, reading: Reading) -> Iterator[Said]:
    """An unknown procedure at a vertebra may have been an operation on it."""
    named, where = label(one.code, reading), levels(one.body_site, reading)
    if one.status not in _NOT_GIVEN and _sounds_like_radiation(one, reading):
        yield Unread(found.reference, f"no binding for {named}")
        yield Radiation((), {}, found.reference)
    elif where and one.status not in _NOT_GIVEN:
        why = f"no binding for {named} at {', '.join(where)}; was the spine operated on there?"
        yield Unread(found.reference, why)
    else:
        yield Unbound(found.kind, found.reference, named)


def _sounds_like_radiation(one: Procedure, reading: Reading) -> bool:
    words = " ".join(words_of(one.code)).lower()
    return any(
        any(word in words for word in bound.words)
        and not any(word in words for word in bound.except_words)
        for bound in reading.bindings.courses.values()
    )


def _course(one: Procedure, found: Found, reading: Reading) -> Course | None:
    for bound in reading.bindings.courses.values():
        if _profiles(found) & set(bound.profiles):
            return bound
    named = [reading.bindings.courses.get(code) for code in codes(one.code)]
    return next(filter(None, named), None)


def _is_portion(one: Procedure, found: Found, reading: Reading) -> bool:
    """Whether it is a phase, a plan or one fraction of a course."""
    portions = reading.bindings.portions
    by_code = any(code in portions for code in codes(one.code))
    return by_code or any(_profiles(found) & set(each.profiles) for each in portions.values())


def _profiles(found: Found) -> set[str]:
    return set(found.peek.meta.profile if found.peek.meta else ())
