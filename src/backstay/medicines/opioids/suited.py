"""Whether the kidneys, the liver and age allow the opioid that is changed to: asked of the tables on organs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from backstay.knowledge import Knowledge
from backstay.knowledge.ingredients import spoken
from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.said import OrganAdvice, Said

NOT_TO = ("avoid", "contraindicated")
DISPUTED = "sources disagree whether it may be given, and a specialist chooses the dose"


class Suited(NamedTuple):
    """Why the drug is not given to this person, or what is told of it, and what to ask."""

    refused: str | None
    share: tuple[
        float, float
    ]  # of the usual dose that organs surely leave, the smallest of those that are told
    told: tuple[str, ...]
    check_first: tuple[str, ...]


def suited(drug: str, route: str, knowledge: Knowledge, facts: Mapping[str, Any]) -> Suited:
    """What organs and age say of a drug by a route.

    Refused where every source that speaks of the person says not to give it. Where they disagree none gives a dose
    that may be computed, so that all are told and a specialist chooses.
    A share of the usual dose that an organ surely leaves holds the new dose down as far as the cut does not; while
    nobody knows the organ it is asked.
    """
    found = advice(drug, knowledge, facts)
    told: list[str] = []
    asked: dict[str, None] = {}
    shares: list[tuple[float, float]] = [(1.0, 1.0)]
    refused = None
    for one in found:
        says = [said for said in one.says if _speaks(said, route)]
        if says and all(said.verdict in NOT_TO for said in says):
            refused = refused or f"{spoken(drug)} is not for this person: {_told(one, says)}"
        elif any(said.verdict in NOT_TO for said in says):
            refused = refused or f"{DISPUTED}: {_told(one, says)}"
        elif any(said.verdict != "usual" for said in says):
            told.append(_told(one, [said for said in says if said.verdict != "usual"]))
        shares += [
            said.dose.share
            for said in says
            if said.dose is not None and said.dose.share is not None
        ]
        if any(_matters(said) for said in one.possible if _speaks(said, route)):
            asked.update(dict.fromkeys(one.check_first))
            told += _may_leave(one, route) if facts else ()
    return Suited(refused, min(shares), tuple(told), tuple(asked))


def _speaks(said: Said, route: str) -> bool:
    return said.verdict != "unread" and said.route in (None, route)


def _matters(said: Said) -> bool:
    """Whether it would forbid the drug or leave only a share of the usual dose."""
    return said.verdict in NOT_TO or (said.dose is not None and said.dose.share is not None)


def _may_leave(one: OrganAdvice, route: str) -> Iterator[str]:
    """The least of the usual dose that an organ may leave, where it is not known."""
    doses = [said.dose for said in one.possible if _speaks(said, route)]
    shares = [dose.share.low for dose in doses if dose is not None and dose.share is not None]
    if shares and not one.says:
        yield f"{one.organ}: not known; it may leave only {min(shares):.0%} of the usual dose"


def _told(one: OrganAdvice, says: list[Said]) -> str:
    return f"{one.organ}: " + "; ".join(_words(says))


def _words(says: list[Said]) -> Iterator[str]:
    for said in says:
        who = f"{said.position}: " if said.position else ""
        yield f"{who}{' '.join(said.notes) or said.verdict} ({said.checked.status})"
