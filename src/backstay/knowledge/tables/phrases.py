"""How people write medicines: words for drugs, forms, routes, units and times, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from backstay.knowledge.entries import Checked, Entry

if TYPE_CHECKING:
    from backstay.knowledge.linked import Knowledge

Means = Literal[
    "drug", "salt", "form", "route", "unit", "number", "to",  # a thing, an amount, or "5 to 10"
    "single",  # one piece: before it 1/2 is a half, and not one or two
    "per_hour", "each", "slash", "most", "divided",  # "25 mcg per hour", "2 tablets of 5 mg", "in 2 divided doses"
    "times", "moment", "every", "as_needed", "limit", "taken", "days", "filler", "unsafe",
]  # fmt: skip
# What the key of a phrase is: the id of something, a number that `#` in the phrase multiplies, or free.
IDS = ("drug", "form", "route", "unit")
NUMBERS = ("number", "times", "moment", "every", "limit", "taken", "days", "divided")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)?(#?)")
ROUTES = frozenset(
    "oral transdermal buccal sublingual nasal subcutaneous intravenous intramuscular rectal epidural intrathecal"
    " topical inhaled".split()
)
UNITS = frozenset(("mg", "mcg", "g", "units", "mL", "mcg/h", "mg/h"))


class Phrases(Entry, frozen=True, kw_only=True):
    """Words of one language that mean one kind of thing. In a phrase `#` stands for a number.

    `times` is how often in a day, `moment` at which times of the day (in the morning and at night: "2").

    The key is what the words mean: an id (drug, form, route, unit), or a number: "2" for twice a day,
    "#" for the number in the phrase, "24#" for 24 times it (every # days, in hours). Of `unsafe` words it is
    why they are not read; of fillers, `worn` for those that are read only of what is worn.
    """

    language: Literal["any", "la", "en", "de", "fr", "es", "it", "pt", "nl"]
    means: Means
    words: dict[str, tuple[str, ...]]


class MedicineForm(Entry, frozen=True, kw_only=True):
    """A form of a medicine, and what fits it. Said alone, it implies its route where it has only one."""

    routes: tuple[str, ...]
    units: tuple[str, ...]
    counted: bool = False  # "2 patches", "1 tablet"
    plain: bool = False  # says how many, and nothing of the form: a tablet may be of any release
    becomes: dict[str, str] = msgspec.field(
        default_factory=dict
    )  # route -> form: a tablet under the tongue is a sublingual tablet
    shortest_hours: float | None = None  # between two of them
    drugs: tuple[str, ...] = ()  # of a patch: those of which mcg/h alone says that it is one
    note: str | None = None


class ReadingLimit(Entry, frozen=True, kw_only=True):
    """The smallest and largest amount of one administration that is read without asking.

    Our own convention against slips of the pen (mg for mcg, a lost point). Never a clinical ceiling.
    """

    drugs: tuple[str, ...] = ()  # none: of every drug that no other entry names
    units: dict[str, tuple[float, float]]  # unit -> (least, most)
    evidence: tuple[str, ...] = ()
    checked: Checked
    note: str


class Mixture(Entry, frozen=True, kw_only=True):
    """A product with a name of its own that is several drugs; its strengths are written in this order."""

    parts: tuple[str, ...]
    checked: Checked


KINDS: dict[str, type[Entry]] = {
    "phrases": Phrases,
    "medicine_forms": MedicineForm,
    "reading_limits": ReadingLimit,
    "mixtures": Mixture,
}


def phrases(knowledge: Knowledge) -> tuple[Phrases, ...]:
    """How people write medicines: the words of every language."""
    return tuple(knowledge.tables["phrases"].values())


def medicine_forms(knowledge: Knowledge) -> dict[str, MedicineForm]:
    """The forms of medicines by id."""
    return knowledge.tables["medicine_forms"]


def reading_limits(knowledge: Knowledge) -> tuple[ReadingLimit, ...]:
    """The amounts of one administration that are read without asking."""
    return tuple(knowledge.tables["reading_limits"].values())


def mixtures(knowledge: Knowledge) -> dict[str, Mixture]:
    """The products that are several drugs, by id."""
    return knowledge.tables["mixtures"]


def amount(key: str) -> tuple[float, bool] | None:
    """A number, and whether the number of the phrase multiplies it; None where the key is neither.

    >>> amount("2"), amount("24#"), amount("#"), amount("often")
    ((2.0, False), (24.0, True), (1.0, True), None)
    """
    found = AMOUNT.fullmatch(key)
    if not found or not key:
        return None
    return float(found[1] or 1), bool(found[2])


def problems(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, what is wrong)."""
    from backstay.knowledge.tables.phrase_checks import phrase_problems

    yield from phrase_problems(made)
