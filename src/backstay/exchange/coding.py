"""Codes in a resource, and what the bindings and Backstay's own CodeSystem say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backstay.case.facts import Fact
from backstay.exchange.binding_kinds import Code
from backstay.exchange.claims import Reading, Unbound
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept
from backstay.exchange.marker_bindings import Withheld
from backstay.exchange.problems import NotReadError, Unread, printable

_HL7 = "hl7.org/"  # in the address of every status of FHIR
LABEL = 100  # characters of a code with its words


class Meaning(NamedTuple):
    """The fact that a code stands for; `bound` is the binding, empty for our own CodeSystem."""

    fact: Fact
    bound: str = ""
    remark: str | None = None


def codes(concept: Concept | None) -> list[Code]:
    """All codings of a concept; one without system or code says nothing."""
    found = concept.coding if concept else ()
    return [(one.system, one.code) for one in found if one.system and one.code]


def words_of(concept: Concept | None) -> list[str]:
    """All that a concept says in words, each once."""
    texts = [*(one.display for one in concept.coding), concept.text] if concept else []
    return list(dict.fromkeys(one for one in texts if one))


def status_code(concept: Concept | None) -> str | None:
    """The code of a FHIR status; the code system of HL7 goes before others, and a code before words."""
    if concept is None:
        return None
    coded = [one for one in concept.coding if one.code]
    of_hl7 = [one for one in coded if _HL7 in (one.system or "")]
    found = [one.code for one in of_hl7 or coded]
    return found[0] if found else next(iter(words_of(concept)), "").strip().lower() or None


def label(concept: Concept, reading: Reading) -> str:
    """A concept in words for a list of what was not read."""
    named = next(iter(words_of(concept)), None)
    known = [f"{reading.bindings.systems.get(url, url)} {code}" for url, code in codes(concept)]
    if not known or not named:
        return printable(known[0] if known else named or "no code", LABEL)
    return printable(f"{known[0]} ({named}", LABEL) + ")"


def meaning(concept: Concept, reading: Reading) -> Meaning | None:
    """The fact that a code stands for; None where no binding names it. Raises NotReadError."""
    named = codes(concept)
    found = {one.fact.id: one for one in _meanings(named, reading)}
    if len(found) > 1:
        raise NotReadError(f"its codes mean different facts: {', '.join(sorted(found))}")
    for held in withheld(named, reading):
        if found.keys() & set(held.never):
            raise NotReadError(f"its codes contradict each other: {held.why}")
    return next(iter(found.values()), None)


def withheld(named: Iterable[Code], reading: Reading) -> Iterator[Withheld]:
    """The bindings that say why some of the codes give no fact."""
    return filter(None, (reading.bindings.withheld.get(code) for code in named))


def unbound(concept: Concept, found: Found, reading: Reading) -> Unread | Unbound:
    """A code that gives no fact: with the reason where it is known, else listed once for each code."""
    named = codes(concept)
    for held in withheld(named, reading):
        return Unread(found.reference, held.why)
    if any(own_name(code, reading) for code in named):
        why = f"{label(concept, reading)} is no fact; a score is computed from its items"
        return Unread(found.reference, why)
    return Unbound(found.kind, found.reference, label(concept, reading))


def _meanings(found: list[Code], reading: Reading) -> Iterable[Meaning]:
    for code in found:
        bound = reading.bindings.observations.get(code)
        own = own_name(code, reading)
        fact = reading.vocabulary.find(bound.fact) if bound else reading.own.get(own or "")
        if fact is not None:
            yield Meaning(fact, bound.id if bound else "", bound.remark if bound else None)


def own_name(code: Code, reading: Reading) -> str | None:
    """The code of our own CodeSystem, which is the id of a fact or `fact.value`."""
    return code[1] if code[0] in reading.bindings.own else None


def answer(concept: Concept, meant: Meaning, reading: Reading) -> str:
    """The value that a coded answer stands for. Raises NotReadError."""
    found = {value for code in codes(concept) if (value := _answer(code, meant, reading))}
    found |= _in_words(concept, meant, reading)
    if len(found) > 1:
        raise NotReadError(f"its codes mean different values: {', '.join(sorted(found))}")
    if not found:
        raise NotReadError(f"the answer {label(concept, reading)} has no binding")
    return found.pop()


def _in_words(concept: Concept, meant: Meaning, reading: Reading) -> set[str]:
    """Values by the words beside a code, where a binding trusts them; they must agree with the code."""
    known = reading.bindings.answer_words
    keys = (
        (meant.bound, (one.system, one.display.strip().lower()))
        for one in concept.coding
        if one.system and one.display
    )
    return {known[key] for key in keys if key in known}


def _answer(code: Code, meant: Meaning, reading: Reading) -> str | None:
    fact, own = meant.fact, own_name(code, reading)
    start = f"{fact.code or fact.id}."
    if own and own.startswith(start):
        return own.removeprefix(start)
    if fact.id in ("level", "to_level"):
        return reading.bindings.levels.get(code)
    return reading.bindings.answers.get((meant.bound, code))


def levels(sites: Iterable[Concept], reading: Reading) -> tuple[str, ...]:
    """The vertebral levels that body sites name, in the order given."""
    found = [_level(code, reading) for site in sites for code in codes(site)]
    return tuple(dict.fromkeys(level for level in found if level))


def _level(code: Code, reading: Reading) -> str | None:
    own = own_name(code, reading)
    if own and own.startswith("level."):
        named = own.removeprefix("level.")
        return named if named in reading.vocabulary.lesion["level"].values else None
    return reading.bindings.levels.get(code)
