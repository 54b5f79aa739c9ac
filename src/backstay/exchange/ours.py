"""What marks a bundle as written by Backstay: which resources are the facts, and which only follow from them."""

from __future__ import annotations

from backstay.exchange.entries import Found
from backstay.exchange.fhir import Bundle, Meta

BASE = "https://backstay.example/fhir"
CASE_PROFILE = f"{BASE}/StructureDefinition/case"  # of a bundle: its facts are all there
FACT_PROFILE = f"{BASE}/StructureDefinition/fact"  # of an Observation: one look at one fact, whole
AS_OF_DAY = f"{BASE}/StructureDefinition/as-of-day"  # of a timestamp: a day without time was meant
ENTRY = f"{BASE}/StructureDefinition/entry"  # of a component: the entry of a list it belongs to
FORMS = f"{BASE}/Questionnaire/"  # address of our forms
MARKS = f"{BASE}/CodeSystem/marks"
DERIVED = "derived"  # of a resource in such a bundle: made from its facts, gives none


def is_ours(meta: Meta | None) -> bool:
    """Whether a bundle says that its facts are all there as Observations of their own."""
    return meta is not None and CASE_PROFILE in meta.profile


def is_fact(found: Found) -> bool:
    """Whether a resource is one look at one fact, as Backstay writes it."""
    meta = found.peek.meta
    return found.kind == "Observation" and meta is not None and FACT_PROFILE in meta.profile


def without_derived(found: list[Found], bundle: Bundle) -> list[Found]:
    """The resources that can give facts. Elsewhere than in such a bundle a mark says nothing.

    Without this the draft of an order would be read as a medicine, and a fact would be read twice.
    """
    if not is_ours(bundle.meta):
        return found
    return [one for one in found if not is_derived(one.peek.meta)]


def is_derived(meta: Meta | None) -> bool:
    """Whether a resource carries the mark of what Backstay made from facts."""
    tags = meta.tag if meta else ()
    return any((one.system, one.code) == (MARKS, DERIVED) for one in tags)
