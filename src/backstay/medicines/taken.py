"""Which classes of drug a person takes: yes, no, or not known.

Yes as soon as one listed drug belongs to the class. No only when the list is said to be complete
and every name on it is recognized: a name that nobody knows may be anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backstay.case.values import Members
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Ingredient
from backstay.knowledge.ingredients import TAKES
from backstay.medicines.names import Recognize, recognizer

Facts = Mapping[str, Any]
Taken = Callable[[Facts], bool | None]
Listed = tuple[Ingredient, ...] | None  # what one entry names; None where it is not recognized
SYSTEMIC = "current_systemic_therapy"
# A drug by these routes acts where it is put: it neither proves nor excludes that the class is taken.
LOCAL = frozenset(
    "topical cutaneous skin eye ophthalmic ear otic inhaled inhalation intra-articular".split()
)


def taken(knowledge: Knowledge) -> dict[str, Taken]:
    """The function of each computed fact `medicines.takes_...`, by its name."""
    recognize = recognizer(knowledge)
    found: dict[str, Taken] = {
        "medicines.two_nsaids": _two_of("nsaid", recognize),
        "medicines.one_not_recognized": _one_not_recognized(recognize),
    }
    for definition in knowledge.definitions.values():
        if definition.by is not None and definition.by.startswith(TAKES):
            wanted = definition.by.removeprefix(TAKES)
            found[definition.by] = _one_of(wanted, recognize, SYSTEMIC in definition.inputs)
    return found


def _one_of(wanted: str, recognize: Recognize, with_systemic: bool) -> Taken:
    """Whether a drug of the class is listed; cancer drugs are asked too where the fact reads them."""

    def answer(facts: Facts) -> bool | None:
        lists = [_medicines(facts, recognize)]
        if with_systemic:
            lists.append(_systemic(facts, recognize))
        if any(wanted in one.classes for listed, _ in lists for one in listed):
            return True
        return False if all(whole for _, whole in lists) else None

    return answer


def _two_of(wanted: str, recognize: Recognize) -> Taken:
    """Whether two different drugs of the class are listed."""

    def answer(facts: Facts) -> bool | None:
        listed, whole = _medicines(facts, recognize)
        if len({one.id for one in listed if wanted in one.classes}) > 1:
            return True
        return False if whole else None

    return answer


def _one_not_recognized(recognize: Recognize) -> Taken:
    """Whether the list holds an entry that no class can be told of."""

    def answer(facts: Facts) -> bool | None:
        entries = facts.get("medicines")
        return None if entries is None else any(_listed(one, recognize) is None for one in entries)

    return answer


def _medicines(facts: Facts, recognize: Recognize) -> tuple[list[Ingredient], bool]:
    """Drugs that reach the whole body, and whether nothing else can be on the list."""
    entries = facts.get("medicines")
    if entries is None:
        return [], False
    known = [_listed(entry, recognize) for entry in entries]
    return _flat(known), facts.get("medicines_known") is True and None not in known


def _listed(entry: Facts, recognize: Recognize) -> Listed:
    drug, route = entry.get("drug"), str(entry.get("route") or "").casefold()
    found = recognize(drug) if isinstance(drug, str) else None
    if found is not None and route in LOCAL and any(one.classes for one in found):
        return None
    return found


def _systemic(facts: Facts, recognize: Recognize) -> tuple[list[Ingredient], bool]:
    """Cancer drugs of today, and whether nothing else can be among them."""
    now = facts.get(SYSTEMIC)
    if not isinstance(now, Members):
        return [], False
    known = [recognize(name) for name in sorted(now.present)]
    return _flat(known), now.complete and None not in known


def _flat(known: list[Listed]) -> list[Ingredient]:
    return [one for found in known for one in found or ()]
