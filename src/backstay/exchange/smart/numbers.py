"""The numbers by which a hospital knows a patient, to be compared with the one of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

RECORD_NUMBER = "MR"  # of the table of kinds of identifier in HL7 v2, which FHIR uses
LONGEST = 60  # characters of a number


class Numbers(NamedTuple):
    """`own` is surely the number of the hospital's record; `all` are the values of all identifiers."""

    own: str | None = None
    all: tuple[str, ...] = ()

    @property
    def likely(self) -> str | None:
        """The number of the record, or the only one there is."""
        return self.own or (self.all[0] if len(self.all) == 1 else None)


class _Coding(msgspec.Struct, frozen=True):
    code: str | None = None


class _Kind(msgspec.Struct, frozen=True):
    coding: tuple[_Coding, ...] = ()


class _Identifier(msgspec.Struct, frozen=True):
    value: str | None = None
    type: _Kind = _Kind()


class _Numbered(msgspec.Struct, frozen=True, rename={"resource_type": "resourceType"}):
    resource_type: str
    identifier: tuple[_Identifier, ...] = ()


_NUMBERED = msgspec.json.Decoder(_Numbered)


def numbers(resources: Iterable[msgspec.Raw]) -> Numbers:
    """The numbers in the Patient resource, as far as they are given."""
    for raw in resources:
        try:
            found = _NUMBERED.decode(raw)
        except msgspec.ValidationError:
            continue
        if found.resource_type == "Patient":
            return _numbers(found.identifier)
    return Numbers()


def _numbers(identifiers: Iterable[_Identifier]) -> Numbers:
    told = [(one.value.strip(), one) for one in identifiers if one.value and one.value.strip()]
    short = [(value, one) for value, one in told if len(value) <= LONGEST]
    own = dict.fromkeys(value for value, one in short if _is_own(one))
    values = tuple(dict.fromkeys(value for value, _ in short))
    return Numbers(next(iter(own)) if len(own) == 1 else None, values)


def _is_own(one: _Identifier) -> bool:
    return any(coding.code == RECORD_NUMBER for coding in one.type.coding)
