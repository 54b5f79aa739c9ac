"""Results whose codes nothing here knows: most of a record. They are named without being opened further."""

from __future__ import annotations

from functools import cache

import msgspec

from backstay.exchange.binding_kinds import Code
from backstay.exchange.bindings import load_bindings
from backstay.exchange.claims import Reading, Unbound
from backstay.exchange.coding import codes, label
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept, Part

KINDS = ("Observation", "DiagnosticReport")  # where a code that is not known says nothing
_PLAIN = (b'"final"', b'"amended"', b'"corrected"', b'"appended"')  # another status is told
_CONCEPT = msgspec.json.Decoder(Concept)


class _Coded(Part, frozen=True):
    code: Concept = Concept()


_PARTS = msgspec.json.Decoder(tuple[_Coded, ...])


def told_by_code(found: Found, reading: Reading, seen: dict[bytes, str]) -> Unbound | None:
    """A result in which no code means anything; None where the whole of it must be read.

    `seen` holds what to call codes of this record that were looked at already, by their text.
    Whoever reads an Observation by anything but its codes and those of its components has to say so here.
    """
    peek = found.peek
    if found.kind not in KINDS or bytes(peek.status) not in _PLAIN:
        return None
    try:
        named = _label(bytes(peek.code), reading, seen)
        inside = _PARTS.decode(peek.component) if named and bytes(peek.component) else ()
    except msgspec.DecodeError:
        return None
    if not named or any(_is_known(part.code) for part in inside):
        return None
    return Unbound(found.kind, found.reference, named)


def _label(code: bytes, reading: Reading, seen: dict[bytes, str]) -> str:
    """What to call a code that is not known; nothing for a known one."""
    named = seen.get(code)
    if named is None:
        concept = _CONCEPT.decode(code)
        named = seen[code] = "" if _is_known(concept) else label(concept, reading)
    return named


def _is_known(concept: Concept) -> bool:
    known, ours = _known()
    return any(code in known or code[0] in ours for code in codes(concept))


@cache
def _known() -> tuple[frozenset[Code], frozenset[str]]:
    """Every code that any binding names, and the addresses of our own code systems."""
    bindings = load_bindings()
    tables = (getattr(bindings, name) for name in bindings.__struct_fields__)
    keys = (key for table in tables if isinstance(table, dict) for key in table)
    pairs = frozenset(key for key in keys if isinstance(key, tuple))
    ours = frozenset(url for url, name in bindings.systems.items() if name.startswith("backstay"))
    return pairs, ours
