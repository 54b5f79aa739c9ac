"""Sets are open until complete: what is not listed is unknown, unless the list is all."""

from __future__ import annotations

from collections.abc import Mapping

from backstay.case.cases import Remark
from backstay.case.facts import Fact
from backstay.case.problems import nearest
from backstay.case.values import Members, Value


def complete_sets(
    held: Mapping[str, Value], facts: Mapping[str, Fact], flags: Mapping[str, Value]
) -> dict[str, Value]:
    """The same facts, each set with what is surely absent and whether it is complete.

    `flags` are all facts that may say a list is complete: those of the scope and of the patient.
    """
    found = dict(held)
    for name, fact in facts.items():
        if fact.kind == "many":
            members = _members(name, fact, held, flags)
            if members is not None:
                found[name] = members
    return {name: found[name] for name in sorted(found)}


def in_both(held: Mapping[str, Value], facts: Mapping[str, Fact]) -> dict[str, str]:
    """Twins that list names as absent which their set lists as present: twin -> those names."""
    found: dict[str, str] = {}
    for name, fact in facts.items():
        twin = fact.excluded_by
        if twin:
            both = _present(held.get(name)) & _present(held.get(twin))
            if both:
                found[twin] = ", ".join(sorted(both))
    return found


def unlisted(
    held: Mapping[str, Value], facts: Mapping[str, Fact], lesion: str | None = None
) -> list[Remark]:
    """Names outside an open list that look like one in it: no rule reads them."""
    remarks = []
    for name, value in held.items():
        fact = facts[name]
        for one in sorted(_present(value) - set(fact.values)) if fact.values else ():
            close = nearest(one, fact.values)
            if close:
                text = f"{fact.label}: no rule knows {one}. Is {close[0]} meant?"
                remarks.append(Remark("unlisted", (name,), text, lesion))
    return remarks


def _members(
    name: str, fact: Fact, held: Mapping[str, Value], flags: Mapping[str, Value]
) -> Members | None:
    given = held.get(name)
    absent = _present(held.get(fact.excluded_by or ""))
    if isinstance(given, Members):
        return Members(given.present, absent - given.present, _complete(given, fact, flags))
    return Members(frozenset(), absent) if absent else None


def _complete(given: Members, fact: Fact, flags: Mapping[str, Value]) -> bool:
    """An empty list means none, unless the case itself says that the list is not complete."""
    if fact.complete_when == "given":
        return True
    said = flags.get(fact.complete_when or "")
    return said is True or (not given.present and said is not False)


def _present(value: Value) -> frozenset[str]:
    return value.present if isinstance(value, Members) else frozenset()
