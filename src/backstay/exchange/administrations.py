"""Doses that were given: named, so that people can enter them, for one dose does not say what is taken now."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from backstay.exchange.claims import Reading, Said
from backstay.exchange.entries import Found
from backstay.exchange.fhir_medicines import Medicated
from backstay.exchange.problems import NotReadError, Unread
from backstay.exchange.shelf import packed

GIVEN = ("completed", "in-progress", "stopped")


class Administration(Medicated, frozen=True):
    status: str | None = None


_DECODER = msgspec.json.Decoder(Administration)


def read_administration(found: Found, reading: Reading) -> Iterator[Said]:
    """The name of the drug that was given; it makes no fact."""
    one = _DECODER.decode(found.raw)
    if one.status not in GIVEN:
        yield Unread(found.reference, f"its status is {one.status or 'not given'}")
        return
    try:
        drug = packed(one, found, reading)
    except NotReadError as error:
        yield Unread(found.reference, f"a dose was given: {error}")
        return
    named = " and ".join(part.drug.replace("_", " ") for part in drug.named.parts) or drug.text
    why = f"{named} was given; is it taken now, and when was the last dose?"
    yield Unread(found.reference, why)
