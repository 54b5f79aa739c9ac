"""Variants of genes: a biomarker only where gene, change, origin and significance leave no other reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from backstay.case.dates import Moment
from backstay.exchange.claims import Changed, Judged, Reading, Tested
from backstay.exchange.coding import codes, words_of
from backstay.exchange.entries import Found
from backstay.exchange.fhir import Concept, Observation, Valued
from backstay.exchange.marker_bindings import Variant
from backstay.exchange.markers import presence, tokens
from backstay.exchange.problems import NotReadError, Unread, printable

_PROTEIN = re.compile(r"p\.\(?([A-Za-z0-9_*=>]+)\)?$")
_ORIGINS = ("somatic", "germline")


def is_variant(one: Observation, reading: Reading) -> bool:
    return "variant" in tokens(one.code, reading)


def read_variant(
    one: Observation, found: Found, moment: Moment | None, reading: Reading
) -> Iterator[Changed | Unread]:
    """One variant with all that its report says of it. Raises NotReadError."""
    if any(bytes(part.modifier_extension) for part in one.component):
        raise NotReadError("a component carries a modifier extension, which may change its meaning")
    parts: dict[str, list[Valued]] = {}
    for part in one.component:
        for token in tokens(part.code, reading):
            parts.setdefault(token, []).append(part)
    origins = _tokens(parts.get("origin", []), reading)
    if len(origins) > 1:
        raise NotReadError("it is called somatic and germline; which holds?")
    yield Changed(
        found=presence(one, reading),
        genes=frozenset(filter(None, (_gene(part, reading) for part in parts.get("gene", [])))),
        protein=_proteins(parts.get("protein", [])),
        origin=next((one for one in _ORIGINS if one in origins), "other" if origins else None),
        fusion=_is_fusion(parts.get("change", []), reading),
        judged=frozenset(_significance(parts.get("significance", []), reading)),
        names=frozenset(filter(None, (found.reference, found.full_url))),
        source=found.reference,
        moment=moment,
    )


def read_judgment(one: Observation, found: Found, reading: Reading) -> Iterator[Judged | Unread]:
    """The significance of other variants."""
    if "implication" not in tokens(one.code, reading):
        return
    parts = [part for part in one.component if "significance" in tokens(part.code, reading)]
    told = frozenset(_significance(parts, reading))
    about = frozenset(one.reference for one in one.derived_from if one.reference)
    if told:
        yield Judged(about, told, found.reference)
    else:
        yield Unread(found.reference, "it does not say how a variant is judged")


def _tokens(parts: list[Valued], reading: Reading) -> set[str]:
    """What the answers of some components are known by; an unknown one is `other`."""
    return {
        token
        for part in parts
        for token in tokens(part.value_codeable_concept, reading) or {"other"}
    }


def _significance(parts: list[Valued], reading: Reading) -> set[str]:
    return {"pathogenic" if one == "pathogenic" else "other" for one in _tokens(parts, reading)}


def _gene(part: Valued, reading: Reading) -> str | None:
    """The symbol of a gene, by code and words, which must agree. Raises NotReadError."""
    bindings, given = reading.bindings, part.value_codeable_concept
    named = {
        bound.id for code in codes(given) if (bound := bindings.genes.get((code[0], _id(code[1]))))
    }
    said = {word.strip().upper() for word in words_of(given)} & set(bindings.symbols)
    both = named | said
    if len(both) > 1:
        raise NotReadError(f"its gene is {' and '.join(sorted(both))}; which holds?")
    symbol = next(iter(both), None)
    if symbol and bindings.symbols[symbol].disputed and named:
        raise NotReadError(f"the code of its gene {symbol} is used for two genes; read the report")
    return symbol or _other_gene(given)


def _id(code: str) -> str:
    """The number of a gene, which some records write without its prefix."""
    return f"HGNC:{code}" if code.isdigit() else code


def _other_gene(given: Concept | None) -> str | None:
    """A gene that no binding names, so that a change of two genes is not taken for one of one."""
    words = words_of(given)
    return f"{printable(words[0], 20)}" if words else "a gene without name"


def _proteins(parts: list[Valued]) -> frozenset[str]:
    """Every spelling of the change of the protein; what cannot be read counts as one of its own."""
    texts = [
        text
        for part in parts
        for text in (
            *words_of(part.value_codeable_concept),
            *(code for _, code in codes(part.value_codeable_concept)),
            part.value_string,
        )
        if text
    ]
    # Several changes in one text leave open which of them was found.
    found = (_PROTEIN.search(text.strip()) if text.count("p.") == 1 else None for text in texts)
    return frozenset(one[1] if one else "?" for one in found)


def _is_fusion(parts: list[Valued], reading: Reading) -> bool:
    words = [word for part in parts for word in words_of(part.value_codeable_concept)]
    return any(reading.bindings.token_words.get(one.lower()) == "fusion" for one in words)


def settle_variants(
    changes: list[Changed], judgments: list[Judged], variants: tuple[Variant, ...]
) -> Iterator[Tested | Unread]:
    """The biomarkers that variants surely are; every other variant is listed with what is not sure."""
    for one in changes:
        judged = {word for other in judgments if other.about & one.names for word in other.judged}
        yield from _settled(one._replace(judged=one.judged | judged), variants)
    here = frozenset(name for one in changes for name in one.names)
    for other in judgments:
        if not other.about & here:
            yield Unread(other.source, "it judges a variant that was not read")


class Doubt(NamedTuple):
    """Why a change is not surely a biomarker; the nearest miss is the one to tell."""

    near: int
    why: str


def _settled(one: Changed, variants: tuple[Variant, ...]) -> Iterator[Tested | Unread]:
    doubts = {bound.id: _against(one, bound) for bound in variants if set(bound.genes) & one.genes}
    sure = [bound for bound in variants if bound.id in doubts and doubts[bound.id] is None]
    for bound in sure:
        yield Tested("biomarkers", bound.biomarker, one.found, one.source, one.moment)
        if not one.found:
            why = f"{bound.biomarker}: not found; in blood alone that would be no proof"
            yield Unread(one.source, why, counted=True)
        elif one.origin is None and bound.source != "any":
            why = f"{bound.biomarker}: not told whether somatic; taken as of the tumor"
            yield Unread(one.source, why, counted=True)
    if not sure:
        told = max(filter(None, doubts.values()), default=_no_gene(one), key=lambda d: d.near)
        yield Unread(one.source, f"{_named(one)}: {told.why}")


def _no_gene(one: Changed) -> Doubt:
    if one.genes:
        return Doubt(0, "no rule reads this gene")
    return Doubt(0, "the report names no gene in a form that is read")


def _named(one: Changed) -> str:
    genes = " and ".join(sorted(one.genes)) or "a gene"
    return f"a variant of {genes}" if one.found else f"no variant of {genes}"


def _against(one: Changed, bound: Variant) -> Doubt | None:
    """Why a change is not the biomarker; None where it is."""
    if bound.fusion != one.fusion:
        return Doubt(1, "not surely the change that rules read")
    if one.fusion and len(one.genes) != (2 if one.found else 1):
        return Doubt(3, "a fusion whose partners are not certain")
    if not one.fusion and len(one.genes) > 1:
        return Doubt(3, "it names several genes; what was found in which?")
    if bound.protein and not one.protein <= set(bound.protein):
        return Doubt(1, "not surely the change that rules read")
    if (bound.protein and not one.protein) or not (one.found or bound.whole):
        return Doubt(2, "the one change that rules read is not named")
    if one.origin not in (None, bound.source) and bound.source != "any":
        return Doubt(3, f"it is {one.origin}, and {bound.biomarker} means {bound.source}")
    return _unjudged(one, bound)


def _unjudged(one: Changed, bound: Variant) -> Doubt | None:
    """Any change of a gene counts only with origin and significance; a named one unless they speak against it."""
    if one.judged != {"pathogenic"} and (one.judged or not (bound.fusion or bound.protein)):
        return Doubt(5, "its significance is not told as pathogenic")
    if one.origin is None and bound.source != "any" and not (bound.fusion or bound.protein):
        return Doubt(4, "not told whether somatic or germline")
    return None
