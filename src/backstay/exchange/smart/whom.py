"""Who a record says that the patient is: shown to a person, who compares it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

LONGEST = 120  # characters of a name that is shown


class Whom(NamedTuple):
    """Who the record says the patient is, to be shown and then forgotten."""

    name: str | None
    born: str | None


class _Name(msgspec.Struct, frozen=True):
    text: str | None = None
    family: str | None = None
    given: tuple[str, ...] = ()
    use: str | None = None


class _Named(msgspec.Struct, frozen=True, rename={"resource_type": "resourceType"}):
    resource_type: str
    name: tuple[_Name, ...] = ()
    birth_date: str | None = msgspec.field(name="birthDate", default=None)


_NAMED = msgspec.json.Decoder(_Named)
_BEFORE = ("official", "usual")  # of several names


def whom(resources: Iterable[msgspec.Raw]) -> Whom:
    """Name and birth date in the Patient resource, as far as they are given."""
    for raw in resources:
        try:
            found = _NAMED.decode(raw)
        except msgspec.ValidationError:
            continue
        if found.resource_type == "Patient":
            return Whom(_name(found.name), found.birth_date and found.birth_date[:LONGEST])
    return Whom(None, None)


def _name(names: tuple[_Name, ...]) -> str | None:
    ranked = sorted(names, key=lambda one: _BEFORE.index(one.use) if one.use in _BEFORE else 9)
    told = [one.text or " ".join(filter(None, [*one.given, one.family])) for one in ranked]
    first = next(filter(None, told), None)
    return first[:LONGEST] if first else None
