"""Whether a record is about the person of the case: what differs interrupts and asks."""

from __future__ import annotations

from typing import NamedTuple

from backstay.web.records.importing.sheet import Whose
from backstay.web.records.models import Patient


class Difference(NamedTuple):
    """One thing that the case and the record say of the person; "" is not given."""

    what: str
    ours: str
    theirs: str
    differs: bool


def beside(whose: Whose, patient: Patient) -> list[Difference]:
    """Name, birth date and number, in the case and in the record."""
    born = patient.born.isoformat() if patient.born else ""  # as records write it
    number = patient.number or ""
    known = {one.casefold() for one in whose.numbers}
    named = whose.number if whose.own else ""
    return [
        Difference("Name", patient.name, whose.name, _another_name(patient.name, whose.name)),
        Difference("Birth date", born, whose.born, _another_day(born, whose.born)),
        Difference(
            "Hospital number",
            number,
            whose.number or ", ".join(whose.numbers),
            bool(number and named) and number.casefold() not in known,
        ),
    ]


def must_ask(whose: Whose, patient: Patient) -> bool:
    """Whether a person must look: something differs, or nothing that both give is the same."""
    both = beside(whose, patient)
    known = {one.casefold() for one in whose.numbers}
    agrees = [one for one in both[:2] if one.ours and one.theirs and not one.differs]
    numbered = bool(patient.number) and str(patient.number).casefold() in known
    return any(one.differs for one in both) or not (agrees or numbered)


def _another_name(ours: str, theirs: str) -> bool:
    """Whether the words of one name are not those of the other, in whatever order."""
    return bool(ours and theirs) and _words(ours) != _words(theirs)


def _words(name: str) -> list[str]:
    return sorted(name.casefold().replace(",", " ").split())


def _another_day(ours: str, theirs: str) -> bool:
    """A birth date may be given by its year or month alone."""
    return bool(ours and theirs) and not ours.startswith(theirs)
