"""Observations and their components, each as a claim about one fact."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.case.dates import Moment
from backstay.case.facts import Fact
from backstay.exchange.claims import Claim, Reading, Said
from backstay.exchange.coding import Meaning, levels, meaning, unbound
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Observation, Valued
from backstay.exchange.moments import seen_at
from backstay.exchange.own import SCORE, is_own_score
from backstay.exchange.problems import NotReadError, NoValueError, Unread
from backstay.exchange.structured import is_structured, structured
from backstay.exchange.tumor import read_tumor, tells_of_tumor
from backstay.exchange.values import has_value, value_of

FINAL = ("final", "amended", "corrected", "appended")
WITHDRAWN = ("entered-in-error", "cancelled")
_DECODER = msgspec.json.Decoder(Observation)
Parts = list[tuple[Valued, Meaning]]


def decode(found: Found) -> Observation:
    """An Observation, or a report, which has the same fields. Raises msgspec.ValidationError."""
    return _DECODER.decode(found.raw)


def read_observation(found: Found, reading: Reading) -> Iterator[Said]:
    """All facts that one Observation gives. Raises NotReadError."""
    one = decode(found)
    if one.status in WITHDRAWN:
        raise NotReadError(f"its status is {one.status}")
    _check_focus(one, found)
    parts, about_tumor = _parts(one, reading), tells_of_tumor(one, reading)
    if not parts and is_own_score(one.code, reading):
        raise NotReadError(SCORE)
    if not parts and not about_tumor:
        yield unbound(one.code, found, reading)
        return
    level = _level(one, parts, reading)
    try:
        doubts, moment = list(status_of(one, found)), seen_at(one, reading.as_of)
    except NotReadError as error:
        yield Unread(found.reference, str(error))
        whole = [part for part in parts if _counts_as_whole(part[1].fact)]
        yield from _lost(whole, level, None, found)
        return
    yield from doubts
    for part in parts:
        yield from _claims(part, level, moment, found, reading)
    if about_tumor:
        yield from read_tumor(one, found, moment, reading)


def _check_focus(one: Observation, found: Found) -> None:
    """Raise NotReadError where a result in the record of the patient is of another person, such as a donor."""
    for focus in filter(None, (each.reference for each in one.focus)):
        kind = focus.rpartition("/")[0].rpartition("/")[2]
        if kind in ("Patient", "RelatedPerson") and focus != found.subject:
            raise NotReadError("its focus is another person than the patient")


def status_of(one: Observation, found: Found) -> Iterator[Unread]:
    """A doubt about a preliminary result. Raises NotReadError where the status forbids reading."""
    if one.status in ("preliminary", "partial"):
        yield Unread(found.reference, "it is preliminary and may still change", counted=True)
    elif one.status not in FINAL:
        raise NotReadError(f"its status is {one.status or 'not given'}")


def _parts(one: Observation, reading: Reading) -> Parts:
    """The Observation itself and its components, as far as a binding names them."""
    meant = meaning(one.code, reading)
    if meant and is_structured(meant.fact):
        return [(one, meant)]  # its components are fields, not facts
    named = [(part, means) for part in one.component if (means := meaning(part.code, reading))]
    whole = meant and (has_value(one) or not one.component)
    return [(one, meant), *named] if meant and whole else named


def _level(one: Observation, parts: Parts, reading: Reading) -> str | None:
    """The level that the body site or a level component names. Raises NotReadError."""
    named = set(levels([one.body_site] if one.body_site else [], reading))
    for part, means in parts:
        if means.fact.id == "level":
            named.add(str(value_of(part, means, reading)))
    if len(named) > 1:
        raise NotReadError(f"it names several levels: {', '.join(sorted(named))}")
    return next(iter(named), None)


def _claims(
    part: tuple[Valued, Meaning],
    level: str | None,
    moment: Moment | None,
    found: Found,
    reading: Reading,
) -> Iterator[Said]:
    means = part[1]
    fact, where = means.fact, level if means.fact.scope == "lesion" else None
    try:
        value = _value(part, reading)
    except NotReadError as error:
        yield Unread(found.reference, f"{fact.id}: {error}")
        if not isinstance(error, NoValueError) or _counts_as_whole(fact):
            yield from _lost([part], level, moment, found)
        return
    if fact.scope == "lesion" and where is None:
        yield Unread(found.reference, f"{fact.id}: no vertebral level; which lesion is it?")
        return
    yield Claim(fact.id, where, value, found.reference, moment)
    if means.remark:
        yield Unread(found.reference, means.remark, counted=True)


def _value(part: tuple[Valued, Meaning], reading: Reading) -> object:
    one, means = part
    if isinstance(one, Observation) and is_structured(means.fact):
        return structured(one, means, reading)
    return value_of(one, means, reading)


def _lost(parts: Parts, level: str | None, moment: Moment | None, found: Found) -> Iterator[Claim]:
    """Claims without value: an older value must not stand for one that could not be read."""
    for fact in (means.fact for _, means in parts):
        if fact.scope == "patient":
            yield Claim(fact.id, None, None, found.reference, moment)
        elif level is not None:
            yield Claim(fact.id, level, None, found.reference, moment)


def _counts_as_whole(fact: Fact) -> bool:
    """Whether what is listed stands for all: a part unread would count as absent."""
    return fact.kind == "list" or (fact.kind == "many" and fact.complete_when == "given")
