"""Variants: a biomarker only where gene, change, origin and significance leave no other reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from genomic import (
    ABSENT,
    GERMLINE,
    HER2,
    HGNC,
    PATHOGENIC,
    POSITIVE,
    PRESENT,
    SOMATIC,
    TBD,
    UNCERTAIN,
    change,
    coded,
    gene,
    judgment,
    origin,
    protein,
    result,
    significance,
    variant,
)
from hypothesis import given
from hypothesis import strategies as st
from resources import LOINC, NOW, PATIENT, bundle, concept, observation

from backstay.case import Vocabulary
from backstay.exchange import Unread, read_bundle
from backstay.exchange.bindings import load_bindings
from backstay.exchange.marker_bindings import Variant
from backstay.knowledge import load_knowledge

Read = Callable[..., tuple[dict[str, Any], list[Unread]]]
FACTS = load_knowledge().facts
BRAF = gene("BRAF", "HGNC:1097")
BRCA1 = gene("BRCA1", "HGNC:1100")
V600E = protein("p.Val600Glu")
PROTEIN = [one for one in load_bindings().variants if one.protein]


@pytest.mark.parametrize("bound", PROTEIN, ids=lambda bound: bound.id)
def test_every_named_change_is_its_biomarker(bound: Variant, read: Read) -> None:
    for text in bound.protein:
        for written in (f"p.{text}", f"p.({text})", f"NP_000001.1:p.{text}"):
            seen = variant(gene(bound.genes[0]), protein(written), origin(SOMATIC))
            document, unread = read(seen)
            assert document["patient"] == {"biomarkers": [bound.biomarker]}
            assert unread == []


@pytest.mark.parametrize("bound", PROTEIN, ids=lambda bound: bound.id)
def test_not_found_is_absent_only_where_the_biomarker_is_nothing_else(
    bound: Variant, read: Read
) -> None:
    one = variant(gene(bound.genes[0]), protein(f"p.{bound.protein[0]}"), value=ABSENT)
    expected = {"biomarkers_absent": [bound.biomarker]} if bound.whole else {}
    document, unread = read(one)
    assert document["patient"] == expected
    (line,) = unread
    assert line.counted is bound.whole
    assert ("in blood alone that would be no proof" in line.why) is bound.whole


def test_the_changes_that_are_the_whole_biomarker() -> None:
    whole = {one.biomarker for one in PROTEIN if one.whole}
    assert whole == {"braf_v600e", "braf_v600k", "kras_g12c", "egfr_t790m", "pdgfra_d842v"}
    assert {one.biomarker for one in PROTEIN} - whole == {
        "egfr_sensitising", "egfr_uncommon", "fgfr3"
    }  # fmt: skip


def test_every_variant_names_a_biomarker_and_genes_that_exist() -> None:
    bindings = load_bindings()
    known = FACTS.patient["biomarkers"].values
    for one in bindings.variants:
        assert one.biomarker in known
        assert set(one.genes) <= set(bindings.symbols)
    finds = {one.finds for one in bindings.markers.values() if one.fact == "biomarkers"}
    assert finds <= set(known)


def test_an_origin_that_is_not_told_is_taken_with_a_doubt(read: Read) -> None:
    document, unread = read(variant(BRAF, V600E))
    assert document["patient"] == {"biomarkers": ["braf_v600e"]}
    why = "braf_v600e: not told whether somatic; taken as of the tumor"
    assert unread == [Unread("Observation/v1", why, counted=True)]


NOT_BRAF = [
    ([BRAF, V600E, origin(GERMLINE)], "it is germline, and braf_v600e means somatic"),
    ([BRAF, V600E, origin((LOINC, "LA0-1"))], "it is other, and braf_v600e means somatic"),
    ([BRAF, V600E, significance(UNCERTAIN)], "its significance is not told as pathogenic"),
    ([BRAF, V600E, significance((LOINC, "LA0-2"))], "its significance is not told"),
    ([BRAF, V600E, significance(PATHOGENIC), significance(UNCERTAIN)], "its significance is not"),
    ([BRAF, V600E, protein("p.V600K")], "not surely the change that rules read"),
    ([BRAF, V600E, protein("V600E")], "not surely the change that rules read"),
    ([BRAF, protein("p.D594G")], "not surely the change that rules read"),
    ([BRAF], "the one change that rules read is not named"),
    ([BRAF, origin(SOMATIC), significance(PATHOGENIC)], "the one change that rules read is not"),
    ([BRAF, gene("EGFR"), V600E], "it names several genes; what was found in which?"),
    ([BRAF, gene("LOCAL1"), V600E], "it names several genes; what was found in which?"),
    ([BRAF, V600E, change("gene_fusion")], "not surely the change that rules read"),
    ([V600E], "the report names no gene in a form that is read"),
    ([gene("STK11", "HGNC:11389"), protein("p.G242E")], "no rule reads this gene"),
    ([{"code": concept((LOINC, "48018-6"))}, V600E], "no rule reads this gene"),
]


@pytest.mark.parametrize(("parts", "why"), NOT_BRAF)
def test_what_is_not_surely_the_biomarker(
    parts: list[dict[str, Any]], why: str, read: Read
) -> None:
    document, unread = read(variant(*parts))
    assert document["patient"] == {}
    (line,) = unread
    assert line.why.startswith("a variant of ") and why in line.why


def test_no_variant_of_a_gene_is_not_the_absence_of_each_change(read: Read) -> None:
    document, unread = read(variant(BRAF, value=ABSENT))
    assert document["patient"] == {}
    assert unread[0].why == "no variant of BRAF: the one change that rules read is not named"


def test_a_change_not_found_in_the_blood_says_nothing_about_the_tumor(read: Read) -> None:
    document, _ = read(variant(BRAF, V600E, origin(GERMLINE), value=ABSENT))
    assert document["patient"] == {}


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([gene("BRCA1", "HGNC:1097")], "its gene is BRAF and BRCA1; which holds?"),
        ([gene("NRAS", "HGNC:7989")], "its gene is KIT and NRAS; which holds?"),
        ([gene("KIT", "HGNC:7989")], "the code of its gene KIT is used for two genes"),
        ([BRAF, V600E, origin(SOMATIC), origin(GERMLINE)], "it is called somatic and germline"),
        ([{**BRAF, "modifierExtension": [{"url": "urn:not"}]}, V600E], "modifier extension"),
    ],
)
def test_a_variant_that_contradicts_itself(
    parts: list[dict[str, Any]], why: str, read: Read
) -> None:
    document, unread = read(variant(*parts))
    assert document["patient"] == {}
    assert why in unread[0].why


@pytest.mark.parametrize("value", [(LOINC, "LA0-3"), (LOINC, "LA0-4")])
def test_no_call_and_indeterminate_are_neither_found_nor_absent(
    value: tuple[str, str], read: Read
) -> None:
    document, unread = read(variant(BRAF, V600E, value=value))
    assert document["patient"] == {}
    assert "has no binding" in unread[0].why


def test_a_gene_number_without_its_prefix(read: Read) -> None:
    seen = variant(gene("BRAF", "1097"), V600E, origin(SOMATIC))
    assert read(seen)[0]["patient"] == {"biomarkers": ["braf_v600e"]}
    wrong = variant(gene("EGFR", "1097"), V600E)
    assert "its gene is BRAF and EGFR" in read(wrong)[1][0].why


def test_the_two_numbers_that_examples_use_for_one_gene_are_not_trusted(read: Read) -> None:
    """A symbol without a number is: nothing contradicts it."""
    assert "no rule reads this gene" in read(variant(gene("KIT")))[1][0].why


WIDE = [
    (gene("PIK3CA", "HGNC:8975"), SOMATIC, "pik3ca"),
    (gene("PTEN", "HGNC:9588"), SOMATIC, "pten"),
    (gene("ESR1"), SOMATIC, "esr1"),
    (BRCA1, SOMATIC, "brca1"),
    (BRCA1, GERMLINE, "brca_germline"),
    (gene("BRCA2"), GERMLINE, "brca_germline"),
    (gene("VHL"), GERMLINE, "vhl_germline"),
    (gene("PALB2", "HGNC:26144"), GERMLINE, "hrr_gene"),
    (gene("ATM"), SOMATIC, "hrr_gene"),
]


@pytest.mark.parametrize(("where", "source", "biomarker"), WIDE)
def test_any_pathogenic_change_of_a_gene(
    where: dict[str, Any], source: tuple[str, str], biomarker: str, read: Read
) -> None:
    seen = variant(where, origin(source), significance(PATHOGENIC))
    assert read(seen)[0]["patient"] == {"biomarkers": [biomarker]}
    for parts in ([where, origin(source)], [where, origin(source), significance(UNCERTAIN)]):
        document, unread = read(variant(*parts))
        assert document["patient"] == {}
        assert "its significance is not told as pathogenic" in unread[0].why


def test_a_gene_whose_origin_decides_is_not_read_without_it(read: Read) -> None:
    document, unread = read(variant(BRCA1, significance(PATHOGENIC)))
    assert document["patient"] == {}
    assert unread[0].why == "a variant of BRCA1: not told whether somatic or germline"
    atm = variant(gene("ATM"), significance(PATHOGENIC))
    assert read(atm) == (read(atm)[0], [])
    assert read(atm)[0]["patient"] == {"biomarkers": ["hrr_gene"]}


@pytest.mark.parametrize("about", ["Observation/v1", "urn:uuid:7"])
def test_a_judgment_elsewhere_in_the_report(about: str) -> None:
    seen = variant(BRCA1, origin(GERMLINE))
    entries = [
        {"resource": PATIENT},
        {"fullUrl": "urn:uuid:7", "resource": seen},
        {"resource": judgment(PATHOGENIC, about)},
    ]
    document, unread = read_bundle(bundle(entry=entries), FACTS, now=NOW)
    assert document["patient"] == {"biomarkers": ["brca_germline"]}
    assert unread == []


def test_a_judgment_is_of_the_variant_that_it_names_only(read: Read) -> None:
    other = variant(gene("PIK3CA"), origin(SOMATIC), name="v2")
    document, unread = read(variant(BRCA1, origin(SOMATIC)), other, judgment(PATHOGENIC))
    assert document["patient"] == {"biomarkers": ["brca1"]}
    why = "a variant of PIK3CA: its significance is not told as pathogenic"
    assert unread == [Unread("Observation/v2", why)]


def test_a_judgment_of_doubt_takes_a_named_change_away(read: Read) -> None:
    document, unread = read(variant(BRAF, V600E, origin(SOMATIC)), judgment(UNCERTAIN))
    assert document["patient"] == {}
    assert unread[0].why == "a variant of BRAF: its significance is not told as pathogenic"


@pytest.mark.parametrize("about", ["Observation/other", ""])
def test_a_judgment_of_a_variant_that_is_not_here(about: str, read: Read) -> None:
    document, unread = read(judgment(PATHOGENIC, about))
    assert document["patient"] == {}
    assert unread == [Unread("Observation/j1", "it judges a variant that was not read")]


def test_an_implication_without_significance_is_listed(read: Read) -> None:
    plain = observation(concept((TBD, "diagnostic-implication")))
    assert read(plain)[1] == [Unread("Observation/o1", "it does not say how a variant is judged")]


def test_a_smaller_vocabulary_lacks_the_biology() -> None:
    few = Vocabulary({"ecog": FACTS.patient["ecog"]}, FACTS.lesion)
    seen = [variant(BRAF, V600E, origin(SOMATIC)), result(HER2, POSITIVE)]
    assert read_bundle(bundle(PATIENT, *seen), few, now=NOW)[0]["patient"] == {}


FUSIONS = [one for one in load_bindings().variants if one.fusion]


@pytest.mark.parametrize("bound", FUSIONS, ids=lambda bound: bound.id)
def test_fusions(bound: Variant, read: Read) -> None:
    for symbol in bound.genes:
        both = [gene(symbol), gene("EML4"), change("gene_fusion"), origin(SOMATIC)]
        assert read(variant(*both))[0]["patient"] == {"biomarkers": [bound.biomarker]}


def test_a_fusion_without_partner_or_a_partner_not_found(read: Read) -> None:
    alone = [gene("ALK", "HGNC:427"), change("Gene fusion")]
    assert read(variant(*alone))[0]["patient"] == {}
    assert "a fusion whose partners are not certain" in read(variant(*alone))[1][0].why
    absent = {"biomarkers_absent": ["alk_fusion"]}
    assert read(variant(*alone, value=ABSENT))[0]["patient"] == absent
    paired = variant(*alone, gene("EML4"), value=ABSENT)
    assert read(paired)[0]["patient"] == {}  # another partner may be there


def test_a_rearrangement_is_not_surely_a_fusion(read: Read) -> None:
    seen = variant(gene("ALK"), gene("MET"), change("complex chromosomal rearrangement"))
    document, unread = read(seen)
    assert document["patient"] == {}
    assert unread[0].why == "a variant of ALK and MET: not surely the change that rules read"


def test_variants_and_tests_are_one_list(read: Read) -> None:
    seen = [result(HER2, POSITIVE), variant(BRAF, V600E, origin(SOMATIC))]
    assert sorted(read(*seen)[0]["patient"]["biomarkers"]) == ["braf_v600e", "her2_positive"]


def test_a_string_or_a_code_tells_the_protein_too(read: Read) -> None:
    text = {"code": concept((LOINC, "48005-3")), "valueString": "p.V600E"}
    code = coded((LOINC, "48005-3"), concept(("http://varnomen.hgvs.org", "p.V600E")))
    for part in (text, code):
        seen = variant(BRAF, part, origin(SOMATIC))
        assert read(seen)[0]["patient"] == {"biomarkers": ["braf_v600e"]}


SYMBOLS = ["BRAF", "EGFR", "KRAS", "BRCA1", "PALB2", "TP53"]
CODES = ["HGNC:1097", "HGNC:1100", "HGNC:26144", "HGNC:11998", None]
TRUE = {"BRAF": "HGNC:1097", "BRCA1": "HGNC:1100", "PALB2": "HGNC:26144", "TP53": "HGNC:11998"}


@given(
    symbol=st.sampled_from(SYMBOLS),
    code=st.sampled_from(CODES),
    sources=st.sets(st.sampled_from([SOMATIC, GERMLINE])),
    judged=st.sets(st.sampled_from([PATHOGENIC, UNCERTAIN])),
    values=st.sets(st.sampled_from([PRESENT, ABSENT]), min_size=1),
)
def test_a_contradiction_never_gives_a_fact(
    symbol: str,
    code: str | None,
    sources: set[tuple[str, str]],
    judged: set[tuple[str, str]],
    values: set[tuple[str, str]],
) -> None:
    parts = [gene(symbol, code), V600E, *map(origin, sorted(sources))]
    one = variant(*parts, *map(significance, sorted(judged)))
    one["valueCodeableConcept"] = concept(*sorted(values))
    document, unread = read_bundle(bundle(PATIENT, one), FACTS, now=NOW)
    agree = code is None or TRUE.get(symbol) == code
    if not agree or len(sources) > 1 or len(values) > 1:
        assert document["patient"] == {}
        assert unread
    if UNCERTAIN in judged and values == {PRESENT}:
        assert document["patient"] == {}


def test_a_gene_by_code_alone(read: Read) -> None:
    only = coded((LOINC, "48018-6"), concept((HGNC, "HGNC:1097")))
    seen = variant(only, V600E, origin(SOMATIC))
    assert read(seen)[0]["patient"] == {"biomarkers": ["braf_v600e"]}


@pytest.mark.parametrize("words", ["p.Val600Glu or p.Val600Lys", "p.Leu597Gln; p.Val600Glu"])
def test_several_changes_in_one_text_name_none(read: Read, words: str) -> None:
    document, unread = read(variant(BRAF, protein(words), origin(SOMATIC)))
    assert document["patient"] == {}
    assert len(unread) == 1
