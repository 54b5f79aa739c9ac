"""The person as if drafted drugs were taken, so that what an order newly brings can be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from backstay.case.cases import Case
from backstay.case.problems import Report
from backstay.case.structures import read_value
from backstay.case.text import Lines
from backstay.case.values import Members
from backstay.exchange.claims import Medicine
from backstay.exchange.drugs import SYSTEMIC
from backstay.knowledge import Knowledge

LIST = "medicines"
OPIOID = "opioid"


def as_if_taken(case: Case, drafts: Iterable[Medicine], knowledge: Knowledge) -> Case:
    """The case with drafted drugs on its lists. The case itself stays as it is."""
    patient = dict(case.patient)
    drafts = list(drafts)
    entries = [entry for one in drafts for entry in one.entries]
    if entries:
        known: Any = patient.get(LIST) or ()
        held = {entry.get("drug") for entry in known}
        entries = [_begun(entry, held, knowledge) for entry in entries]
        patient[LIST] = (*known, *(_read(entry, knowledge) for entry in entries))
    fact = knowledge.fact(SYSTEMIC)
    cancer = {drug for one in drafts for drug in one.drugs if fact and drug in fact.values}
    if cancer:
        patient[SYSTEMIC] = _with(patient.get(SYSTEMIC), frozenset(cancer))
    return replace(case, patient=patient)


def _begun(entry: dict[str, str], held: set[object], knowledge: Knowledge) -> dict[str, str]:
    """An opioid that is not on the list was taken for no day yet: nobody is used to it by its own order."""
    known = knowledge.ingredients.get(entry["drug"])
    new = known is not None and OPIOID in known.classes and entry["drug"] not in held
    return {"days": "0", **entry} if new else entry


def _with(held: Any, drugs: frozenset[str]) -> Members:
    """A list with more names in it; one that nobody gave stays open."""
    if not isinstance(held, Members):
        return Members(drugs)
    return held._replace(present=held.present | drugs, absent=held.absent - drugs)


def _read(entry: dict[str, str], knowledge: Knowledge) -> Any:
    """The entry as a case holds it; where its dose cannot be read, the drug alone."""
    fact = knowledge.facts.patient[LIST]
    found: Any = read_value([entry], fact, (LIST,), Report(Lines()))
    return found[0] if found else {"drug": entry["drug"]}
