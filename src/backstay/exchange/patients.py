"""The Patient resource: age and sex. Names, addresses and numbers are not even decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from backstay.case.dates import read_day
from backstay.case.problems import Refused
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
    year, month, day = _born(text)
    today = reading.as_of.at.date()
    oldest = _years(year, month or 1, day or 1, today)
    youngest = _years(year, month or 12, day or 31, today)
    if oldest != youngest:
        raise NotReadError(f"the birth date {text} leaves {youngest} or {oldest} years open")
    return str(oldest)


def _born(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a birth date, the last two as far as they are given."""
    try:
        found = _BORN.fullmatch(text)
        year, month, day = found.groups() if found else ("", None, None)
        read_day("-".join([year, month or "01", day or "01"]))
    except Refused:
        raise NotReadError(f"the birth date {text[:40]!r} is not a FHIR date") from None
    return int(year), int(month) if month else None, int(day) if day else None


def _years(year: int, month: int, day: int, today: date) -> int:
    return today.year - year - ((today.month, today.day) < (month, day))
