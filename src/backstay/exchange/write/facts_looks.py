"""All that a case says of its facts: each value with the time and place where it was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from backstay.case.facts import Fact, Vocabulary
from backstay.exchange.ours import FACT_PROFILE
from backstay.exchange.write.facts_codes import (
    Coding,
    concept,
    name_of,
    own,
    site,
    standard,
    written_as,
)
from backstay.exchange.write.facts_values import filled

Resource = dict[str, Any]
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"


class Look(NamedTuple):
    """One value of one fact; `number` counts where a fact was seen several times."""

    fact: Fact
    level: str | None
    value: Any
    at: str | None = None
    source: str | None = None
    number: int | None = None


def looks_of(document: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Look]:
    """Every value of a case document, the patient's first."""
    observed = document.get("observed", {})
    yield from _scope(document["patient"], None, observed, vocabulary.patient)
    for lesion in document.get("lesions", ()):
        yield from _scope(lesion, lesion["level"], observed, vocabulary.lesion)


def _scope(
    given: Mapping[str, Any],
    level: str | None,
    observed: Mapping[str, Any],
    facts: Mapping[str, Fact],
) -> Iterator[Look]:
    start = f"{level}." if level else ""
    for name, fact in facts.items():
        seen = observed.get(f"{start}{name}")
        if isinstance(seen, list):  # a value beside dated ones is one of them
            for number, one in enumerate(seen, 1):
                yield Look(fact, level, one["value"], one["at"], one.get("from"), number)
        elif name in given:
            told = seen if isinstance(seen, dict) else {"at": seen}
            yield Look(fact, level, given[name], told.get("at"), told.get("from"))


def look_id(one: Look) -> str:
    """The id of a look, the same for the same fact of every case.

    >>> from backstay.case import Fact
    >>> look_id(Look(Fact(id="escc", kind="choice", label="", asks=""), "T8", "2"))
    'fact-T8-escc'
    """
    number = str(one.number) if one.number else None
    parts = ["fact", one.level, one.fact.id.replace("_", "-"), number]
    return "-".join(filter(None, parts))


def observation(one: Look, subject: Mapping[str, str]) -> Resource:
    """A look as an Observation that is read back whole."""
    fact, standing = one.fact, written_as(one.fact, one.at)
    profiles = standing.profiles if standing else ()
    return {
        "resourceType": "Observation",
        "id": look_id(one),
        "meta": {"profile": [FACT_PROFILE, *profiles]},
        "status": "final",
        **_category(standing.category if standing else None),
        "code": concept([*_codes(one), own(name_of(fact), fact.label)], fact.label),
        "subject": dict(subject),
        **({"effectiveDateTime": one.at} if one.at else {}),
        **({"bodySite": site(one.level)} if one.level else {}),
        **({"derivedFrom": [{"display": one.source}]} if one.source else {}),
        **filled(one.value, fact, standing.form if standing else None),
    }


def _codes(one: Look) -> list[Coding]:
    standing = written_as(one.fact, one.at)
    return standard(standing.codes) if standing else []


def _category(name: str | None) -> Resource:
    return {"category": [{"coding": [{"system": CATEGORIES, "code": name}]}]} if name else {}
