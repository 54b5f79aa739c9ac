"""Statements and orders of medicines, each as entries of the list of medicines with its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from backstay.case.dates import Moment, after, days_between
from backstay.exchange.claims import Medicine, Reading, Said
from backstay.exchange.dosage import dosed
from backstay.exchange.entries import Found
from backstay.exchange.fhir_medicines import Request, Statement
from backstay.exchange.moments import date_of, moment_of
from backstay.exchange.own import DRAFT, is_own_draft
from backstay.exchange.problems import Unread
from backstay.exchange.shelf import Packed, packed

_STATEMENT = msgspec.json.Decoder(Statement)
_REQUEST = msgspec.json.Decoder(Request)
STATEMENT = "MedicationStatement"
NOT_TAKEN = ("stopped", "completed", "not-taken", "on-hold")
CLOSED = ("entered-in-error", "stopped", "completed", "cancelled", "on-hold")
ORDERS = ("order", "original-order", "instance-order", "filler-order", "reflex-order")
_LONGEST_DAYS = 36_500  # what a case takes
_FULL_DATE = 10  # characters


class _When(NamedTuple):
    moment: Moment | None  # None: of the time of the bundle
    days: int | None = None  # for how long it has been taken


def read_statement(found: Found, reading: Reading) -> Iterator[Said]:
    """What a MedicationStatement says that the patient takes, or takes no more. Raises NotReadError."""
    one = _STATEMENT.decode(found.raw)
    if one.status == "entered-in-error":
        yield Unread(found.reference, f"its status is {one.status}")
        return
    drug = packed(one, found, reading)
    if one.status in NOT_TAKEN:
        yield Unread(found.reference, f"its status is {one.status}")
        yield Medicine(_key(drug), (), found.reference, True, taken=False)
        return
    if one.status != "active":
        why = f"its status is {one.status or 'not given'}; is it taken?"
        yield _open(drug, found, why)
        return
    period = one.effective_period
    if period and period.end and after(reading.as_of, date_of(period.end)):
        why = f"it was taken until {period.end[:10]}, and its status is active; is it still taken?"
        yield _open(drug, found, why)
        return
    yield _taken(drug, one.dosage, found, reading, _stated(one, reading.as_of))


def _stated(one: Statement, as_of: Moment) -> _When:
    """When it was said; days run from a full date on which it began to the day on which it was said."""
    moment = moment_of(one.date_asserted or one.effective_date_time, as_of)
    start = one.effective_period.start if one.effective_period else None
    began = moment_of(start, as_of)
    if began is None or len(start or "") < _FULL_DATE:
        return _When(moment)
    days = int(days_between(began, moment or as_of))
    return _When(moment, days if 0 <= days <= _LONGEST_DAYS else None)


def read_request(found: Found, reading: Reading) -> Iterator[Said]:
    """What a MedicationRequest says that was ordered. Raises NotReadError."""
    one = _REQUEST.decode(found.raw)
    if is_own_draft(one, found):
        yield Unread(found.reference, DRAFT)
        return
    if one.do_not_perform or one.status in CLOSED:
        why = (
            "it is an order not to give it" if one.do_not_perform else f"its status is {one.status}"
        )
        yield Unread(found.reference, why)
        return
    drug = packed(one, found, reading)
    if one.status != "active" or one.intent not in ORDERS:
        why = (
            f"its status is {one.status or 'not given'} and its intent {one.intent or 'not given'}"
        )
        yield _open(drug, found, f"{why}; is it taken?")
        return
    authored = moment_of(one.authored_on, reading.as_of)
    on = (
        f"ordered on {authored.text[:_FULL_DATE]}"
        if authored
        else "ordered on a day that is not told"
    )
    limit = reading.bindings.orders_count_for_days
    if authored and days_between(authored, reading.as_of) > limit:
        why = f"{on}, more than {limit:.0f} days ago; is it still taken?"
        yield _open(drug, found, why)
        return
    made = _taken(drug, one.dosage_instruction, found, reading, _When(None))
    yield made._replace(doubts=(f"{on}; is it taken so?", *made.doubts))


def _open(drug: Packed, found: Found, why: str) -> Medicine:
    """A medicine of which nobody knows whether it is taken now."""
    return Medicine(_key(drug), (), found.reference, found.kind == STATEMENT, doubts=(why,))


def _taken(
    drug: Packed, raws: tuple[msgspec.Raw, ...], found: Found, reading: Reading, when: _When
) -> Medicine:
    """The entries that a record gives: one for each drug and each dosage."""
    days = {} if when.days is None else {"days": str(when.days)}
    ways = dosed(raws, drug.named, reading)
    entries = tuple(
        {"drug": name, **fields, **days}
        for way in ways
        for name, fields in zip(_names(drug), way.fields or ({},), strict=True)
    )
    doubts = tuple(dict.fromkeys(doubt for way in ways for doubt in way.doubts))
    problem = (drug.named.problem,) if drug.named.problem else ()
    return Medicine(
        _key(drug), entries, found.reference, found.kind == STATEMENT,
        moment=when.moment, doubts=(*problem, *doubts),
    )  # fmt: skip


def _key(drug: Packed) -> tuple[str, ...]:
    return tuple(sorted(_names(drug)))


def _names(drug: Packed) -> tuple[str, ...]:
    """What stands as the drug of each entry; a text where no drug is certain."""
    return tuple(part.drug for part in drug.named.parts) or (drug.text,)
