"""Observations and their components, each as a claim about one fact."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.case.dates import Moment
from backstay.exchange.claims import Claim, Reading, Said, Unbound
from backstay.exchange.coding import Meaning, label, levels, meaning
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Observation, Valued
from backstay.exchange.moments import seen_at
from backstay.exchange.problems import NotReadError, Unread
from backstay.exchange.structured import is_structured, structured
from backstay.exchange.values import has_value, value_of

FINAL = ("final", "amended", "corrected", "appended")
_DECODER = msgspec.json.Decoder(Observation)


def decode(found: Found) -> Observation:
    """An Observation, or a report, which has the same fields. Raises msgspec.ValidationError."""
    return _DECODER.decode(found.raw)


def read_observation(found: Found, reading: Reading) -> Iterator[Said]:
    """All facts that one Observation gives. Raises NotReadError."""
    one = decode(found)
    yield from status_of(one, found)
    moment = seen_at(one, reading.as_of)
    meant = meaning(one.code, reading)
    if meant and is_structured(meant.fact):
        yield from structured(one, meant, _level(one, [], reading), moment, found, reading)
        return
    parts = _parts(one, meant, reading)
    if not parts:
        yield Unbound(found.kind, found.reference, label(one.code, reading))
    level = _level(one, parts, reading)
    for part, means in parts:
        yield from _claims(part, means, level, moment, found, reading)


def status_of(one: Observation, found: Found) -> Iterator[Unread]:
    """A doubt about a preliminary result. Raises NotReadError where the status forbids reading."""
    if one.status in ("preliminary", "partial"):
        yield Unread(found.reference, "it is preliminary and may still change", counted=True)
    elif one.status not in FINAL:
        raise NotReadError(f"its status is {one.status or 'not given'}")


def _parts(
    one: Observation, meant: Meaning | None, reading: Reading
) -> list[tuple[Valued, Meaning]]:
    """The Observation itself and its components, as far as a binding names them."""
    found: list[tuple[Valued, Meaning]] = []
    if meant and (has_value(one) or not one.component):
        found.append((one, meant))
    for part in one.component:
        means = meaning(part.code, reading)
        if means:
            found.append((part, means))
    return found


def _level(one: Observation, parts: list[tuple[Valued, Meaning]], reading: Reading) -> str | None:
    """The level that the body site or a level component names. Raises NotReadError."""
    named = set(levels([one.body_site] if one.body_site else [], reading))
    for part, means in parts:
        if means.fact.id == "level":
            named.add(str(value_of(part, means, reading)))
    if len(named) > 1:
        raise NotReadError(f"it names several levels: {', '.join(sorted(named))}")
    return next(iter(named), None)


def _claims(
    part: Valued,
    means: Meaning,
    level: str | None,
    moment: Moment | None,
    found: Found,
    reading: Reading,
) -> Iterator[Said]:
    fact = means.fact
    try:
        value = value_of(part, means, reading)
    except NotReadError as error:
        yield Unread(found.reference, f"{fact.id}: {error}")
        return
    if fact.scope == "lesion" and level is None:
        yield Unread(found.reference, f"{fact.id}: no vertebral level; which lesion is it?")
        return
    yield Claim(fact.id, level if fact.scope == "lesion" else None, value, found.reference, moment)
    if means.remark:
        yield Unread(found.reference, means.remark, counted=True)
