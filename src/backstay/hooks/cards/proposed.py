"""What a draft order proposes, where its code, or at the least its words, surely say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from backstay.case.cases import Case
from backstay.case.dates import Moment
from backstay.exchange.binding_kinds import Ordered
from backstay.exchange.bindings import load_bindings
from backstay.exchange.claims import Medicine, Reading
from backstay.exchange.coding import codes, levels, words_of
from backstay.exchange.drugs import SYSTEMIC
from backstay.exchange.entries import Found, open_entries, with_contained
from backstay.exchange.fhir import Concept, Entry, Part
from backstay.exchange.medications import CLOSED, read_request
from backstay.exchange.problems import NotReadError
from backstay.exchange.shelf import shelf_of
from backstay.hooks.asked.call import Call
from backstay.knowledge import Knowledge
from backstay.present import names
from backstay.present.words import listed

SERVICE, MEDICATION = "ServiceRequest", "MedicationRequest"
INTERVENTIONS = "backstay-interventions"


class Request(Part, frozen=True):
    """The fields of an order that are read here; what is ordered of a drug is read by `exchange`."""

    status: str | None = None
    do_not_perform: bool = False
    code: Concept = Concept()
    body_site: tuple[Concept, ...] = ()


class Proposed(NamedTuple):
    """One draft order. `options` are the interventions that it can mean."""

    what: str  # in words of ours, never of the record
    reference: str  # kind and id, empty where it has none
    options: tuple[str, ...]
    also: tuple[str, ...] = ()  # what it may be part of
    levels: tuple[str, ...] = ()
    placed: bool = False  # it names a place, if only one that is no level of the spine
    spine: bool = False  # whatever it names, it is about the spine
    partial: bool = False  # of one part of the spine only
    by_words: bool = False
    medicine: Medicine | None = None
    asks: bool = True  # whether facts that are only not known make a card


def proposals(call: Call, case: Case, knowledge: Knowledge) -> list[Proposed]:
    """The drafts that are known here; of any other order nothing is said."""
    entries = tuple(Entry(resource=one) for one in call.drafts)
    found = with_contained(open_entries(entries, []).found, [])
    reading = _reading(case, knowledge, found)
    chosen = [one for one in found if not one.contained and _is_chosen(one, call)]
    return [made for one in chosen if (made := _proposed(one, reading, knowledge)) is not None]


def _is_chosen(one: Found, call: Call) -> bool:
    """Of order-select only what was selected just now is looked at."""
    if call.hook != "order-select":
        return True
    return bool({one.reference, one.reference.partition("/")[2]} & set(call.selections))


def _reading(case: Case, knowledge: Knowledge, found: list[Found]) -> Reading:
    return Reading(
        knowledge.facts, load_bindings(), Moment(case.as_of), {}, shelf_of(found), knowledge
    )


def _proposed(one: Found, reading: Reading, knowledge: Knowledge) -> Proposed | None:
    """One order; None where it is not known, not meant to be done, or not valid FHIR."""
    if bytes(one.peek.modifier_extension):
        return None
    try:
        request = msgspec.json.decode(one.raw, type=Request)
        if request.do_not_perform or request.status in (*CLOSED, "revoked"):
            return None
        if one.kind == MEDICATION:
            return _drug(one, reading, knowledge)
        return _service(one, request, reading, knowledge) if one.kind == SERVICE else None
    except (msgspec.ValidationError, NotReadError):
        return None


def _reference(one: Found) -> str:
    return one.reference if one.peek.id else ""


def _service(
    one: Found, request: Request, reading: Reading, knowledge: Knowledge
) -> Proposed | None:
    own = _own(request.code, reading, knowledge)
    bound = _bound(request.code, reading)
    if own is None and bound is None:
        return None
    row, by_words = bound or (Ordered(id="", options=()), False)
    return Proposed(
        what=names.short_option(knowledge, own) if own else row.says,
        reference=_reference(one),
        options=(own,) if own else row.options,
        also=() if own else row.also,
        levels=_levels(request.body_site, reading),
        placed=bool(request.body_site),
        spine=row.spine or own is not None,
        partial=row.partial and own is None,
        by_words=by_words and own is None,
    )


def _own(concept: Concept, reading: Reading, knowledge: Knowledge) -> str | None:
    """The one intervention that a code of our own CodeSystem names."""
    found = {
        code
        for url, code in codes(concept)
        if reading.bindings.systems.get(url) == INTERVENTIONS and code in knowledge.interventions
    }
    return found.pop() if len(found) == 1 else None


def _bound(concept: Concept, reading: Reading) -> tuple[Ordered, bool] | None:
    """What the codes together mean; their words only where no code is bound. Two meanings are none."""
    bindings = reading.bindings
    rows = {one.id: one for code in codes(concept) if (one := bindings.ordered.get(code))}
    by_words = not rows
    if by_words:
        said = [" ".join(one.lower().split()) for one in words_of(concept)]
        rows = {one.id: one for text in said if (one := bindings.ordered_words.get(text))}
    return (next(iter(rows.values())), by_words) if len(rows) == 1 else None


def _levels(sites: tuple[Concept, ...], reading: Reading) -> tuple[str, ...]:
    """The levels that body sites name, one by one or as a region."""
    wide = [reading.bindings.regions.get(code) for site in sites for code in codes(site)]
    found = [level for region in wide if region for level in region.levels]
    return tuple(dict.fromkeys([*levels(sites, reading), *found]))


def _drug(one: Found, reading: Reading, knowledge: Knowledge) -> Proposed | None:
    """A drug as it would be taken if the order were in force."""
    taken = next(read_request(_in_force(one), reading), None)
    if not isinstance(taken, Medicine) or not _all_known(taken.drugs, knowledge):
        return None
    rows = list(_rows(taken.drugs, reading, knowledge))
    return Proposed(
        what=listed([names.fact(knowledge, drug) for drug in taken.drugs]).capitalize(),
        reference=_reference(one),
        options=tuple(dict.fromkeys(name for row in rows for name in row.options)),
        medicine=taken,
        asks=any(row.asks for row in rows),
    )


def _in_force(one: Found) -> Found:
    body = msgspec.json.decode(one.raw)
    body |= {"status": "active", "intent": "order"}
    body.pop("authoredOn", None)
    return one._replace(raw=msgspec.Raw(msgspec.json.encode(body)))


def _all_known(drugs: tuple[str, ...], knowledge: Knowledge) -> bool:
    fact = knowledge.fact(SYSTEMIC)
    cancer = fact.values if fact else ()
    return all(drug in knowledge.ingredients or drug in cancer for drug in drugs)


def _rows(drugs: tuple[str, ...], reading: Reading, knowledge: Knowledge) -> Iterator[Ordered]:
    """What a drug can be ordered for, row by row."""
    classes = {
        name
        for drug in drugs
        if (known := knowledge.ingredients.get(drug)) is not None
        for name in known.classes
    }
    for row in reading.bindings.entries["ordered"]:
        if isinstance(row, Ordered) and (set(row.drugs) & set(drugs) or set(row.classes) & classes):
            yield row
