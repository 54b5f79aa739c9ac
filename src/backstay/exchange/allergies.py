"""Allergies and intolerances as names of one list. A name that was read is never lost to a none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from backstay.exchange.claims import Claim, Reading, Said
from backstay.exchange.coding import codes, status_code, words_of
from backstay.exchange.drugs import named_by, names_of
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Allergy, Concept
from backstay.exchange.hedges import hedge_of
from backstay.exchange.moments import moment_of
from backstay.exchange.problems import NotReadError, Unread, printable
from backstay.knowledge import load_knowledge

ALLERGIES = "allergies"
NONE = "none"
LONGEST = 60  # characters of a name in a case
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_DECODER = msgspec.json.Decoder(Allergy)
_OVER = ("inactive", "resolved")
_NEVER = ("entered-in-error", "refuted")
_SURE = (None, "confirmed")


def read_allergy(found: Found, reading: Reading) -> Iterator[Said]:
    """The name of one allergy, or that none is known. Raises NotReadError where it has no name."""
    one = _DECODER.decode(found.raw)
    verified, clinical = status_code(one.verification_status), status_code(one.clinical_status)
    if verified in _NEVER or clinical in _OVER:
        why = verified if verified in _NEVER else clinical
        yield Unread(found.reference, f"an allergy whose status is {why}")
        return
    moment = moment_of(one.recorded_date, reading.as_of)
    if _is_denied(one.code, reading):
        told = printable(words_of(one.code)[0], LONGEST)
        yield Unread(found.reference, f"{told}: some allergies are denied; is that all of them?")
        return
    names = _names(one.code, reading)
    if names == [NONE]:
        sure = verified in _SURE
        yield (
            Claim(ALLERGIES, None, [], found.reference, moment)
            if sure
            else Unread(found.reference, f"no known allergy: it is {verified}")
        )
        return
    yield from (
        Unread(found.reference, f"allergy to {_shown(names)}: {doubt}", counted=True)
        for doubt in _doubts(one, names, verified)
    )
    yield Claim(ALLERGIES, None, names, found.reference, moment)


def _is_denied(concept: Concept, reading: Reading) -> bool:
    """Whether words alone say that there is no allergy of some kind. Raises NotReadError where a code names one."""
    bound = {one.id for code in codes(concept) if (one := reading.bindings.allergens.get(code))}
    hedge = hedge_of(words_of(concept), reading.bindings.hedges, ("no-allergy", "nothing-said"))
    if hedge is None or bound == {NONE}:
        return False
    if bound or hedge == "nothing-said":
        raise NotReadError("an allergy, but not to what")
    return True


def _doubts(one: Allergy, names: list[str], verified: str | None) -> Iterator[str]:
    if len(names) > 1:
        yield "a combination, and each of its drugs is listed; which is it?"
    if verified not in _SURE:
        yield f"it is {verified}"
    if one.criticality == "high":
        yield "its criticality is high"


def _shown(names: list[str]) -> str:
    return printable(" and ".join(names).replace("_", " "))


def settle_allergies(claims: list[Claim]) -> tuple[list[Claim], list[Unread]]:
    """All claims without a none that another entry speaks against.

    An allergy that nobody can name keeps the list from being empty, and takes no name out of it.
    """
    told = [one for one in claims if one.fact == ALLERGIES]
    denied = [one for one in told if any(_denies(one, other) for other in told)]
    why = "no known allergy, and another entry is of an allergy; which holds?"
    kept = [one for one in told if one.value is not None and one not in denied]
    others = [one for one in claims if one.fact != ALLERGIES]
    return [*others, *kept], [Unread(one.source, why) for one in denied]


def _denies(one: Claim, other: Claim) -> bool:
    """Whether a none and a name cannot both be. Of two whole looks the case takes the newest."""
    return one.value == [] and other.value != [] and not (one.whole and other.whole)


def _names(concept: Concept, reading: Reading) -> list[str]:
    """As the list of allergies calls it: by code, by the drugs, or in its own words."""
    bound = {one.id for code in codes(concept) if (one := reading.bindings.allergens.get(code))}
    if len(bound) > 1:
        raise NotReadError(f"its codes mean different allergies: {', '.join(sorted(bound))}")
    if bound:
        return [bound.pop()]
    drugs = named_by(concept, reading.bindings, names_of(reading.knowledge or load_knowledge()))
    if drugs.parts:
        called = reading.bindings.allergens_by_drug
        return [called.get(part.drug, part.drug) for part in drugs.parts]
    words = words_of(concept)
    if not words:
        raise NotReadError("an allergy, but not to what")
    text = _NOT_A_NAME.sub("_", words[0].lower()).strip("_")[:LONGEST].strip("_")
    if not text:
        told = printable(words[0], 60)
        raise NotReadError(f"an allergy to {told}, which cannot be written as a name")
    return [text]
