"""Tests of the tumor for one thing each: what they found, and which of several results holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from backstay.case.dates import Moment
from backstay.exchange.bindings import Bindings
from backstay.exchange.claims import Claim, Reading, Tested
from backstay.exchange.coding import codes, label
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept, Observation, Quantity, Valued, interpretations
from backstay.exchange.marker_bindings import Marker
from backstay.exchange.moments import follows, rank
from backstay.exchange.problems import MODIFIED, NotReadError, NoValueError, Unread, printable

_RECEPTOR = "hormone_receptor"
_FOUND = {"found": True, "not-found": False}


def marked(one: Observation, reading: Reading) -> list[tuple[Valued, Marker]]:
    """The Observation and its components, as far as they test for something. Raises NotReadError."""
    both = [(part, _marker(part.code, reading.bindings)) for part in (one, *one.component)]
    return [(part, marker) for part, marker in both if marker]


def _marker(code: Concept, bindings: Bindings) -> Marker | None:
    found = {bound.finds: bound for one in codes(code) if (bound := bindings.markers.get(one))}
    if len(found) > 1:
        raise NotReadError(f"its codes mean different tests: {', '.join(sorted(found))}")
    return next(iter(found.values()), None)


def read_markers(
    parts: Iterable[tuple[Valued, Marker]], found: Found, moment: Moment | None, reading: Reading
) -> Iterator[Tested | Unread]:
    """What each part found; a result that cannot be read still stands against an older one."""
    for part, marker in parts:
        given: bool | None = None
        try:
            given = _result(part, marker, reading)
        except NoValueError as error:
            yield Unread(found.reference, f"{marker.finds}: {error}")
            continue
        except NotReadError as error:
            yield Unread(found.reference, f"{marker.finds}: {error}")
        if given is False and not marker.whole:
            why = f"{marker.finds}: not found by one test, which leaves it open"
            yield Unread(found.reference, why)
            continue
        yield Tested(marker.fact, marker.finds, given, found.reference, moment)


def _result(part: Valued, marker: Marker, reading: Reading) -> bool:
    """Whether it was found. Raises NotReadError."""
    if bytes(part.modifier_extension):
        raise NotReadError(MODIFIED)
    if part.data_absent_reason is not None:
        raise NoValueError(f"it has no value: {label(part.data_absent_reason, reading)}")
    if marker.at_least is not None and part.value_quantity is not None:
        return _reaches(part.value_quantity, marker)
    return presence(part, reading)


def presence(part: Valued, reading: Reading) -> bool:
    """Found or not found, as coded and as interpreted. Raises NotReadError."""
    given = part.value_codeable_concept
    if given is None:
        raise NotReadError("its result is not told by a code of present or absent")
    told = tokens(given, reading) & set(_FOUND)
    if not told:
        raise NotReadError(f"the result {label(given, reading)} has no binding")
    for one in interpretations(part):
        told |= tokens(one, reading) & set(_FOUND)
    if len(told) > 1:
        raise NotReadError("it says found and not found; which holds?")
    return _FOUND[told.pop()]


def tokens(concept: Concept | None, reading: Reading) -> set[str]:
    """The words under which the bindings know the codes of a concept."""
    known = reading.bindings.tokens
    return {known[code] for code in codes(concept) if code in known}


def _reaches(given: Quantity, marker: Marker) -> bool:
    units = {one for one in (given.code, given.unit) if one}
    if given.value is None or given.comparator or given.code not in marker.units:
        words = printable(" or ".join(sorted(units)) or "no unit", 60)
        raise NotReadError(f"it is not a plain number in a unit that is read ({words})")
    return given.value >= Decimal(str(marker.at_least))


def settle_markers(tested: list[Tested], bindings: Bindings) -> Iterator[Claim | Unread]:
    """Biomarkers found and not found, and the receptor; results that disagree give neither."""
    same: dict[tuple[str, str], list[Tested]] = {}
    for one in tested:
        same.setdefault((one.fact, one.finds), []).append(one)
    receptors: dict[str, Tested] = {}
    for (fact, finds), several in same.items():
        held = _held(several)
        if isinstance(held, Unread):
            yield held
        elif held is not None and fact == _RECEPTOR:
            receptors[finds] = held
        elif held is not None:
            name = "biomarkers" if held.found else "biomarkers_absent"
            yield Claim(name, None, [finds], held.source, held.moment)
    yield from _receptor(receptors, bindings)


def _receptor(held: dict[str, Tested], bindings: Bindings) -> Iterator[Claim | Unread]:
    """Positive where any receptor is; negative only where each of them is known to be."""
    wanted = {one.finds for one in bindings.markers.values() if one.fact == _RECEPTOR}
    positive = [one for one in held.values() if one.found]
    if positive:
        newest = max(positive, key=lambda one: rank(one.moment))
        yield Claim(_RECEPTOR, None, "positive", newest.source, newest.moment)
    elif set(held) == wanted:
        oldest = min(held.values(), key=lambda one: rank(one.moment))
        where = ", ".join(one.source for one in held.values())
        yield Claim(_RECEPTOR, None, "negative", where, oldest.moment)
    else:
        for one in held.values():
            why = f"{_RECEPTOR}: {one.finds} not found; what of the other receptor?"
            yield Unread(one.source, why)


def _held(several: list[Tested]) -> Tested | Unread | None:
    """The result that holds. Found after not found is new; the reverse may be another sample."""
    clear = [one for one in several if one.found is not None]
    if not clear:
        return None
    told = [one for one in clear if one.found] or clear
    newest = max(told, key=lambda one: rank(one.moment))
    where = ", ".join(dict.fromkeys(one.source for one in several))
    if not all(follows(newest.moment, one.moment) for one in clear if one.found != newest.found):
        return Unread(where, f"{newest.finds}: one says found, another not found; which holds?")
    if not all(follows(newest.moment, one.moment) for one in several if one.found is None):
        return Unread(where, f"{newest.finds}: left open, because another result is not read")
    return newest
