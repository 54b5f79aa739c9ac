"""Options that share most of their reasons, told together: what all share once, the rest by name."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import names, reasons
from backstay.present.knows import Entry, Knowledge
from backstay.present.reasons import Reason


class _Seen(NamedTuple):
    """What stands on the line of an option, and every reason that holds about it."""

    line: tuple[object, ...]
    held: set[Reason]


class Held(NamedTuple):
    """One reason, and the options it holds for where it does not hold for all that are told together."""

    reason: Reason
    only: tuple[str, ...]


def clusters(knowledge: Knowledge, options: list[Entry]) -> list[list[Entry]]:
    """Options with one stance and one check that share at least half of their reasons."""
    found: list[tuple[_Seen, list[Entry]]] = []
    for option in options:
        seen = _Seen(_line(knowledge, option), set(reasons.held(option)))
        home = next((held for first, held in found if _near(first, seen)), None)
        if home is None:
            found.append((seen, [option]))
        else:
            home.append(option)
    return [held for _, held in found]


def held(knowledge: Knowledge, options: list[Entry]) -> list[tuple[str, list[Held]]]:
    """All reasons that hold for any of the options, by side; each reason once."""
    told = [dict(reasons.named(reasons.sides(option))) for option in options]
    return [
        (
            side,
            [
                _held(knowledge, one, side, options, told)
                for one in _each([each[side] for each in told])
            ],
        )
        for side in ("for", "against", "harm")
    ]


def _held(
    knowledge: Knowledge,
    one: Reason,
    side: str,
    options: list[Entry],
    told: list[dict[str, list[Reason]]],
) -> Held:
    holds = [option for option, each in zip(options, told, strict=True) if one in each[side]]
    if len(holds) == len(options):
        return Held(one, ())
    return Held(one, tuple(_names(knowledge, options, holds)))


def _names(knowledge: Knowledge, options: list[Entry], holds: list[Entry]) -> list[str]:
    """Short titles; of titles that all begin alike, as far as a comma, only what follows."""
    titles = [names.short_option(knowledge, str(option["id"])) for option in options]
    begin = titles[0].partition(", ")[0] + ", "
    skip = len(begin) if all(title.startswith(begin) for title in titles) else 0
    return [names.short_option(knowledge, str(option["id"]))[skip:] for option in holds]


def _each(lists: list[list[Reason]]) -> list[Reason]:
    """Every reason once, the strongest first."""
    return sorted(dict.fromkeys(one for each in lists for one in each), key=reasons.weight)


def _near(one: _Seen, other: _Seen) -> bool:
    if one.line != other.line:
        return False
    shared = len(one.held & other.held)
    return 2 * shared >= min(len(one.held), len(other.held)) and bool(shared)


def _line(knowledge: Knowledge, option: Entry) -> tuple[object, ...]:
    """What stands on the line of an option."""
    return (
        option["stance"],
        reasons.check(knowledge, option),
        reasons.otherwise(option),
        bool(option.get("done")),
    )
