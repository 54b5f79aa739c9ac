"""Numbers as text, with or without a unit, into the unit of their fact."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import inf, isinf

from backstay.case.facts import Fact
from backstay.case.problems import Refused
from backstay.case.text import printable

LONGEST = 60  # characters of a number with its unit
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?![0-9])")
# What a unit may begin with. "x1F", ",5" and "_000" are the rest of a number that is not one.
_UNIT = re.compile(r"10[*^]|[x\u00d7]\s*10[*^]|(?!x)[^\W\d_]|[%/{\[]|1$", re.IGNORECASE)
_PLAIN = r"[0-9]{1,12}(?:\.[0-9]{1,12})?"  # 1e999999999 would never end as a fraction
_FACTOR = re.compile(rf"({_PLAIN})(?:/({_PLAIN}))?")
_ONE = Fraction(1)
_LITER = re.compile(r"(?<![A-Za-z])([mund]?)l(?![A-Za-z])")


def convert(text: str, fact: Fact) -> float:
    """A number in the unit of the fact. Raises Refused.

    >>> creatinine = Fact(id="creatinine", kind="number", label="", asks="", unit="mg/dL",
    ...                   units={"umol/L": "1/88.4"})
    >>> convert("884 µmol/l", creatinine)
    10.0
    """
    number, unit = _split(text.strip())
    by = _factor(unit, fact)
    try:
        value = float(number) if by == 1 else float(Fraction(number) * by)
    except OverflowError:
        value = inf
    if isinf(value):
        raise Refused("the number is too large to hold")
    return value + 0.0  # no negative zero


@lru_cache(maxsize=1024)
def spelled(unit: str) -> str:
    """One spelling for a unit that may be written in several ways.

    >>> spelled("x 10^9 per l"), spelled("μmol/L")
    ('10*9/L', 'umol/L')
    """
    text = re.sub(r"\bper\b", "/", unit.replace("µ", "u").replace("μ", "u"))
    text = "".join(text.split()).replace("^", "*")
    text = re.sub(r"^[xX\u00d7](?=10\*)", "", text)
    return _LITER.sub(r"\1L", text)


@lru_cache(maxsize=256)
def factor(text: str) -> Fraction:
    """The exact number that a factor text of knowledge stands for: "0.0113" or "1/88.4".

    Raises ValueError unless its parts are plain positive numbers.

    >>> factor("1/4")
    Fraction(1, 4)
    """
    found = _FACTOR.fullmatch(text)
    above, below = (Fraction(part or "1") for part in found.groups()) if found else (0, 0)
    if not above or not below:
        raise ValueError(f"{printable(text)} is not a factor such as 0.0113 or 1/88.4")
    return Fraction(above, below)


def accepted(fact: Fact) -> str:
    """The units a fact takes, its own first; those that nobody writes are left out.

    >>> accepted(Fact(id="inr", kind="number", label="", asks="", unit="1", units={"{INR}": "1"}))
    ''
    """
    return ", ".join(filter(None, map(spoken, [fact.unit or "", *fact.units])))


def same_unit(unit: str, other: str, fact: Fact) -> bool:
    """Whether two units mean one, as far as the fact knows both; what it does not know may be words.

    >>> albumin = Fact(id="albumin", kind="number", label="", asks="", unit="g/dL",
    ...                units={"g/L": "0.1"})
    >>> same_unit("g/dL", "g/L", albumin), same_unit("g/dL", "grams", albumin)
    (False, True)
    """
    known = {spelled(fact.unit or ""): "1"} | {spelled(n): f for n, f in fact.units.items()}
    factors = [known.get(spelled(one)) for one in (unit, other)]
    return None in factors or factors[0] == factors[1]


def spoken(unit: str) -> str:
    """A unit as people write it: nothing for a pure number or a score."""
    return "" if unit == "1" or unit.startswith("{") else unit


def _split(text: str) -> tuple[str, str]:
    found = _NUMBER.match(text) if len(text) <= LONGEST else None
    unit = text[found.end() :].strip() if found else ""
    if not found or (unit and not _UNIT.match(unit)):
        raise Refused("this is not a number", allowed="plain digits, such as 12.4 or 0.5")
    return found.group(), unit


def _factor(unit: str, fact: Fact) -> Fraction:
    if not unit or (fact.unit and spelled(unit) == spelled(fact.unit)):
        return _ONE
    for name, text in fact.units.items():
        if spelled(unit) == spelled(name):
            return _known(text, name)
    raise Refused(f"the unit {printable(unit)} is not taken here", accepted(fact) or "no unit")


def _known(text: str, unit: str) -> Fraction:
    """The factor of a unit; one that knowledge gives wrongly converts nothing."""
    try:
        return factor(text)
    except ValueError as error:
        why = f"the unit {printable(unit)} cannot be converted: {error}"
        raise Refused(why, "correct it in the facts of the knowledge") from None
