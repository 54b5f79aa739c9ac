"""What was read of one record, as it travels in the form from page to page; nothing of it is stored on the way."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core import signing

SALT = "backstay.import"
LASTS_SECONDS = 2 * 60 * 60  # to go through the answers


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one fact, as a case document holds it, with when it was so and which resource says so."""

    value: Any
    at: str
    source: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """All that a record says of one fact; the last looks are the newest."""

    name: str
    level: str = ""  # of the lesion; of a span (T8-T10) all of it
    looks: tuple[Look, ...]


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Something that gave no fact, or with `counted` a fact that was taken with a doubt."""

    resource: str
    why: str
    counted: bool = False


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Who the record says that it is about."""

    name: str = ""
    born: str = ""
    number: str = ""  # to be proposed
    numbers: tuple[str, ...] = ()  # all that it names
    own: bool = False  # `number` is surely the number of the hospital's record


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a record, for one person at one time."""

    by: str  # user name of who read it
    about: str  # key of the episode; "" for a case that is still to be opened
    source: str  # bundle or launch
    named: str = ""  # the file, or the server
    sha256: str
    as_of: str
    whose: Whose
    lesions: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    left: tuple[Left, ...] = ()
    same_person: bool = False  # somebody looked at a difference and said so


class NotOursError(ValueError):
    """A text that this application did not seal, sealed for somebody else, or too long ago."""


def sealed(sheet: Sheet) -> str:
    """The sheet as text for a form, which nobody can change."""
    return signing.dumps(msgspec.to_builtins(sheet), salt=SALT, compress=True)


def opened(text: str, by: str, about: str) -> Sheet:
    """The sheet of a form that this person was shown for this case. Raises NotOursError."""
    try:
        given = signing.loads(text, salt=SALT, max_age=LASTS_SECONDS)
        sheet = msgspec.convert(given, Sheet)
    except (signing.BadSignature, msgspec.ValidationError):
        raise NotOursError("it was changed on its way, or read too long ago") from None
    if (sheet.by, sheet.about) != (by, about):
        raise NotOursError("it was read by somebody else, or for another case")
    return sheet
