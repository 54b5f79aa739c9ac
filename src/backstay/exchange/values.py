"""The value of an Observation as the text of a case; nothing is converted or guessed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any

from backstay.case.facts import Fact
from backstay.case.problems import CaseError, Report
from backstay.case.structures import read_value
from backstay.case.text import Lines
from backstay.exchange.claims import Reading
from backstay.exchange.coding import Meaning, answer, codes, label
from backstay.exchange.fhir import Concept, Quantity, Valued, interpretations
from backstay.exchange.printed import unit_of
from backstay.exchange.problems import MODIFIED, NotReadError, NoValueError, printable

_READ = ("quantity", "codeable_concept", "string", "boolean", "integer", "date_time")
_OTHER = ("range", "ratio", "period", "time", "sampled_data")
_READ_OF = attrgetter(*(f"value_{form}" for form in _READ))
_OTHER_OF = attrgetter(*(f"value_{form}" for form in _OTHER))
_BARE = (None, "", "1", "{score}")
_LONGEST_GRADE = 1000  # no grade is near, and a power of ten is not written out
_YES_NO = {"yes": "true", "no": "false"}


def value_of(part: Valued, meant: Meaning, reading: Reading) -> object:
    """The value in the text form of a case, checked against the fact. Raises NotReadError."""
    if bytes(part.modifier_extension):
        raise NotReadError(MODIFIED)
    if part.data_absent_reason is not None:
        raise NoValueError(f"it has no value: {label(part.data_absent_reason, reading)}")
    form, given = _the_value(part)
    value = accept(_as_text(form, given, meant, reading), meant.fact)
    for other in _interpreted(part, meant, reading):
        if _plain(other) != _plain(value):
            raise NotReadError(f"its value is {value} and its interpretation {other}; which holds?")
    return value


def _interpreted(part: Valued, meant: Meaning, reading: Reading) -> list[str]:
    """Values that the interpretation names by answer codes; it never stands for the value itself."""
    answers = reading.bindings.answers
    if not bytes(part.interpretation) or all(bound != meant.bound for bound, _ in answers):
        return []
    keys = [(meant.bound, code) for one in interpretations(part) for code in codes(one)]
    return [answers[key] for key in keys if key in answers]


def _plain(value: object) -> object:
    """A number as such, so that 90 and 90.0 are one."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def has_value(part: Valued) -> bool:
    """Whether a value, or the reason why there is none, was given."""
    given = any(one is not None for one in _READ_OF(part))
    return given or part.data_absent_reason is not None or any(map(bytes, _OTHER_OF(part)))


def accept(value: object, fact: Fact) -> object:
    """The value itself, when a case takes it. Raises NotReadError."""
    report = Report(Lines())
    read_value(value, fact, (fact.id,), report)
    try:
        report.finish()
    except CaseError as error:
        first = error.problems[0]
        allowed = f" (allowed: {first.allowed})" if first.allowed else ""
        raise NotReadError(f"{first.value}: {first.problem}{allowed}") from None
    return value


def _the_value(part: Valued) -> tuple[str, Any]:
    found = zip(_READ, _READ_OF(part), strict=True)
    given = [(form, value) for form, value in found if value is not None]
    if len(given) > 1:
        raise NotReadError("it has more than one value")
    if given:
        return given[0]
    raws = zip(_OTHER, _OTHER_OF(part), strict=True)
    other = [form for form, raw in raws if bytes(raw)]
    if other:
        raise NotReadError(f"a {other[0]} is not read as a value")
    raise NoValueError("it has no value")


def _as_text(form: str, given: Any, meant: Meaning, reading: Reading) -> object:
    fact = meant.fact
    if form == "codeable_concept":
        return _coded(_answered(given, meant, reading), fact)
    if form == "quantity":
        return _quantity(given, fact, reading)
    if form == "integer":
        return _bare(str(given), fact)
    if form == "boolean":
        return _only(fact, ("yes_no",), "a yes or no", "true" if given else "false")
    if form == "date_time":
        return _only(fact, ("date",), "a date", given[:10])
    text = _only(fact, ("choice", "many", "text"), "text", given)
    return [text.strip().lower()] if fact.kind == "many" else text


def _answered(given: Concept, meant: Meaning, reading: Reading) -> str:
    """The value of a coded answer; some records answer with the reason why there is none."""
    if any(reading.bindings.systems.get(system) == "absent" for system, _ in codes(given)):
        raise NoValueError(f"it has no value: {label(given, reading)}")
    return answer(given, meant, reading)


def _coded(value: str, fact: Fact) -> object:
    if fact.kind == "yes_no":
        return _YES_NO.get(value, value)
    empty = value == "none" and value not in fact.values
    if fact.kind in ("many", "list") and empty:
        return []
    return [value] if fact.kind == "many" else value


def _quantity(given: Quantity, fact: Fact, reading: Reading) -> str:
    if given.value is None:
        raise NoValueError("it has no number")
    if given.comparator:
        limit = f"{printable(given.comparator, 4)}{given.value}"
        raise NotReadError(f"{limit} is a limit, not a value")
    unit = unit_of(given, fact, reading)
    if unit.startswith("{") or unit in _BARE:
        return _bare(_number(given.value, fact), fact)
    return f"{given.value} {unit}"


def _number(value: Decimal, fact: Fact) -> str:
    """A number as it was given; a grade is a whole one however it is spelled."""
    whole = fact.kind == "choice" and value == value.to_integral_value()
    return str(int(value)) if whole and abs(value) < _LONGEST_GRADE else str(value)


def _bare(number: str, fact: Fact) -> str:
    """A number without unit: only where the fact has none."""
    if fact.kind in ("number", "count") and fact.unit not in _BARE:
        raise NotReadError(f"{number} has no unit; it is not guessed")
    return _only(fact, ("number", "count", "choice"), "a number", number)


def _only(fact: Fact, kinds: tuple[str, ...], form: str, value: str) -> str:
    if fact.kind not in kinds:
        raise NotReadError(f"{form} is not a value of {fact.id}")
    return value
