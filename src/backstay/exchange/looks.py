"""One look at one fact as Backstay writes it: an Observation that holds the value whole."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.case.dates import Moment
from backstay.exchange.claims import Claim, NoLesions, Reading, Said
from backstay.exchange.coding import Meaning, answer, codes, label, levels, own_name
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept, Extension, Observation, Reference, Valued
from backstay.exchange.moments import seen_at
from backstay.exchange.observations import FINAL, WITHDRAWN, status_of
from backstay.exchange.ours import ENTRY
from backstay.exchange.problems import NotReadError, Unread, printable
from backstay.exchange.structured import structured
from backstay.exchange.values import accept, has_value, value_of

LESIONS = "lesions"  # not a fact, but whether there are lesions is known like one


class Member(Valued, frozen=True):
    """A name of a set, or one field of an entry."""

    extension: tuple[Extension, ...] = ()


class Source(Reference, frozen=True):
    display: str | None = None


class Look(Observation, frozen=True):
    component: tuple[Member, ...] = ()
    derived_from: tuple[Source, ...] = ()


_DECODER = msgspec.json.Decoder(Look)


def read_look(found: Found, reading: Reading) -> Iterator[Said]:
    """The one fact of the Observation. Raises NotReadError."""
    one = _DECODER.decode(found.raw)
    if one.status in WITHDRAWN:
        raise NotReadError(f"its status is {one.status}")
    name = _name(one.code, reading)
    if name == LESIONS:
        yield from _no_lesions(one, found, reading)
        return
    fact = reading.own.get(name or "")
    if fact is None:
        raise NotReadError(f"{label(one.code, reading)} is not a fact of this edition")
    where = _where(one, reading) if fact.scope == "lesion" else None
    try:
        doubts, moment = list(status_of(one, found)), seen_at(one, reading.as_of)
        value = _value(one, Meaning(fact), reading)
    except NotReadError as error:
        yield Unread(found.reference, f"{fact.id}: {error}")
        yield Claim(fact.id, where, None, found.reference, _moment(one, reading))
        return
    yield from doubts
    yield Claim(fact.id, where, value, _source(one, found), moment, whole=True)


def _no_lesions(one: Look, found: Found, reading: Reading) -> Iterator[Said]:
    told = _name(one.value_codeable_concept or Concept(), reading)
    if one.status not in FINAL or told != f"{LESIONS}.none":
        raise NotReadError("only that there is no lesion can be said so; it is not said")
    yield NoLesions(found.reference)


def _moment(one: Look, reading: Reading) -> Moment | None:
    """When something was seen that cannot be read; at an unreadable time it stands against all."""
    try:
        return seen_at(one, reading.as_of)
    except NotReadError:
        return None


def _name(concept: Concept, reading: Reading) -> str | None:
    return next((name for code in codes(concept) if (name := own_name(code, reading))), None)


def _where(one: Look, reading: Reading) -> str:
    """The one level of a lesion. Raises NotReadError."""
    named = levels([one.body_site] if one.body_site else [], reading)
    if len(named) != 1:
        raise NotReadError("it does not name one vertebral level; which lesion is it?")
    return named[0]


def _source(one: Look, found: Found) -> str:
    """Where the fact was seen before it was written here."""
    told = [source.display for source in one.derived_from if source.display]
    return printable(told[0]) if told else found.reference


def _value(one: Look, meant: Meaning, reading: Reading) -> object:
    if has_value(one):
        return value_of(one, meant, reading)
    if meant.fact.kind == "many":
        named = [
            answer(part.value_codeable_concept or Concept(), meant, reading)
            for part in one.component
        ]
        return accept(named, meant.fact)
    if meant.fact.kind == "list":
        return accept(_entries(one, meant, reading), meant.fact)
    return structured(one, meant, reading)


def _entries(one: Look, meant: Meaning, reading: Reading) -> list[object]:
    """The entries of a list in their order; one of which nothing is known has no field."""
    parts: dict[int, list[Member]] = {}
    for part in one.component:
        parts.setdefault(_number(part), []).append(part)
    return [_entry(one, parts[number], meant, reading) for number in sorted(parts)]


def _number(part: Member) -> int:
    told = [each.value_unsigned_int for each in part.extension if each.url == ENTRY]
    if len(told) != 1 or told[0] is None:
        raise NotReadError("a component does not say to which entry it belongs")
    return told[0]


def _entry(one: Look, parts: list[Member], meant: Meaning, reading: Reading) -> object:
    fact = meant.fact
    if [_name(part.code, reading) for part in parts] == [fact.code or fact.id]:
        return {}
    entry = structured(msgspec.structs.replace(one, component=tuple(parts)), meant, reading)
    return entry[0] if isinstance(entry, list) else entry
