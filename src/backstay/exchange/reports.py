"""Reports whose existence is the fact; their text is not read."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.claims import Claim, Reading, Said
from backstay.exchange.coding import codes, unbound
from backstay.exchange.entries import Found
from backstay.exchange.moments import seen_at
from backstay.exchange.observations import decode, status_of


def read_report(found: Found, reading: Reading) -> Iterator[Said]:
    """The facts that a DiagnosticReport gives by being there. Raises NotReadError."""
    one = decode(found)
    named = [reading.bindings.reports.get(code) for code in codes(one.code)]
    bound = next(filter(None, named), None)
    if bound is None:
        yield unbound(one.code, found, reading)
        return
    yield from status_of(one, found)
    moment = seen_at(one, reading.as_of)
    for name, value in bound.sets.items():
        yield Claim(name, None, value, found.reference, moment)
