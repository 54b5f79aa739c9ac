"""The unit of a result: its code and its printed words, which must not contradict each other."""

from __future__ import annotations

from functools import lru_cache

from backstay.case.facts import Fact
from backstay.case.units import spelled
from backstay.exchange.claims import Reading
from backstay.exchange.fhir import Quantity
from backstay.exchange.problems import NotReadError, printable

_WORDS = 40  # characters of a unit that is shown


def unit_of(given: Quantity, fact: Fact, reading: Reading) -> str:
    """The unit in a spelling that the fact takes, or as it was given. Raises NotReadError.

    Words that are no unit say nothing against the code beside them.
    """
    named = [one for one in (given.code, given.unit) if one and one.strip()]
    if not named:
        return ""
    units = [_ucum(one, fact, reading) for one in named]
    if len(named) > 1 and _contradict(units, given.unit or "", fact):
        words = printable(named[1], _WORDS)
        raise NotReadError(
            f"its unit is {words} in words and {printable(named[0], _WORDS)} by code; which holds?"
        )
    return units[0] or named[0]


def _ucum(text: str, fact: Fact, reading: Reading) -> str | None:
    """A unit as the fact or the list of printed units spells it; None where neither knows it."""
    own = (fact.unit or "1", *fact.units)
    if text in own:
        return text
    plain, (known, small) = spelled(text), _spellings(own)
    if plain in known:
        return known[plain]
    if _bare(plain):
        return plain
    listed = reading.bindings.spellings.get(plain.lower(), "")
    return small.get(plain.lower()) or known.get(spelled(listed)) or listed or None


@lru_cache(maxsize=256)
def _spellings(units: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The units of a fact in one spelling, and in small letters."""
    known = {spelled(one): one for one in units}
    return known, {name.lower(): one for name, one in reversed(known.items())}


def _contradict(units: list[str | None], words: str, fact: Fact) -> bool:
    code, printed = units
    if printed is None:
        return code is not None and _looks_like_a_unit(words)
    return _size(code, fact) != _size(printed, fact)


def _looks_like_a_unit(words: str) -> bool:
    return "/" in words or "%" in words


def _size(unit: str | None, fact: Fact) -> tuple[str | None, str | None]:
    """The factor of a unit that the fact takes; else the unit itself, which is then another one."""
    own = fact.unit or "1"
    if unit == own or (_bare(unit) and _bare(own)):
        return None, "1"
    return (None, fact.units[unit]) if unit in fact.units else (unit, None)


def _bare(unit: str | None) -> bool:
    """Whether a unit is that of a pure number or a score."""
    return unit == "1" or (unit or "").startswith("{")
