"""How much is given at once: from the amounts of a line to one dose for each drug."""

from __future__ import annotations

from typing import NamedTuple

from backstay.case.values import Interval
from backstay.medicines.reading.amounts import EXPECTED, Run
from backstay.medicines.reading.tokens import NotRead
from backstay.medicines.reading.tree import Item

Kinds = dict[str, Run]
ONE = Interval(1, 1)
MG = "mg"
WIDEST = 10.0  # a range that is read without asking, by our own convention
PIECES = 10.0  # at once that are read without asking, by our own convention
UNNAMED = 4.0  # times an amount, of pieces that are not named: "10 de 20 mg" may be 10 to 20
RANGE = 4.0  # "5-325 mg" of two drugs is 5 and 325: no range is as wide
COUNT_OR_TOTAL = "whether the amount is that of one piece: 2 tablets of 5 mg"


class Dose(NamedTuple):
    """One administration."""

    each: tuple[Interval, ...]  # of each drug
    units: tuple[str, ...]
    pieces: Interval | None = None  # how many tablets or patches that is, where it was said
    times: float | None = None  # of a scheme: times a day
    multiplied: Interval | None = None  # the 2 of "2 x 5 mg": elsewhere that is twice a day


def dose(found: list[Run], drugs: int) -> Dose | None:
    """The dose of one administration of each drug; None where no amount is said.

    Raises NotRead where the amounts do not make one dose that is certain.
    """
    kinds = {run.kind: run for run in found}
    if len([run for run in found if run.kind != "piece"]) > len(kinds.keys() - {"piece"}):
        raise NotRead("two amounts", EXPECTED)
    said = kinds.keys() - {"piece"}
    if not said:
        return None
    for needs, make in WAYS:
        if said == needs:
            return make(kinds, drugs)
    if "count" in said and not said & {"amount", "strength"}:
        raise NotRead("how many, but not of what strength", EXPECTED)
    raise NotRead("the amounts do not make one dose", EXPECTED)


def _amount(kinds: Kinds, drugs: int) -> Dose:
    return times(_strength(kinds, drugs), ONE)


def _strength(kinds: Kinds, drugs: int) -> Dose:
    """What one piece holds, or the amount that was said."""
    run = kinds.get("strength") or kinds["amount"]
    piece = ONE if run.kind == "strength" else None
    return strength(run.parts["amount"], drugs)._replace(pieces=piece)


def _with_count(kinds: Kinds, drugs: int) -> Dose:
    """So many pieces of a strength. Of an amount that is not said to be one piece's, only one."""
    one = kinds["count"].parts["count"][0]
    count, of = Interval(one.low, one.high), _strength(kinds, drugs)
    total = kinds["count"].closed or (of.pieces is None and drugs == 1)
    bare = of.pieces is None and drugs == 1 and len(kinds["count"].items) == 1
    if bare or (total and count != ONE):
        raise NotRead("an amount and a number of pieces", COUNT_OR_TOTAL)
    return times(of, count)._replace(pieces=count)


def _counted(kinds: Kinds, drugs: int) -> Dose:
    run = kinds["counted"]
    one = run.parts["count"][0]
    count = Interval(one.low, one.high)
    made = times(strength(run.parts["amount"], drugs), count)
    if any(item.means == "form" for item in run.items):
        return made._replace(pieces=count)
    if count.high > UNNAMED:
        raise NotRead("an amount times a number", COUNT_OR_TOTAL)
    return made if count == ONE else made._replace(multiplied=count)


def _unsure(kinds: Kinds, drugs: int) -> Dose:
    """An amount and a number of pieces, of which nothing says whether the amount is one piece's."""
    parts = kinds["unsure"].parts
    count = Interval(*parts["count"][0][2:])
    if drugs == 1 and count != ONE:
        raise NotRead("an amount and a number of pieces", COUNT_OR_TOTAL)
    return times(strength(parts["amount"], drugs), count)._replace(pieces=count)


def _alone(kinds: Kinds, drugs: int) -> Dose:
    """An amount and a number of nothing: pieces, where the amounts of a combination are those of one."""
    if drugs == 1:
        raise NotRead("an amount and a number of pieces", COUNT_OR_TOTAL)
    return _unsure({"unsure": kinds["alone"]}, drugs)


def _held(kinds: Kinds, drugs: int) -> Dose:
    raise NotRead("a concentration, but not how much of it", EXPECTED)


def _liquid(kinds: Kinds, drugs: int) -> Dose:
    """So many mL of a liquid of which so many mL hold so much."""
    parts = (
        kinds["liquid"].parts if "liquid" in kinds else kinds["held"].parts | kinds["volume"].parts
    )
    numbers = [one for one in parts["held"] if one.means == "number"]
    holds, in_volume = numbers[0], numbers[1].low if len(numbers) == 2 else 1.0
    if (
        drugs > 1
        or holds.low != holds.high
        or in_volume <= 0
        or numbers[-1].low != numbers[-1].high
    ):
        raise NotRead("the concentration is not one number", "a concentration such as 10 mg/5 mL")
    each, volume = holds.low / in_volume, parts["volume"][0]
    unit = next(one.key for one in parts["held"] if one.means == "unit")
    return Dose((Interval(volume.low * each, volume.high * each),), (unit,))


def _labeled(kinds: Kinds, drugs: int) -> Dose:
    """An amount beside the concentration of what it is taken from."""
    run = kinds.get("labeled") or kinds["amount"]
    return strength(run.parts["amount"], drugs)


def _with_volume(kinds: Kinds, drugs: int) -> Dose:
    """10 mg (5 mL): the amount, and the volume it makes."""
    if not (kinds["amount"].closed or kinds["volume"].closed):
        raise NotRead("an amount and a volume", "whether it is a concentration: 5 mL of 10 mg/5 mL")
    return strength(kinds["amount"].parts["amount"], drugs)


def _volume(kinds: Kinds, drugs: int) -> Dose:
    one = kinds["volume"].parts["volume"][0]
    return Dose((Interval(one.low, one.high),) * drugs, ("mL",) * drugs)


def _with_scheme(kinds: Kinds, drugs: int) -> Dose:
    given, pieces = scheme(kinds["scheme"].items[0])
    return times(_strength(kinds, drugs), Interval(pieces, pieces))._replace(times=given)


def _scheme_amount(kinds: Kinds, drugs: int) -> Dose:
    run = kinds["scheme_amount"]
    given, each = scheme(run.items[0])
    return Dose((Interval(each, each),) * drugs, (run.items[1].key,) * drugs, times=given)


def strength(items: tuple[Item, ...], drugs: int) -> Dose:
    """One amount for each drug, in order; a combination may be written without its unit, mg."""
    numbers = [one for one in items if one.means == "number"]
    if drugs == 2 and len(numbers) == 1 and _pair(*numbers[0][2:]):
        numbers = [
            numbers[0]._replace(high=numbers[0].low),
            numbers[0]._replace(low=numbers[0].high),
        ]
    found = units(items) or ((MG,) if drugs > 1 else ())
    if len(numbers) != drugs or len(found) not in (1, drugs):
        raise NotRead(
            f"{len(numbers)} amounts for {drugs} drugs", "one amount with its unit for each drug"
        )
    if any(0 < WIDEST * one.low < one.high for one in numbers):
        raise NotRead(f"a range as wide as {numbers[0].low:g} to {numbers[0].high:g}", EXPECTED)
    each = tuple(Interval(one.low, one.high) for one in numbers)
    return Dose(each, found * (drugs // len(found)))


def _pair(low: float, high: float) -> bool:
    """Whether 5-325 is two amounts and no range."""
    return high < low or high > RANGE * low


def units(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Units in order, with the hour of a rate."""
    found: list[str] = []
    for item in items:
        if item.means == "unit":
            found.append(item.key)
        elif item.means == "per_hour":
            found[-1] += "/h"
    return tuple(found)


def times(of: Dose, count: Interval) -> Dose:
    """So many times an amount."""
    if count.high > PIECES:
        raise NotRead(
            f"{count.high:g} pieces at once", f"up to {PIECES:g} at once; not how many a box holds"
        )
    each = tuple(Interval(one.low * count.low, one.high * count.high) for one in of.each)
    pieces = of.pieces and Interval(of.pieces.low * count.low, of.pieces.high * count.high)
    return of._replace(each=each, pieces=pieces)


def scheme(item: Item) -> tuple[float, float]:
    """Times a day, and how many each time, of a scheme such as 1-0-1."""
    given = [one for one in item.key if one]
    if not given or len(set(given)) > 1:
        raise NotRead("a scheme of different amounts", "a line for each amount")
    return len(given), given[0]


WAYS = (
    ({"amount"}, _amount),
    ({"strength"}, _amount),
    ({"amount", "count"}, _with_count),
    ({"strength", "count"}, _with_count),
    ({"counted"}, _counted),
    ({"unsure"}, _unsure),
    ({"alone"}, _alone),
    ({"held"}, _held),
    ({"liquid"}, _liquid),
    ({"held", "volume"}, _liquid),
    ({"labeled"}, _labeled),
    ({"held", "amount"}, _labeled),
    ({"amount", "volume"}, _with_volume),
    ({"volume"}, _volume),
    ({"amount", "scheme"}, _with_scheme),
    ({"strength", "scheme"}, _with_scheme),
    ({"scheme_amount"}, _scheme_amount),
)
