"""Small genomic results, so that a test shows only what it is about."""

from __future__ import annotations

from typing import Any

from resources import LOINC, concept, observation

TBD = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs"
HGNC = "http://www.genenames.org"
POSITIVE, NEGATIVE = (LOINC, "LA6576-8"), (LOINC, "LA6577-6")
PRESENT, ABSENT = (LOINC, "LA9633-4"), (LOINC, "LA9634-2")
SOMATIC, GERMLINE = (LOINC, "LA6684-0"), (LOINC, "LA6683-2")
PATHOGENIC, UNCERTAIN = (LOINC, "LA6668-3"), (LOINC, "LA26333-7")
HER2, HER2_STAIN = (LOINC, "48676-1"), (LOINC, "85319-2")
ESTROGEN, PROGESTERONE = (LOINC, "85337-4"), (LOINC, "85339-0")


def coded(code: tuple[str, str], value: dict[str, Any]) -> dict[str, Any]:
    return {"code": concept(code), "valueCodeableConcept": value}


def result(
    code: tuple[str, str],
    value: tuple[str, str],
    name: str = "o1",
    at: str = "2026-03-13",
    **more: Any,
) -> dict[str, Any]:
    """A test of the tumor with a coded result."""
    answer = concept(value)
    return observation(
        concept(code), name, effectiveDateTime=at, valueCodeableConcept=answer, **more
    )


def gene(symbol: str, code: str | None = None) -> dict[str, Any]:
    """The gene of a variant; without a code its symbol stands in words."""
    coding = [{"system": HGNC, "code": code, "display": symbol}] if code else []
    return coded((LOINC, "48018-6"), {"coding": coding, "text": symbol})


def protein(change: str) -> dict[str, Any]:
    return coded((LOINC, "48005-3"), {"text": change})


def origin(source: tuple[str, str]) -> dict[str, Any]:
    return coded((LOINC, "48002-0"), concept(source))


def significance(value: tuple[str, str]) -> dict[str, Any]:
    return coded((LOINC, "53037-8"), concept(value))


def change(words: str) -> dict[str, Any]:
    return coded((LOINC, "48019-4"), {"text": words})


def variant(
    *parts: dict[str, Any],
    value: tuple[str, str] = PRESENT,
    name: str = "v1",
    at: str = "2026-03-13",
    **more: Any,
) -> dict[str, Any]:
    return result((LOINC, "69548-6"), value, name, at, component=list(parts), **more)


def judgment(value: tuple[str, str], about: str = "Observation/v1") -> dict[str, Any]:
    """What a report says elsewhere about a variant."""
    return observation(
        concept((TBD, "diagnostic-implication")),
        "j1",
        component=[significance(value)],
        derivedFrom=[{"reference": about}],
    )
