"""The Patient resource: age and sex. Names, addresses and numbers are not even decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from backstay.exchange.claims import Claim, Reading, Said
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Patient
from backstay.exchange.problems import NotReadError, Unread
from backstay.exchange.values import accept

_DECODER = msgspec.json.Decoder(Patient)
_BORN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def read_patient(found: Found, reading: Reading) -> Iterator[Said]:
    """Age at `as_of` and sex, as far as they are surely known."""
    one = _DECODER.decode(found.raw)
    if one.deceased_boolean or one.deceased_date_time:
        yield Unread(found.reference, "the patient is recorded as deceased", counted=True)
    given = {"birthDate": one.birth_date, "gender": one.gender}
    for bound in reading.bindings.people:
        text = given.get(bound.path)
        if text is None or bound.fact not in reading.vocabulary.patient:
            continue
        try:
            value = _age(text, reading) if bound.fact == "age" else _translated(text, bound.values)
            accept(value, reading.vocabulary.patient[bound.fact])
        except NotReadError as error:
            yield Unread(found.reference, f"{bound.fact}: {error}")
        else:
            yield Claim(bound.fact, None, value, found.reference)


def _translated(text: str, values: dict[str, str]) -> str:
    if text not in values:
        raise NotReadError(f"{text[:40]} is not one of {', '.join(values)}")
    return values[text]


def _age(text: str, reading: Reading) -> str:
    """Whole years at `as_of`; a birth year alone leaves two ages open and gives none."""
    found = _BORN.fullmatch(text)
    if not found:
        raise NotReadError(f"the birth date {text[:40]!r} is not a FHIR date")
    year, month, day = (int(part) if part else None for part in found.groups())
    today = reading.as_of.at.date()
    oldest = _years(int(year or 0), month or 1, day or 1, today)
    youngest = _years(int(year or 0), month or 12, day or 31, today)
    if oldest != youngest:
        raise NotReadError(f"the birth date {text} leaves {youngest} or {oldest} years open")
    return str(oldest)


def _years(year: int, month: int, day: int, today: date) -> int:
    return today.year - year - ((today.month, today.day) < (month, day))
