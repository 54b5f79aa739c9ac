"""What must hold between the phrases, forms, limits and mixtures by which medicines are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.knowledge.ingredients import names_of, spoken
from backstay.knowledge.tables.phrases import IDS, NUMBERS, ROUTES, UNITS, amount

Made = dict[str, dict[str, Any]]
Problems = Iterator[tuple[str, str, str]]
ASIDE = ("to", "single")  # words beside numbers only, which may mean something else elsewhere
DRUGS = (("reading_limits", "drugs"), ("mixtures", "parts"), ("medicine_forms", "drugs"))


def phrase_problems(made: Made) -> Problems:
    """(kind, id, what is wrong)."""
    yield from _keys(made)
    yield from _twice(made)
    yield from _drugs(made)
    yield from _forms(made)
    yield from _limits(made)
    yield from _mixtures(made)


def _keys(made: Made) -> Problems:
    """Words that mean something that is not there."""
    known = {
        "drug": made["ingredients"], "form": made["medicine_forms"], "route": ROUTES, "unit": UNITS,
    }  # fmt: skip
    for entry in made["phrases"].values():
        for key, words in entry.words.items():
            if entry.means in IDS and key not in known[entry.means]:
                yield "phrases", entry.id, f"{key} is no {entry.means}"
            if entry.means in NUMBERS and not _fits(key, words):
                yield "phrases", entry.id, f"{key}: a number, with # where its phrases have one"


def _fits(key: str, words: tuple[str, ...]) -> bool:
    known = amount(key)
    return known is not None and all(("#" in word) == known[1] for word in words)


def _twice(made: Made) -> Problems:
    """Words that mean two things."""
    owner: dict[str, tuple[str, str]] = {}
    for one in made["ingredients"].values():
        owner.update(dict.fromkeys(names_of(one), ("drug", one.id)))
    for entry in made["phrases"].values():
        for key, words in entry.words.items():
            for word in map(spoken, words if entry.means not in ASIDE else ()):
                other = owner.setdefault(word, (entry.means, key))
                if other != (entry.means, key):
                    yield "phrases", entry.id, f"{word!r} means {' '.join(other)} already"


def _drugs(made: Made) -> Problems:
    for kind, names in DRUGS:
        for entry in made[kind].values():
            for drug in getattr(entry, names):
                if drug not in made["ingredients"]:
                    yield kind, entry.id, f"{drug} is no ingredient"


def _forms(made: Made) -> Problems:
    for form in made["medicine_forms"].values():
        for unknown in sorted(set(form.routes) - ROUTES) + sorted(set(form.units) - UNITS):
            yield "medicine_forms", form.id, f"{unknown} is no route or unit"
        for other in form.becomes.values():
            if other not in made["medicine_forms"]:
                yield "medicine_forms", form.id, f"{other} is no form"


def _limits(made: Made) -> Problems:
    """A drug under two limits, or limits that nothing fits."""
    owner: dict[str, str] = {}
    for limit in made["reading_limits"].values():
        for drug in limit.drugs or ("any other drug",):
            other = owner.setdefault(drug, limit.id)
            if other != limit.id:
                yield "reading_limits", limit.id, f"{drug} has the limits of {other} already"
        for unit, (least, most) in limit.units.items():
            if unit not in UNITS or not 0 < least < most:
                told = f"{unit}: a known unit, and the least below the most"
                yield "reading_limits", limit.id, told


def _mixtures(made: Made) -> Problems:
    """A mixture is read as its parts: what rules ask of it, they must be able to ask of those."""
    drugs = made["ingredients"]
    for mixture in made["mixtures"].values():
        if mixture.id not in drugs:
            yield "mixtures", mixture.id, f"{mixture.id} is no ingredient"
            continue
        parts = {one for part in mixture.parts if part in drugs for one in drugs[part].classes}
        lost = sorted(set(drugs[mixture.id].classes) - parts)
        if lost:
            yield "mixtures", mixture.id, f"its parts lack {', '.join(lost)}"
