"""How much is given at once: from numbers, units, pieces and strengths to one dose for each drug."""

from __future__ import annotations

import re
from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.reading.lexicon import Item, Lexicon
from backstay.medicines.reading.tokens import NotRead

LETTERS = {"number": "N", "unit": "U", "slash": "S", "each": "X", "per_hour": "H", "scheme": "D"}
PASSED = ("route", "salt", "filler")  # may stand anywhere
EXPECTED = "one dose with its unit, such as 10 mg, 2 tablets of 5 mg, or 5 mL of 10 mg/5 mL"
AMOUNT = "NUH?(?:SNUH?)*|N(?:SN)+U"
# What may stand between two words of another kind: V is the unit mL, P something that is counted.
RUNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("amount", f"P?(?:{AMOUNT})|N(?:SN)+"),
        ("strength", f"(?:{AMOUNT}|N(?:SN)+)P"),
        ("count", "NP?"),
        ("counted", f"N(?:PX?|X)(?:{AMOUNT}|N(?:SN)+)P?"),
        ("strength_then_count", f"(?:{AMOUNT}|N(?:SN)+)PN"),
        ("concentration", "P?NUSN?VP?"),
        ("volume", "NVP?"),
        ("scheme", "D"),
        ("scheme_amount", "DU"),
        ("piece", "P"),
    )
)


class Run(NamedTuple):
    kind: str
    items: list[Item]
    closed: bool  # in parentheses

    def of(self, means: str) -> list[Item]:
        return [one for one in self.items if one.means == means]


class Dose(NamedTuple):
    each: tuple[Interval, ...]  # for each drug
    units: tuple[str, ...]
    times: float | None = None  # of a scheme: times a day


def runs(items: list[Item], words: Lexicon) -> list[Run]:
    """The parts of the line that are about an amount.

    Raises NotRead where numbers, units and pieces stand together in a way that is not known.
    """
    found: list[Run] = []
    held: list[Item] = []
    letters, inside = "", False
    for item in [*items, Item("apart", None)]:
        letter = _letter(item, words)
        if letter:
            held.append(item)
            letters += letter
        elif item.means not in PASSED and not (
            item.means == "form" and held and letters[-1] != "P"
        ):
            if held:
                found.append(Run(_kind(letters), held, inside))
            held, letters = [], ""
            inside = item.means == "open" or (inside and item.means != "close")
    return found


def _letter(item: Item, words: Lexicon) -> str:
    if item.means == "unit" and item.key == "mL":
        return "V"
    if item.means == "form" and words.forms[item.key].counted:
        return "P"
    return LETTERS.get(item.means, "")


def _kind(letters: str) -> str:
    if letters.strip("SX") == "":
        return "nothing"
    for name, pattern in RUNS:
        if pattern.fullmatch(letters):
            return name
    raise NotRead("the amounts are not understood together", EXPECTED)


def dose(found: list[Run], drugs: int) -> Dose | None:
    """The dose of one administration of each drug; None where no amount is said."""
    kinds: dict[str, Run] = {}
    for run in found:
        if run.kind in kinds and run.kind not in ("piece", "nothing"):
            raise NotRead("two amounts", EXPECTED)
        kinds[run.kind] = run
    said = frozenset(kinds) - {"piece", "nothing"}
    if not said:
        return None
    if said == {"volume"}:
        one = kinds["volume"].items[0]
        return Dose((Interval(one.low, one.high),), ("mL",))
    if said in ({"concentration", "volume"}, {"concentration", "amount"}):
        return _liquid(kinds)
    if said == {"amount", "volume"} and (kinds["amount"].closed or kinds["volume"].closed):
        return _strength(kinds["amount"], drugs, Interval(1, 1))
    if said == {"scheme_amount"}:
        return _scheme_amount(kinds["scheme_amount"], drugs)
    strength = kinds.get("strength") or kinds.get("amount")
    if said in ({"amount"}, {"strength"}) and strength:
        return _strength(strength, drugs, Interval(1, 1))
    if said in ({"strength", "scheme"}, {"amount", "scheme"}) and strength:
        times, pieces = _scheme(kinds["scheme"].items[0])
        return _strength(strength, drugs, Interval(pieces, pieces))._replace(times=times)
    if said == {"strength", "count"} and strength:
        one = kinds["count"].items[0]
        return _strength(strength, drugs, Interval(one.low, one.high))
    if (
        said == {"amount", "count"}
        and strength
        and (drugs > 1 or kinds["count"].items[0][2:] == (1.0, 1.0))
    ):
        one = kinds["count"].items[0]
        return _strength(strength, drugs, Interval(one.low, one.high))
    for kind, place in (("counted", 0), ("strength_then_count", -1)):
        if said == {kind}:
            run = kinds[kind]
            count = run.of("number")[place]
            rest = [one for one in run.items if one is not count]
            return _strength(Run("strength", rest, False), drugs, Interval(count.low, count.high))
    if "count" in said and not strength:
        raise NotRead("how many, but not of what strength", EXPECTED)
    if said == {"concentration"}:
        raise NotRead("a concentration, but not how much of it", EXPECTED)
    raise NotRead("the amounts are not understood together", EXPECTED)


def _strength(run: Run, drugs: int, count: Interval) -> Dose:
    """A dose of each drug, so many times."""
    numbers, units = run.of("number"), _units(run)
    if len(numbers) != drugs:
        raise NotRead(f"{len(numbers)} amounts for {drugs} drugs", "one amount for each drug")
    if not units:
        raise NotRead("an amount without its unit", EXPECTED)
    each = tuple(Interval(one.low * count.low, one.high * count.high) for one in numbers)
    return Dose(each, units * drugs if len(units) == 1 else units)


def _units(run: Run) -> tuple[str, ...]:
    """Units in order, with the hour of a rate."""
    found: list[str] = []
    for item in run.items:
        if item.means == "unit":
            found.append(item.key)
        elif item.means == "per_hour":
            if found[-1] not in ("mg", "mcg"):
                raise NotRead(f"{found[-1]} per hour", "mcg/h or mg/h")
            found[-1] += "/h"
    return tuple(found)


def _liquid(kinds: dict[str, Run]) -> Dose:
    """So many mL of a liquid of which so many mL hold so much."""
    strength = kinds["concentration"]
    if "amount" in kinds:
        return _strength(kinds["amount"], 1, Interval(1, 1))
    held = strength.of("number")
    taken = kinds["volume"].items[0]
    per = held[1].low if len(held) == 2 else 1.0
    if per <= 0 or held[0].low != held[0].high:
        raise NotRead("the concentration is not one number", "a concentration such as 10 mg/5 mL")
    each = held[0].low / per
    return Dose((Interval(taken.low * each, taken.high * each),), (strength.of("unit")[0].key,))


def _scheme(item: Item) -> tuple[float, float]:
    """Times a day, and how many each time, of a scheme such as 1-0-1."""
    given = [one for one in item.key if one]
    if not given or len(set(given)) > 1:
        raise NotRead(
            "a scheme with different amounts",
            "the same amount each time, or a line for each amount",
        )
    return len(given), given[0]


def _scheme_amount(run: Run, drugs: int) -> Dose:
    times, each = _scheme(run.items[0])
    if drugs != 1:
        raise NotRead("a scheme of doses for several drugs", "one amount for each drug")
    return Dose((Interval(each, each),), _units(run), times)
