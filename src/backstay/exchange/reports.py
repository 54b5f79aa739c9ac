"""Reports whose existence is the fact; their text is not read."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.claims import Claim, Reading, Said
from backstay.exchange.coding import codes, unbound, withheld
from backstay.exchange.entries import Found
from backstay.exchange.moments import seen_at
from backstay.exchange.observations import decode, status_of
from backstay.exchange.problems import NotReadError


def read_report(found: Found, reading: Reading) -> Iterator[Said]:
    """The facts that a DiagnosticReport gives by being there. Raises NotReadError."""
    one = decode(found)
    named = [reading.bindings.reports.get(code) for code in codes(one.code)]
    bound = next(filter(None, named), None)
    if bound is None:
        yield unbound(one.code, found, reading)
        return
    for held in withheld(codes(one.code), reading):
        if bound.sets.keys() & set(held.never):
            raise NotReadError(f"its codes contradict each other: {held.why}")
    yield from status_of(one, found)
    moment = seen_at(one, reading.as_of)
    for name, value in bound.sets.items():
        yield Claim(name, None, value, found.reference, moment)
