"""Which drug a record means: by the RxNorm code of an ingredient, and by its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from backstay.exchange.binding_kinds import Code, Form
from backstay.exchange.bindings import Bindings, load_bindings
from backstay.exchange.coding import codes, words_of
from backstay.exchange.fhir import Concept
from backstay.knowledge import Knowledge, load_knowledge
from backstay.knowledge.ingredients import spoken
from backstay.medicines.names import recognizer

Names = Callable[[str], tuple[str, ...] | None]  # the ids of drugs that words mean
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LONGEST = 200  # characters of words that are read
MOST = 4  # drugs of one combination
UNKNOWN = "no drug of this name is known here"
SYSTEMIC = "current_systemic_therapy"
_BRAND = re.compile(r"\s*\[[^\]]*\]$")
_LEAD = re.compile(r"^(?:[0-9.]+ ?(?:hr|ml|actuat) )+")
_STRENGTH = re.compile(
    r"(?P<name>.+?) (?P<amount>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>[a-z]+(?:/[a-z]+)?)(?: (?P<form>.+))?"
)


class Part(NamedTuple):
    """One drug, and how much of it one piece or one milliliter holds."""

    drug: str
    amount: Decimal | None = None
    unit: str | None = None


class Named(NamedTuple):
    """What a record names; without parts `problem` says why no drug is certain."""

    parts: tuple[Part, ...] = ()
    form: Form | None = None
    problem: str | None = None


def ingredient_of_rxnorm(
    code: str, display: str | None = None, knowledge: Knowledge | None = None
) -> str | None:
    """The one ingredient that a code of RxNorm with its words surely means; else None.

    >>> ingredient_of_rxnorm("7804")
    'oxycodone'
    >>> ingredient_of_rxnorm("8638") is None  # not verified: its words must agree
    True
    >>> ingredient_of_rxnorm("8638", "prednisolone")
    'prednisolone'
    >>> ingredient_of_rxnorm("7804", "morphine") is None
    True
    """
    names = names_of(knowledge or load_knowledge())
    found = named([(RXNORM, code)], [display] if display else [], load_bindings(), names).parts
    return found[0].drug if len(found) == 1 else None


@lru_cache(maxsize=4)
def names_of(knowledge: Knowledge) -> Names:
    """The recognizer of names, which also knows the cancer drugs that a fact lists by name."""
    recognize = recognizer(knowledge)
    fact = knowledge.fact(SYSTEMIC)
    cancer = {spoken(name): name for name in (fact.values if fact else ())}

    def find(text: str) -> tuple[str, ...] | None:
        found = recognize(text)
        if found is not None:
            return tuple(one.id for one in found)
        one = cancer.get(spoken(text))
        return (one,) if one else None

    return find


def named_by(concept: Concept, bindings: Bindings, names: Names) -> Named:
    """What the codes and all the words of a concept together mean."""
    return named(codes(concept), words_of(concept), bindings, names)


def named(found: list[Code], words: list[str], bindings: Bindings, names: Names) -> Named:
    """What codes and words together mean. Where they name different drugs, nothing is certain."""
    coded = {one.id: one for code in found if (one := bindings.drugs.get(code))}
    told = [read for text in dict.fromkeys(words) if (read := in_words(text, bindings, names))]
    if len(coded) > 1:
        return Named(problem="its codes name different drugs")
    meant = {frozenset(part.drug for part in one.parts) for one in told}
    meant |= {frozenset([name]) for name in coded}
    if len(meant) > 1:
        return Named(problem="its code and its words name different drugs")
    if told:
        return _agreed(told)
    sure = next((name for name, one in coded.items() if one.status == "primary"), None)
    if sure:
        return Named((Part(sure),))
    return Named(
        problem="its code is not verified, and no words name the drug" if coded else UNKNOWN
    )


def _agreed(told: list[Named]) -> Named:
    """Words that name the same drugs, with the strength and form on which they agree."""
    whole = [one for one in told if all(part.amount for part in one.parts)]
    parts = {frozenset(one.parts) for one in whole}
    forms = {one.form for one in told if one.form}
    drugs = whole[0].parts if len(parts) == 1 else tuple(Part(one.drug) for one in told[0].parts)
    return Named(drugs, forms.pop() if len(forms) == 1 else None)


def in_words(text: str, bindings: Bindings, names: Names) -> Named | None:
    """A drug as RxNorm writes it, with strength and form, or by its name alone; None where it is not known.

    >>> known = names_of(load_knowledge())
    >>> found = in_words("Oxycodone Hydrochloride 5 MG / Acetaminophen 325 MG Oral Tablet", load_bindings(), known)
    >>> [(part.drug, str(part.amount), part.unit) for part in found.parts], found.form.form
    ([('oxycodone', '5', 'mg'), ('acetaminophen', '325', 'mg')], 'tablet')
    """
    if len(text) > LONGEST:
        return None
    plain = " ".join(_BRAND.sub("", text.lower()).split())
    pieces = plain.split(" / ")
    if len(pieces) > MOST:
        return None
    read = [one for piece in pieces if (one := _STRENGTH.fullmatch(_LEAD.sub("", piece)))]
    parts = tuple(part for one in read if (part := _part(one, bindings, names)))
    if len({part.drug for part in parts}) == len(pieces):
        return Named(parts, bindings.forms.get(read[-1]["form"] or ""))
    found = names(plain)
    return Named(tuple(Part(name) for name in found)) if found else None


def _part(read: re.Match[str], bindings: Bindings, names: Names) -> Part | None:
    """One drug with its strength; a strength in a unit that is not known is left out."""
    found = names(read["name"])
    if found is None or len(found) != 1:
        return None
    unit = bindings.units.get(read["unit"])
    return Part(found[0], Decimal(read["amount"]), unit) if unit else Part(found[0])
