"""One question of a form with its answers: the value of a fact, or a reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from backstay.case.facts import Fact
from backstay.case.structures import field_of
from backstay.exchange.claims import Reading
from backstay.exchange.coding import Meaning
from backstay.exchange.fhir import NOTHING, Coding, Concept, Part, Quantity, Valued
from backstay.exchange.problems import NotReadError
from backstay.exchange.values import accept, value_of


class Answer(Part, frozen=True):
    value_boolean: bool | None = None
    value_decimal: Decimal | None = None
    value_integer: int | None = None
    value_date: str | None = None
    value_string: str | None = None
    value_coding: Coding | None = None
    value_quantity: Quantity | None = None
    modifier_extension: msgspec.Raw = NOTHING
    item: tuple[Item, ...] = ()


class Item(Part, frozen=True):
    """A question or a group; the answers to one question may hold further questions."""

    link_id: str
    answer: tuple[Answer, ...] = ()
    item: tuple[Item, ...] = ()
    modifier_extension: msgspec.Raw = NOTHING


def is_absent(answer: Answer, reading: Reading) -> bool:
    """Whether an answer says that there is none: not known, or not done."""
    system = answer.value_coding.system if answer.value_coding else None
    return reading.bindings.systems.get(system or "") == "absent"


def value_in(
    answers: Sequence[Answer], entries: Sequence[Item], fact: Fact, reading: Reading
) -> object | None:
    """The value in the text form of a case; None where none was given. Raises NotReadError."""
    told = [one for one in answers if not is_absent(one, reading)]
    if len(told) < len(answers) and (told or entries):
        raise NotReadError("it has an answer and says that there is none; which holds?")
    if fact.kind == "list":
        return _entries(told, entries, fact, reading)
    if not told:
        return None
    if fact.kind == "many":
        return _members(told, fact, reading)
    if len(told) > 1:
        raise NotReadError("it has more than one answer")
    return _value(told[0], fact, reading)


def _members(told: Sequence[Answer], fact: Fact, reading: Reading) -> list[object]:
    """The names of a set; none stands alone."""
    parts = [_value(one, fact, reading) for one in told]
    if len(parts) > 1 and [] in parts:
        raise NotReadError("it says none and names some; which holds?")
    names = [name for part in parts if isinstance(part, list) for name in part]
    return list(dict.fromkeys(names))


def _entries(
    told: Sequence[Answer], entries: Sequence[Item], fact: Fact, reading: Reading
) -> list[object] | None:
    """The entries of a list; an empty one only where none was chosen."""
    chosen = {one.value_coding.code for one in told if one.value_coding}
    start = fact.code or fact.id
    if chosen - {f"{start}.none", f"{start}.listed"} or len(chosen) < len(told):
        raise NotReadError("whether there are any is not told by an answer of the form")
    if f"{start}.none" in chosen:
        if entries or len(chosen) > 1:
            raise NotReadError("it says none and lists some; which holds?")
        return []
    found = [_entry(one, fact, reading) for one in entries]
    listed: list[object] = [one for one in found if one]
    accept(listed, fact)
    return listed or None


def _entry(group: Item, fact: Fact, reading: Reading) -> dict[str, object]:
    """One entry; half read it could mislead, so all its answers are read or none."""
    found: dict[str, object] = {}
    for one in group.item:
        name = one.link_id.removeprefix(f"{fact.id}.")
        if not one.answer:
            continue
        if name not in fact.fields or name in found or len(one.answer) > 1:
            raise NotReadError(
                "an entry has a question that is not of the form, or two answers to one"
            )
        found[name] = _value(one.answer[0], field_of(fact, name), reading)
    return found


def _value(answer: Answer, fact: Fact, reading: Reading) -> object:
    coding, number = answer.value_coding, answer.value_decimal
    plain = Quantity(value=number) if number is not None else None
    given = Valued(
        value_boolean=answer.value_boolean,
        value_integer=answer.value_integer,
        value_date_time=answer.value_date,
        value_string=answer.value_string,
        value_codeable_concept=Concept(coding=(coding,)) if coding else None,
        value_quantity=answer.value_quantity or plain,
        modifier_extension=answer.modifier_extension,
    )
    return value_of(given, Meaning(fact), reading)
