"""Conditions: cancers, metastases of the spine, and diagnoses that are red flags."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.case.dates import Moment, days_between
from backstay.exchange.binding_kinds import Diagnosed, Suspect
from backstay.exchange.claims import Cancer, Claim, Reading, Said, Unbound
from backstay.exchange.coding import codes, label, levels, status_code, words_of
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Condition
from backstay.exchange.hedges import hedge_of
from backstay.exchange.moments import moment_of
from backstay.exchange.problems import NotReadError, Unread, printable

_DECODER = msgspec.json.Decoder(Condition)
_ACTIVE = ("active", "recurrence", "relapse")
_OVER = ("inactive", "remission", "resolved")
_SURE = (None, "confirmed")
_NEVER = ("entered-in-error", "refuted")
_HEDGES = ("no", "doubted", "past")  # what stands first holds
_ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
_RELATED = "http://hl7.org/fhir/StructureDefinition/condition-related"


def read_condition(found: Found, reading: Reading) -> Iterator[Said]:
    """All facts that one Condition gives. Raises NotReadError."""
    one = _DECODER.decode(found.raw)
    verified = status_code(one.verification_status)
    if verified in _NEVER:
        raise NotReadError(f"its verification status is {verified}")
    bound = list(
        {
            b.id: b for code in codes(one.code) if (b := reading.bindings.conditions.get(code))
        }.values()
    )
    moment = moment_of(_when(one), reading.as_of)
    hedge = hedge_of(words_of(one.code), reading.bindings.hedges, _HEDGES)
    if hedge == "no" and bound:
        raise NotReadError(f"{label(one.code, reading)}: its words say that it is not so")
    history = _history(one, verified, hedge)
    if hedge == "no":
        yield Unbound(found.kind, found.reference, label(one.code, reading))
    elif not bound:
        yield from _unbound(one, found, moment, history, reading)
    elif any(one.cancer for one in bound):
        yield _cancer(bound, found, moment, history)._replace(origin=_origin(one))
    yield from _findings(one, bound, found, moment, history, reading)


def _history(one: Condition, verified: str | None, hedge: str | None) -> str:
    if verified not in _SURE or hedge == "doubted":
        return "suspected"
    return "current" if _is_active(one) and hedge is None else "past"


def _when(one: Condition) -> str | None:
    """When the entry was made; when the illness began says less of today."""
    asserted = (part.value_date_time for part in one.extension if part.url == _ASSERTED)
    began = one.onset_period.start or one.onset_period.end if one.onset_period else None
    return one.recorded_date or next(filter(None, asserted), None) or one.onset_date_time or began


def _origin(one: Condition) -> str | None:
    """The entry of the primary that a secondary cancer names; two leave it open."""
    named = {
        part.value_reference.reference
        for part in one.extension
        if part.url == _RELATED and part.value_reference and part.value_reference.reference
    }
    return named.pop() if len(named) == 1 else None


def _is_active(one: Condition) -> bool:
    """An entry of a problem list holds until it is said to be over."""
    status = status_code(one.clinical_status)
    if status in _ACTIVE:
        return True
    ended = (one.abatement_date_time, one.abatement_period, one.abatement_age, one.abatement_string)
    return status not in _OVER and not any(bytes(end) for end in ended)


def _cancer(bound: list[Diagnosed], found: Found, moment: Moment | None, history: str) -> Cancer:
    """What the codes together say: each further code narrows the primary."""
    named = [frozenset(one.primary) for one in bound if one.primary]
    primaries = frozenset.intersection(*named) if named else frozenset()
    facts = {name: value for one in bound if one.primary for name, value in one.sets.items()}
    if named and not primaries:
        raise NotReadError(
            f"its codes mean different cancers: {', '.join(one.id for one in bound)}"
        )
    return Cancer(
        history, primaries, facts, found.reference, moment,
        spinal=any(one.lesion for one in bound), address=found.full_url,
    )  # fmt: skip


def _findings(
    one: Condition,
    bound: list[Diagnosed],
    found: Found,
    moment: Moment | None,
    history: str,
    reading: Reading,
) -> Iterator[Said]:
    """Facts that hold only while the entry is confirmed and active."""
    sets = {name: value for one in bound if not one.primary for name, value in one.sets.items()}
    many = [(name, list(names)) for one in bound for name, names in one.many.items()]
    lesion = {name: value for one in bound for name, value in one.lesion.items()}
    if (sets or many or lesion) and history != "current":
        why = "it is not confirmed" if history == "suspected" else "it is not active"
        yield Unread(found.reference, f"{label(one.code, reading)}: {why}")
        return
    late = next((each.counts_for_days for each in bound if _is_late(each, moment, reading)), None)
    if moment and late:
        why = f"it is of {moment.text[:10]}, more than {late:g} days ago; is it still so?"
        yield Unread(found.reference, f"{label(one.code, reading)}: {why}")
        return
    for name, value in (*sets.items(), *many):
        yield Claim(name, None, value, found.reference, moment)
    if lesion:
        yield from _placed(one, lesion, found, moment, reading)
    for remark in _remarks(bound):
        yield Unread(found.reference, remark, counted=bool(sets or many))


def _is_late(bound: Diagnosed, moment: Moment | None, reading: Reading) -> bool:
    """Whether an entry that nobody closed is too old to tell of today."""
    limit = bound.counts_for_days
    return bool(limit and moment and days_between(moment, reading.as_of) > limit)


def _placed(
    one: Condition, facts: dict[str, str], found: Found, moment: Moment | None, reading: Reading
) -> Iterator[Said]:
    """Facts of the lesions at the levels that bodySite names."""
    where = levels(one.body_site, reading)
    if not where:
        sites = ", ".join(label(site, reading) for site in one.body_site)
        told = f" ({printable(sites)} is none)" if sites else ""
        why = f"{label(one.code, reading)}: no vertebral level{told}; which lesion is it?"
        yield Unread(found.reference, why)
    for level in where:
        for name, value in facts.items():
            yield Claim(name, level, value, found.reference, moment)


def _remarks(bound: list[Diagnosed]) -> Iterator[str]:
    """What to check; a vague code asks nothing when a second code of the entry names the cancer."""
    named = any(len(one.primary) == 1 for one in bound)
    for one in bound:
        if one.remark and (one.sets or one.many or not named):
            yield one.remark


def _unbound(
    one: Condition, found: Found, moment: Moment | None, history: str, reading: Reading
) -> Iterator[Said]:
    named = label(one.code, reading)
    if any(_is_suspect(suspect, one, found, reading) for suspect in reading.bindings.suspects):
        yield Cancer(
            history, frozenset(), {}, found.reference, moment, bound=False, address=found.full_url
        )
        yield Unread(found.reference, f"no binding for {named}; is it the cancer in the spine?")
    else:
        yield Unbound(found.kind, found.reference, named)


def _is_suspect(suspect: Suspect, one: Condition, found: Found, reading: Reading) -> bool:
    """Whether a Condition without binding looks like a primary cancer."""
    profiles = found.peek.meta.profile if found.peek.meta else ()
    if set(profiles) & set(suspect.profiles):
        return True
    words = " ".join(filter(None, [one.code.text, *(c.display for c in one.code.coding)])).lower()
    if any(word in words for word in suspect.except_words):
        return False
    if any(word in words for word in suspect.words):
        return True
    return any(
        code.startswith(suspect.prefixes.get(system, ()))
        and not code.startswith(suspect.except_prefixes.get(system, ()))
        for url, code in codes(one.code)
        if (system := reading.bindings.systems.get(url))
    )
