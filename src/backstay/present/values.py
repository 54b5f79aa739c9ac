"""Values of facts in words. What is not known says so; an interval stays an interval."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from backstay.present.knows import Knowledge
from backstay.present.words import listed, plain, say, word

# Control characters would act on a terminal and are not allowed in XML.
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

DASH = "\N{EN DASH}"  # between the ends of an interval or a span
# Facts whose grades are said by their sign: "ECOG 2", not what it means.
GRADES = (
    "ecog",
    "ecog_before_deficit",
    "motor_power_worst",
    "asia",
    "frankel",
    "anesthesia_class",
    "escc",
)

HALF_UP = 1e-9  # what is half a unit, but for the binary number, is not rounded down


def clean(text: str) -> str:
    """The text without control characters; most text is plain and is told at once."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub("", text)


def number(value: float) -> str:
    """A number as it is written.

    >>> number(12.0), number(7.25)
    ('12', '7.25')
    """
    return str(int(value)) if float(value).is_integer() else f"{value:.10g}"


def span(low: float, high: float | None) -> str:
    """An interval, or one number where both ends agree; without an upper end, the lower one is the least.

    >>> span(4, 10) == f"4{DASH}10", span(7, 7), span(-8, 9), span(60, None)
    (True, '7', '-8 to 9', 'at least 60')
    """
    if high is None:
        return say("at_least", low=number(low))
    if low == high:
        return number(low)
    if low < 0:  # a dash after a minus would be misread
        return say("range", low=number(low), high=number(high))
    return f"{number(low)}{DASH}{number(high)}"


def rounded(pair: Sequence[float | None], decimals: int = 2) -> str:
    """An interval to so many decimals, half up; an open end is None.

    >>> rounded((24.705, 24.705)), rounded((2, None))
    ('24.71', 'at least 2')
    """
    low, high = (None if end is None else round(end + HALF_UP, decimals) for end in pair)
    return span(low or 0.0, high)


def is_span(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and is_number(value[0])
        and (value[1] is None or is_number(value[1]))
    )


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def describe(knowledge: Knowledge, name: str, value: Any) -> str:
    """The value of a fact, a definition or a score in words."""
    if value is None:
        return say("not_known")
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if is_span(value):
        return _with_unit(knowledge, name, span(*value))
    if isinstance(value, int | float):
        return _with_unit(knowledge, name, number(value))
    if isinstance(value, str):
        return value_word(knowledge, name, value)
    return _gathered(knowledge, name, value)


def brief(knowledge: Knowledge, name: str, value: Any) -> str:
    """The value as it stands in one line: grades by their own sign, all else in words."""
    if name in GRADES and isinstance(value, str):
        return clean(value)
    return describe(knowledge, name, value)


def value_word(knowledge: Knowledge, name: str, value: str) -> str:
    fact = knowledge.facts.find(name)
    said = fact.says.get(value) if fact else None
    return clean(said or plain(value))


def unit(knowledge: Knowledge, name: str) -> str:
    entry = knowledge.facts.find(name) or knowledge.definitions.get(name)
    found = entry.unit if entry else None
    return word("units", found) if found else ""


def course(value: Mapping[str, Any]) -> str:
    """One earlier course of radiation, with how long ago it was."""
    dose, fractions, ago = (value.get(key) for key in ("dose", "fractions", "months_ago"))
    given = say("dose_not_known") if dose is None else say("dose", dose=number(dose))
    if fractions is None:
        given = f"{given}, {say('fractions_not_known')}"
    else:
        given += " " + (
            say("one_fraction") if fractions == 1 else say("fractions", count=number(fractions))
        )
    when = say("time_not_known") if ago is None else say("months_ago", months=number(round(ago, 1)))
    return f"{given}, {when}"


def _with_unit(knowledge: Knowledge, name: str, shown: str) -> str:
    said = unit(knowledge, name).strip()
    return f"{shown} {said}" if said else shown


def _gathered(knowledge: Knowledge, name: str, value: Any) -> str:
    if isinstance(value, Mapping) and "present" in value:
        return _gathered(knowledge, name, sorted(value["present"]))
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(str(key))} {_inner(part)}" for key, part in value.items())
    if isinstance(value, Sequence):
        return listed([_part(knowledge, name, part) for part in value]) or say("none")
    return clean(str(value))


def _part(knowledge: Knowledge, name: str, part: Any) -> str:
    if isinstance(part, Mapping) and "dose" in part and "fractions" in part:
        return course(part)
    if isinstance(part, Mapping):
        return " ".join(_inner(piece) for piece in part.values() if piece is not None)
    return describe(knowledge, name, part)


def _inner(part: Any) -> str:
    if part is None:
        return say("not_known")
    if isinstance(part, bool):
        return say("yes" if part else "no")
    return number(part) if isinstance(part, int | float) else clean(str(part))
