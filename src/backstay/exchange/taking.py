"""What is taken now, of all statements and orders. A dose that two records tell differently is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from backstay.case.dates import Moment, days_between
from backstay.case.facts import Fact
from backstay.case.structures import MOST_ENTRIES
from backstay.exchange.claims import Claim, Medicine, Reading
from backstay.exchange.drugs import SYSTEMIC
from backstay.exchange.problems import NotReadError, Unread
from backstay.exchange.values import accept

FACT, COMPLETE = "medicines", "medicines_known"
_WHO = ("drug", "form", "route", "as_needed")  # what stays of an entry whose dose is not known


def settle_medicines(told: list[Medicine], reading: Reading) -> Iterator[Claim | Unread]:
    """The list of medicines and the cancer drugs among them, with what is in doubt."""
    fact = reading.vocabulary.patient.get(FACT)
    if fact is None:
        return
    now, old = _by_age(told, fact, reading.as_of)
    held, late = _of_each_drug(now), _of_each_drug(old)
    listed = [one for one in held if one.entries]
    for one in [*(one for one in held if not one.entries), *(late if listed else [])]:
        yield from _left_out(one, fact)
    yield from _listed(listed or late, fact, reading)
    yield from _cancer_drugs([one for one in held + late if one.entries], reading)


def _of_each_drug(told: list[Medicine]) -> list[Medicine]:
    """The records that hold, drug by drug."""
    same: dict[tuple[str, ...], list[Medicine]] = {}
    for one in told:
        same.setdefault(one.drugs, []).append(one)
    return [part for several in same.values() for part in _settled(several)]


def _settled(told: list[Medicine]) -> list[Medicine]:
    """The records of one drug that hold, and those of which nobody knows; what is stated goes before orders."""
    found = [one for one in told if one.taken and not one.entries]
    stated = [one for one in told if one.entries and one.stated]
    ordered = [one for one in told if one.entries and not one.stated]
    denied = [one.source for one in told if not one.taken]
    if denied and not stated:
        why = f"it is ordered, and {denied[0]} says that it is not taken; which holds?"
        return found + [one._replace(entries=(), doubts=(why,)) for one in ordered]
    if ordered and not any(map(_has_dose, stated)):
        return found + _once(ordered)
    return found + _once(stated) + _told_otherwise(stated, ordered)


def _has_dose(one: Medicine) -> bool:
    return any("dose" in entry for entry in one.entries)


def _told_otherwise(stated: list[Medicine], ordered: list[Medicine]) -> list[Medicine]:
    """Orders with a dose that no statement tells; they may be taken beside it, or instead of it."""
    known = {_how(entry) for one in stated for entry in one.entries}
    why = "it is ordered in another way than it is said to be taken; which holds?"
    return [
        one._replace(entries=(), doubts=(why,))
        for one in ordered
        if _has_dose(one) and not known.issuperset(map(_how, one.entries))
    ]


def _how(entry: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """All that an entry says but for how long; not as needed and nothing said are the same."""
    return tuple(
        sorted((k, v) for k, v in entry.items() if k != "days" and (k, v) != ("as_needed", "false"))
    )


def _once(told: list[Medicine]) -> list[Medicine]:
    """Orders for the same use, or equal statements: twice as much, or told twice? The dose is not known."""
    number: Counter[object] = Counter(use for one in told for use in _uses(one))
    twice = [one for one in told if any(number[use] > 1 for use in _uses(one))]
    if not twice:
        return told
    plain = [
        {name: entry[name] for name in _WHO if name in entry}
        for one in twice
        for entry in one.entries
    ]
    first = twice[0]._replace(
        entries=tuple({_how(entry): entry for entry in plain}.values()),
        source=_sources(twice),
        moment=_earliest(twice),
        doubts=("dose not known: it stands more than once; which one holds?",),
    )
    return [first, *(one for one in told if all(number[use] == 1 for use in _uses(one)))]


def _uses(one: Medicine) -> set[object]:
    if one.stated:
        return {_how(entry) for entry in one.entries}
    return {
        (entry["drug"], entry.get("form"), entry.get("as_needed") == "true")
        for entry in one.entries
    }


def _by_age(
    told: list[Medicine], fact: Fact, as_of: Moment
) -> tuple[list[Medicine], list[Medicine]]:
    """What is said of now, and what was said too long ago."""
    now: list[Medicine] = []
    old: list[Medicine] = []
    for one in told:
        late = (
            one.moment
            and fact.valid_for_days
            and days_between(one.moment, as_of) > fact.valid_for_days
        )
        (old if late else now).append(one)
    return now, old


def _left_out(one: Medicine, fact: Fact) -> Iterator[Claim | Unread]:
    """A medicine that is asked for. No list that leaves it out is complete."""
    told = one.moment.text[:10] if one.moment else ""
    late = f"it was said on {told}, more than {fact.valid_for_days:g} days ago; is it still taken?"
    yield Unread(one.source, f"{' + '.join(one.drugs)}: {late if one.entries else one.doubts[0]}")
    yield Claim(COMPLETE, None, None, one.source)


def _listed(told: list[Medicine], fact: Fact, reading: Reading) -> Iterator[Claim | Unread]:
    """The entries of the list; one that a case does not take keeps its drug only."""
    entries: list[dict[str, str]] = []
    for one in told:
        doubts = one.doubts
        for entry in one.entries:
            try:
                accept([entry], fact)
            except NotReadError as error:
                entry, doubts = {"drug": entry["drug"]}, (f"dose not known: {error}",)
            entries.append(entry)
        for doubt in doubts:
            yield Unread(one.source, f"{' + '.join(one.drugs)}: {doubt}", counted=True)
    if len(entries) > MOST_ENTRIES:
        yield Unread(_sources(told), f"{len(entries)} medicines are more than a case takes")
    elif entries:
        yield Claim(FACT, None, entries, _sources(told), _earliest(told))


def _cancer_drugs(told: list[Medicine], reading: Reading) -> Iterator[Claim]:
    """Drugs that stand by their name in the list of cancer drugs."""
    fact = reading.vocabulary.patient.get(SYSTEMIC)
    names = fact.values if fact else ()
    given = [one for one in told if set(one.drugs) & set(names)]
    if fact is None or not given:
        return
    now, old = _by_age(given, fact, reading.as_of)
    drugs = sorted({name for one in now or old for name in one.drugs if name in names})
    yield Claim(SYSTEMIC, None, drugs, _sources(now or old), _earliest(now or old))


def _earliest(told: Iterable[Medicine]) -> Moment | None:
    """The oldest date among those that hold; None where all are of the time of the bundle."""
    return min(
        (one.moment for one in told if one.moment), key=lambda moment: moment.at, default=None
    )


def _sources(told: Iterable[Medicine]) -> str:
    return ", ".join(dict.fromkeys(one.source for one in told))
