"""Bindings of the biology of a tumor, and of codes that are known and yet give no fact."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from backstay.exchange.binding_kinds import Binding, Codes


class Withheld(Binding, frozen=True):
    """Codes whose meaning is known and is no fact; `why` is shown where they are met."""

    codes: Codes
    why: str
    never: tuple[str, ...] = ()  # facts that a resource with such a code is not


class Marker(Binding, frozen=True):
    """A test for one thing: whether it was found.

    `finds` is a biomarker, or a receptor that is read together with the others of its fact.
    """

    finds: str
    codes: Codes
    fact: Literal["biomarkers", "hormone_receptor"] = "biomarkers"
    whole: bool = True  # False: not found by this test leaves the biomarker open
    at_least: float | None = None  # found from this number on, in one of `units`
    units: tuple[str, ...] = ()


class Token(Binding, frozen=True):
    """Codes with one meaning inside results; the id is the word that the readers know it by."""

    codes: Codes = field(default_factory=dict)
    words: tuple[str, ...] = ()


class Gene(Binding, frozen=True):
    """A gene by its symbol, with the codes that name it and no other one in published examples."""

    codes: Codes = field(default_factory=dict)
    disputed: bool = False  # examples use its code for another gene


class Variant(Binding, frozen=True):
    """Changes of a gene that are one biomarker.

    With `protein` exactly these changes; without it any change that a report calls pathogenic.
    """

    biomarker: str
    genes: tuple[str, ...]
    source: Literal["somatic", "germline", "any"] = "somatic"
    protein: tuple[str, ...] = ()
    fusion: bool = False
    whole: bool = (
        False  # the biomarker is nothing else, so this not found is the biomarker not found
    )
