"""Which drugs a person takes, from the list of medicines and from the facts that name drugs elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from backstay.case.values import Members
from backstay.knowledge import Knowledge
from backstay.medicines.line import Line, Unread
from backstay.medicines.names import Recognize, recognizer
from backstay.medicines.reading.listed import listed
from backstay.medicines.together.agents import Drug, Unnamed, name_of
from backstay.medicines.together.states import Facts

NOW, BEFORE = "current_systemic_therapy", "systemic_treatments"


class Taken(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known to be taken."""

    drugs: tuple[Drug, ...]
    complete: bool  # nothing else can be taken
    not_recognized: tuple[str, ...]


def drugs_of(facts: Facts, lines: Iterable[Line | Unread] | None, knowledge: Knowledge) -> Taken:
    """Every drug that is known to be taken, and whether there can be others.

    From `lines`, or without them from the list of medicines; from cancer drugs, the bone agent, anticoagulant and
    antiplatelet drugs. A line that was not understood, but for its drug, may be that drug.

    >>> from backstay.knowledge import load_knowledge
    >>> drugs_of({"anticoagulant": "warfarin", "bone_agent": "denosumab"}, None, load_knowledge()).drugs
    ('denosumab', 'warfarin')
    """
    recognize = _recognizer(knowledge)
    if lines is None:
        read = listed(facts.get("medicines") or (), knowledge)
        lines = (*read.lines, *read.unread)
        there = facts.get("medicines") is not None
    else:
        lines, there = tuple(lines), True
    found: list[Drug] = [_drug(one) for one in lines if isinstance(one, Line) or one.drug]
    strange = [one.text for one in lines if isinstance(one, Unread) and not one.drug]
    for name in _elsewhere(facts):
        drugs = recognize(name)
        found += [drug.id for drug in drugs or ()]
        strange += [] if drugs else [name]
    now = facts.get(NOW)
    whole = facts.get("medicines_known") is True and isinstance(now, Members) and now.complete
    return Taken(
        drugs=(*found, *_unnamed(facts, found, knowledge)),
        complete=whole and there and not strange,
        not_recognized=tuple(dict.fromkeys(strange)),
    )


def _drug(one: Line | Unread) -> Drug:
    if isinstance(one, Line):
        return one
    drug = str(one.drug)
    return Unnamed(id=drug, one_of=(drug,), sure=False)


@lru_cache(maxsize=4)
def _recognizer(knowledge: Knowledge) -> Recognize:
    return recognizer(knowledge)


def _elsewhere(facts: Facts) -> Iterator[str]:
    """Names of drugs that stand in other facts than the list of medicines."""
    for name in (NOW, "antiplatelet_drugs"):
        value = facts.get(name)
        yield from sorted(value.present) if isinstance(value, Members) else ()
    for dose in facts.get(BEFORE) or ():
        if dose.get("still_taken") is True and dose.get("drug"):
            yield dose["drug"]
    if facts.get("bone_agent") not in (None, "none"):
        yield facts["bone_agent"]
    if facts.get("anticoagulant") == "warfarin":
        yield "warfarin"


class _Kind(msgspec.Struct, frozen=True):
    id: str
    fact: str  # that says the kind
    value: object
    classes: frozenset[str]
    drugs: tuple[str, ...] = ()
    ask: str = "medicines"  # that would say which


KINDS = (
    _Kind("direct_oral_anticoagulant", "anticoagulant", "doac", frozenset({"doac"})),
    _Kind("some_heparin", "anticoagulant", "heparin", frozenset({"lmwh"}), ("heparin",)),
    _Kind(
        "antiplatelet_drug",
        "antiplatelet",
        True,
        frozenset({"aspirin", "p2y12_blocker"}),
        (),
        "antiplatelet_drugs",
    ),
)


def _unnamed(facts: Facts, found: list[Drug], knowledge: Knowledge) -> Iterator[Unnamed]:
    """Drugs of which a fact says the kind, where none of that kind is named."""
    named = {name_of(one) for one in found}
    for kind in KINDS:
        of_kind = [
            one.id for one in knowledge.ingredients.values() if kind.classes & set(one.classes)
        ]
        if facts.get(kind.fact) == kind.value and not named & {*of_kind, *kind.drugs}:
            yield Unnamed(id=kind.id, one_of=(*of_kind, *kind.drugs), fact=kind.ask)
