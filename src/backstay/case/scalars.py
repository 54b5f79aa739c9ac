"""One value by the kind of its fact. Every scalar is read as the text that was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from backstay.case.dates import read_day
from backstay.case.facts import Fact
from backstay.case.problems import Refused, nearest
from backstay.case.units import accepted, convert
from backstay.case.values import Value

LONGEST_TEXT = 500
OPEN_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Control characters but for new line and tab, halves of pairs, and what reorders: these could steer a
# terminal or what is read.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_MEANT = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}


def read_scalar(given: object, fact: Fact) -> Value:
    """One value of a fact that holds one. Raises Refused."""
    return _READERS[fact.kind](as_text(given), fact)


def as_text(given: object) -> str:
    """The text of a scalar as YAML or JSON would write it. Raises Refused."""
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, float) or (isinstance(given, int) and given.bit_length() <= 200):
        return repr(given)
    if given is None:
        raise Refused("there is no value; leave the fact out if it is not known")
    raise Refused("one plain value is expected here")


def member(given: object, fact: Fact) -> str:
    """One name of a set. An open set takes names that knowledge does not list. Raises Refused."""
    name = as_text(given)
    if name in fact.values or (fact.open and OPEN_NAME.fullmatch(name)):
        return name
    if not fact.open:
        return _choice(name, fact)
    raise Refused(
        "this is not a name", "lower case letters, digits and underscores, up to 60 characters"
    )


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text that is safe to show anywhere. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Refused("there is no text; leave it out if it is not known")
    if len(text) > longest:
        raise Refused(f"the text has {len(text)} characters", f"up to {longest} characters")
    if _UNSAFE.search(text):
        raise Refused("the text holds control characters", "letters, digits, signs and new lines")
    return text


def span(fact: Fact) -> str:
    """The numbers a fact takes, in words."""
    parts = [
        "a whole number" if fact.kind == "count" else "a number",
        "" if fact.min is None else f"from {_short(fact.min)}",
        "" if fact.max is None else f"to {_short(fact.max)}",
        f"in steps of {_short(fact.step)}" if fact.step else "",
        f"(units: {accepted(fact)})" if accepted(fact) else "",
    ]
    return " ".join(filter(None, parts))


def _yes_no(text: str, fact: Fact) -> bool:
    if text in ("true", "false"):
        return text == "true"
    meant = _MEANT.get(text.lower(), text.lower())
    hint = (meant,) if meant in ("true", "false") else ()
    raise Refused("this is not true or false", "true, false", hint)


def _choice(text: str, fact: Fact) -> str:
    if text in fact.values:
        return text
    raise Refused(
        "this is not one of the values", ", ".join(fact.values), nearest(text, fact.values)
    )


def _number(text: str, fact: Fact) -> float:
    value = convert(text, fact)
    too_low = fact.min is not None and value < fact.min
    if too_low or (fact.max is not None and value > fact.max):
        raise Refused(f"{_short(value)} is out of range", span(fact))
    if fact.step and (_exact(value) - _exact(fact.min or 0.0)) % _exact(fact.step):
        raise Refused("this is between two steps", span(fact))
    return value


def _count(text: str, fact: Fact) -> int:
    value = _number(text, fact)
    if value != int(value):
        raise Refused("this is not a whole number", span(fact))
    return int(value)


def _exact(value: float) -> Fraction:
    return Fraction(repr(value))  # 0.1 means a tenth, not the nearest binary fraction


def _short(value: float) -> str:
    return f"{value:.6g}"


_READERS: dict[str, Callable[[str, Fact], Value]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "number": _number,
    "count": _count,
    "text": lambda text, fact: plain_text(text),
    "date": lambda text, fact: read_day(text),
}
