"""Proof of the rules by z3 (extra `verify`) and over listed patients, and an outside oracle in CQL."""

from __future__ import annotations

from importlib.util import find_spec

INSTALL = 'z3 is missing: pip install "backstay[verify]"'


def available() -> bool:
    """Whether z3 is there; without it nothing in this package can be imported further."""
    return find_spec("z3") is not None


__all__ = ["INSTALL", "available"]
