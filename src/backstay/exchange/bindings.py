"""Which code means which fact: the `bindings` folder, checked and indexed by code."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from backstay.exchange.binding_kinds import (
    Allergen,
    Binding,
    Code,
    Codes,
    Course,
    Diagnosed,
    Diagnosis,
    Drug,
    Form,
    Hedge,
    Level,
    Observed,
    Operated,
    Order,
    Ordered,
    Override,
    Person,
    Portion,
    Region,
    Reported,
    Request,
    Restated,
    Suspect,
    System,
    Times,
    Words,
    Written,
)
from backstay.exchange.marker_bindings import Gene, Marker, Token, Variant, Withheld
from backstay.knowledge.data import KnowledgeError, read_folder

KINDS: dict[str, type[Binding]] = {
    "systems": System,
    "levels": Level,
    "patients": Person,
    "observations": Observed,
    "conditions": Diagnosed,
    "reports": Reported,
    "courses": Course,
    "portions": Portion,
    "operations": Operated,
    "allergens": Allergen,
    "suspects": Suspect,
    "hedges": Hedge,
    "ingredients": Drug,
    "forms": Form,
    "routes": Words,
    "units": Words,
    "times": Times,
    "orders": Order,
    "requests": Request,
    "written": Written,
    "ordered": Ordered,
    "regions": Region,
    "overrides": Override,
    "withheld": Withheld,
    "spellings": Words,
    "markers": Marker,
    "tokens": Token,
    "genes": Gene,
    "variants": Variant,
    "restated": Restated,
    "diagnoses": Diagnosis,
}


class Bindings(msgspec.Struct, frozen=True, kw_only=True):
    """All bindings, found by code; `entries` holds them as written."""

    entries: dict[str, tuple[Binding, ...]]
    own: frozenset[str]  # addresses of Backstay's own CodeSystem
    levels: dict[Code, str]
    observations: dict[Code, Observed]
    answers: dict[
        tuple[str, Code], str
    ]  # id of the binding, code of the value -> value of the fact
    answer_words: dict[tuple[str, Code], str]  # the same by words in place of the code
    conditions: dict[Code, Diagnosed]
    reports: dict[Code, Reported]
    courses: dict[Code, Course]
    beams: dict[Code, str]
    techniques: dict[Code, str]
    portions: dict[Code, Portion]
    operations: dict[Code, Operated]
    allergens: dict[Code, Allergen]
    allergens_by_drug: dict[str, str]
    people: tuple[Person, ...]
    suspects: tuple[Suspect, ...]
    hedges: dict[str, Hedge]
    systems: dict[str, str]  # address -> short name
    drugs: dict[Code, Drug]
    forms: dict[str, Form]  # by words, as are routes and units
    routes: dict[str, str]
    units: dict[str, str]
    times: dict[Code, Times]
    orders_count_for_days: float
    ordered: dict[Code, Ordered]
    regions: dict[Code, Region]
    ordered_words: dict[str, Ordered]
    withheld: dict[Code, Withheld]
    spellings: dict[str, str]  # printed unit -> UCUM
    markers: dict[Code, Marker]
    tokens: dict[Code, str]  # codes inside a genomic report, or of a result of a marker
    token_words: dict[str, str]
    genes: dict[Code, Gene]
    symbols: dict[str, Gene]
    variants: tuple[Variant, ...]


@cache
def load_bindings() -> Bindings:
    """Read the `bindings` folder of the knowledge package.

    Raises KnowledgeError.
    """
    entries: dict[str, list[Binding]] = {kind: [] for kind in KINDS}
    problems: list[str] = []
    for file, tree in read_folder("bindings"):
        for kind, rows in (tree.value or {}).items():
            if kind not in KINDS:
                problems.append(f"{file}:1: {kind} is not a kind of binding ({', '.join(KINDS)})")
                continue
            for row in rows:
                _add(entries[kind], KINDS[kind], row, file, problems)
    if problems:
        raise KnowledgeError(problems)
    return _index({kind: tuple(found) for kind, found in entries.items()})


def _add(
    found: list[Binding],
    kind: type[Binding],
    row: Any,
    file: str,
    problems: list[str],
) -> None:
    try:
        found.append(msgspec.convert(row, kind, strict=False))
    except msgspec.ValidationError as error:
        name = row.get("id") if isinstance(row, dict) else row
        problems.append(f"{file}:1: {name}: {error}")


def _index(entries: dict[str, tuple[Binding, ...]]) -> Bindings:
    systems = {one.id: one.urls for one in entries["systems"] if isinstance(one, System)}
    return Bindings(
        entries=entries,
        own=frozenset(systems["backstay"]),
        levels={code: one.id for code, one in _by_code(entries["levels"], systems).items()},
        observations=_by_code(entries["observations"], systems),
        answers=_answers(entries["observations"], "answers", systems),
        answer_words=_answers(entries["observations"], "words", systems),
        conditions=_by_code(entries["conditions"], systems),
        reports=_by_code(entries["reports"], systems),
        courses=_by_code(entries["courses"], systems),
        beams=_field(entries["courses"], "beams", systems),
        techniques=_field(entries["courses"], "techniques", systems),
        portions=_by_code(entries["portions"], systems),
        operations=_by_code(entries["operations"], systems),
        allergens=_by_code(entries["allergens"], systems),
        allergens_by_drug={
            one.drug: one.id
            for one in entries["allergens"]
            if isinstance(one, Allergen) and one.drug
        },
        people=tuple(one for one in entries["patients"] if isinstance(one, Person)),
        suspects=tuple(one for one in entries["suspects"] if isinstance(one, Suspect)),
        hedges={one.id: one for one in entries["hedges"] if isinstance(one, Hedge)},
        systems={url: name for name, urls in systems.items() for url in urls},
        drugs=_by_code(entries["ingredients"], systems),
        forms=_by_words(entries["forms"]),
        routes={words: one.id for words, one in _by_words(entries["routes"]).items()},
        units={words: one.id for words, one in _by_words(entries["units"]).items()},
        times=_by_code(entries["times"], systems),
        orders_count_for_days=min(
            (one.counts_for_days for one in entries["orders"] if isinstance(one, Order)),
            default=0.0,
        ),
        ordered=_by_code(entries["ordered"], systems),
        regions=_by_code(entries["regions"], systems),
        ordered_words=_by_words(entries["ordered"]),
        withheld=_by_code(entries["withheld"], systems),
        spellings={one.id.lower(): one.id for one in entries["spellings"]}
        | {words: one.id for words, one in _by_words(entries["spellings"]).items()},
        markers=_by_code(entries["markers"], systems),
        tokens={code: one.id for code, one in _by_code(entries["tokens"], systems).items()},
        token_words={words: one.id for words, one in _by_words(entries["tokens"]).items()},
        genes=_by_code(entries["genes"], systems),
        symbols={one.id: one for one in entries["genes"] if isinstance(one, Gene)},
        variants=tuple(one for one in entries["variants"] if isinstance(one, Variant)),
    )


def _by_words(rows: tuple[Any, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        for words in row.words:
            if words in found:
                raise KnowledgeError(
                    [f"bindings: {words} is bound by {found[words].id} and {row.id}"]
                )
            found[words] = row
    return found


def _by_code(rows: tuple[Any, ...], systems: dict[str, tuple[str, ...]]) -> dict[Code, Any]:
    found: dict[Code, Any] = {}
    for row in rows:
        for code in _spelled(row.codes, systems):
            if code in found:
                raise KnowledgeError(
                    [f"bindings: {code[1]} is bound by {found[code].id} and {row.id}"]
                )
            found[code] = row
    return found


def _spelled(codes: Codes, systems: dict[str, tuple[str, ...]]) -> dict[Code, str]:
    """Every code under every address of its system, with the text beside it."""
    for system in codes:
        if system not in systems:
            raise KnowledgeError([f"bindings: {system} is not declared in systems"])
    return {
        (url, code): text
        for system, listed in codes.items()
        for url in systems[system]
        for code, text in listed.items()
    }


def _field(
    rows: tuple[Any, ...], name: str, systems: dict[str, tuple[str, ...]]
) -> dict[Code, str]:
    """The words of every code that stands in one field of the rows."""
    return {
        code: words for row in rows for code, words in _spelled(getattr(row, name), systems).items()
    }


def _answers(
    rows: tuple[Any, ...], field: str, systems: dict[str, tuple[str, ...]]
) -> dict[tuple[str, Code], str]:
    return {
        (row.id, code): value
        for row in rows
        for code, value in _spelled(getattr(row, field), systems).items()
    }
