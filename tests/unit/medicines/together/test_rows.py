"""Each of the 55 published pairs is found with its severity, and something close to it is not.

The figures stand here a second time, written from the reference and not from the knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.together.found import Found
from backstay.medicines.together.interactions import interactions

KNOWLEDGE = load_knowledge()
C, J, M = "contraindicated", "major", "moderate"
P, S, U = "primary", "secondary", "unverified"
BLOCKED, FEW = {"bowel_obstruction": True}, {"platelets_below_50": True}


class Row(NamedTuple):
    number: str
    pair: str  # drugs with + between
    severity: str
    status: str
    near: str  # not found by this row
    facts: Mapping[str, Any] = MappingProxyType({})
    near_facts: Mapping[str, Any] = MappingProxyType({})
    proposed: str = ""
    words: str = ""  # a figure that action or reason must hold


ROWS = [
    Row("1", "morphine+lorazepam", J, P, "morphine+sertraline"),
    Row("1", "oxycodone+zolpidem", J, P, "oxycodone+omeprazole"),
    Row("2", "morphine+gabapentin", J, P, "morphine+lamotrigine", words="half"),
    Row("2", "fentanyl+pregabalin", J, P, "ibuprofen+pregabalin"),
    Row("3", "morphine+diphenhydramine", J, P, "morphine+levetiracetam"),
    Row("3", "morphine+olanzapine", J, P, "ibuprofen+olanzapine"),
    Row("3", "tapentadol+baclofen", J, P, "tapentadol+metformin"),
    Row("3", "morphine", J, P, "ibuprofen", {"alcohol_heavy": True}, {"alcohol_heavy": True}),
    Row("4", "tramadol+linezolid", C, U, "tramadol+amoxicillin", words="14 days"),
    Row("4", "tramadol+methylene_blue", C, U, "codeine+methylene_blue"),
    Row("5", "tapentadol+phenelzine", C, S, "tapentadol+pantoprazole", words="14 days"),
    Row("6", "meperidine+selegiline", C, S, "meperidine+atenolol"),
    Row("7", "tramadol+sertraline", J, U, "morphine+sertraline"),
    Row("7", "tramadol+venlafaxine", J, U, "codeine+venlafaxine"),
    Row("7", "tramadol+nortriptyline", J, U, "tramadol+simvastatin"),
    Row("8", "tapentadol+citalopram", M, U, "tapentadol+metoclopramide"),
    Row("9", "tramadol+paroxetine", J, U, "hydromorphone+paroxetine"),
    Row("9", "codeine+abiraterone", J, U, "codeine+apalutamide", words="40 %"),
    Row("9", "codeine+duloxetine", J, U, "codeine+sertraline"),
    Row("9", "co_codamol+fluoxetine", J, U, "acetaminophen+fluoxetine"),
    Row("9", "tramadol+bupropion", J, U, "morphine+bupropion"),
    Row("10", "methadone+ondansetron", J, P, "morphine+ondansetron", words="450"),
    Row("10", "methadone+haloperidol", J, P, "methadone+famotidine"),
    Row("10", "methadone+citalopram", J, P, "methadone+sertraline"),
    Row("10", "methadone+clarithromycin", J, P, "methadone+amoxicillin"),
    Row("10", "methadone+itraconazole", J, P, "methadone+atovaquone"),
    Row("10", "methadone+ribociclib", J, P, "methadone+letrozole"),
    Row("10", "methadone+osimertinib", J, P, "methadone+erlotinib"),
    Row("11", "methadone+rifampin", J, P, "morphine+rifampin"),
    Row("11", "methadone+enzalutamide", J, P, "methadone+bicalutamide"),
    Row("11", "methadone+efavirenz", J, P, "methadone+metformin"),
    Row("12", "methadone+fluconazole", J, U, "methadone+levofloxacin"),
    Row("12", "methadone+ciprofloxacin", J, U, "morphine+ciprofloxacin"),
    Row("13", "fentanyl+clarithromycin", J, S, "morphine+clarithromycin", words="24 to 72"),
    Row("13", "fentanyl+diltiazem", J, S, "fentanyl+amlodipine"),
    Row("14", "oxycodone+ketoconazole", J, S, "hydromorphone+ketoconazole"),
    Row("15", "oxycodone+enzalutamide", J, P, "morphine+enzalutamide", words="44.7 %"),
    Row("15", "fentanyl+apalutamide", J, P, "hydromorphone+apalutamide", words="35.5 %"),
    Row("15", "buprenorphine+rifampin", J, P, "buprenorphine+amoxicillin"),
    Row("15", "fentanyl+carbamazepine", J, P, "fentanyl+levetiracetam"),
    Row("16", "buprenorphine+morphine", M, U, "fentanyl+morphine"),
    Row("17", "pentazocine+morphine", C, P, "pentazocine+acetaminophen"),
    Row("18", "morphine+oxybutynin", M, U, "morphine+tamsulosin"),
    Row("19", "morphine+naloxegol", C, S, "morphine+macrogol", BLOCKED, BLOCKED),
    Row("19", "oxycodone+naldemedine", C, S, "oxycodone+naldemedine", BLOCKED, {"bowel_obstruction": False}),
    Row("20", "naloxegol+itraconazole", C, P, "naloxegol+diltiazem"),
    Row("21", "ibuprofen+dexamethasone", J, S, "acetaminophen+dexamethasone"),
    Row("22", "naproxen+apixaban", J, U, "acetaminophen+apixaban"),
    Row("22", "diclofenac+warfarin", J, U, "diclofenac+digoxin"),
    Row("22", "celecoxib+enoxaparin", J, U, "celecoxib+amlodipine"),
    Row("23", "ibuprofen+aspirin", J, S, "metamizole+aspirin"),
    Row("23", "naproxen+clopidogrel", J, S, "naproxen+rosuvastatin"),
    Row("24", "ibuprofen+duloxetine", M, S, "ibuprofen+pregabalin"),
    Row("25", "ibuprofen+ramipril+furosemide", J, S, "ibuprofen+ramipril"),
    Row("25", "naproxen+losartan+hydrochlorothiazide", J, S, "naproxen+amlodipine+furosemide"),
    Row("26", "ibuprofen+lithium", J, S, "acetaminophen+lithium"),
    Row("27", "ibuprofen+methotrexate", J, U, "ibuprofen+capecitabine"),
    Row("27", "naproxen+pemetrexed", J, S, "naproxen+docetaxel", words="2 days"),
    Row("28", "ketorolac+cisplatin", J, U, "ketorolac+carboplatin"),
    Row("28", "ibuprofen+zoledronic_acid", J, U, "ibuprofen+denosumab"),
    Row("28", "ibuprofen+gentamicin", J, U, "ibuprofen+amoxicillin"),
    Row("29", "ibuprofen+sunitinib", M, U, "ibuprofen+osimertinib"),
    Row("29", "ibuprofen+pazopanib", M, U, "ibuprofen+gefitinib"),
    Row("30", "dexamethasone+lapatinib", M, U, "dexamethasone+trastuzumab"),
    Row("30", "dexamethasone+sunitinib", M, U, "prednisone+sunitinib"),
    Row("30", "dexamethasone+osimertinib", M, U, "dexamethasone+pemetrexed"),
    Row("31", "dexamethasone+rivaroxaban", M, S, "dexamethasone+dalteparin"),
    Row("32", "dexamethasone+phenytoin", M, U, "dexamethasone+levetiracetam", words="twice"),
    Row("33", "dexamethasone+cobicistat", M, U, "dexamethasone+diltiazem"),
    Row("34", "dexamethasone+pembrolizumab", J, P, "dexamethasone+trastuzumab", words="1.66"),
    Row("35", "dexamethasone+insulin", M, U, "dexamethasone+metformin"),
    Row("35", "dexamethasone+gliclazide", M, U, "ibuprofen+gliclazide"),
    Row("36", "dexamethasone+warfarin", M, U, "dexamethasone+dalteparin", words="3 to 5 days"),
    Row("37", "dexamethasone+yellow_fever_vaccine", C, U, "ibuprofen+yellow_fever_vaccine"),
    Row("38", "dexamethasone+levofloxacin", M, U, "dexamethasone+amoxicillin"),
    Row("39", "enzalutamide+apixaban", J, S, "enzalutamide+enoxaparin", words="56 %"),
    Row("39", "apalutamide+rivaroxaban", J, S, "abiraterone+rivaroxaban"),
    Row("40", "enzalutamide+omeprazole", M, P, "enzalutamide+famotidine", words="70 %"),
    Row("41", "enzalutamide+tramadol", J, U, "bicalutamide+tramadol"),
    Row("41", "enzalutamide+bupropion", J, U, "enzalutamide+sertraline"),
    Row("42", "abiraterone+spironolactone", M, P, "abiraterone+eplerenone"),
    Row("43", "denosumab+zoledronic_acid", C, U, "denosumab+cholecalciferol"),
    Row("44", "denosumab", C, U, "denosumab", {"calcium_low": True},
        {"calcium_low": False, "vitamin_d_deficient": False}),
    Row("44", "zoledronic_acid", C, U, "calcium_carbonate", {"vitamin_d_deficient": True},
        {"vitamin_d_deficient": True}),
    Row("45", "zoledronic_acid+gentamicin", J, S, "denosumab+gentamicin"),
    Row("45", "zoledronic_acid+thalidomide", J, S, "denosumab+thalidomide"),
    Row("46", "denosumab+bevacizumab", M, S, "denosumab+trastuzumab"),
    Row("46", "zoledronic_acid+dexamethasone", M, S, "zoledronic_acid+letrozole"),
    Row("47", "duloxetine+ciprofloxacin", J, P, "venlafaxine+ciprofloxacin"),
    Row("47", "duloxetine+fluvoxamine", J, P, "duloxetine+sertraline"),
    Row("48", "duloxetine+tamoxifen", M, U, "venlafaxine+tamoxifen"),
    Row("49", "amitriptyline+ondansetron", J, U, "amitriptyline+famotidine"),
    Row("49", "nortriptyline+fluoxetine", J, U, "nortriptyline+gabapentin"),
    Row("50", "ondansetron+amiodarone", J, U, "ondansetron+bisoprolol"),
    Row("50", "haloperidol+moxifloxacin", J, U, "haloperidol+amoxicillin"),
    Row("50", "metoclopramide+olanzapine", M, P, "ondansetron+olanzapine"),
    Row("51", "metoclopramide", C, P, "metoclopramide", BLOCKED, {"bowel_obstruction": False}),
    Row("51", "senna", C, U, "lactulose", BLOCKED, BLOCKED),
    Row("52", "pantoprazole+pazopanib", J, S, "famotidine+pazopanib"),
    Row("52", "omeprazole+erlotinib", J, S, "omeprazole+osimertinib"),
    Row("52", "esomeprazole+gefitinib", J, S, "esomeprazole+sunitinib"),
    Row("52", "lansoprazole+dasatinib", J, S, "lansoprazole+nilotinib"),
    Row("53", "acetaminophen+warfarin", M, U, "acetaminophen+apixaban", words="4 g"),
    Row("54", "enoxaparin", J, U, "acetaminophen", proposed="separation_surgery", words="12 hours"),
    Row("54", "apixaban", J, U, "pantoprazole", proposed="interventional_pain", words="48 to 72"),
    Row("54", "dalteparin", J, U, "dalteparin", {"active_bleeding": True}, {"active_bleeding": False}),
    Row("55", "codeine", J, P, "morphine", {"cyp2d6_unusual": True}, {"cyp2d6_unusual": True}),
    Row("55", "tramadol", J, P, "tramadol", {"cyp2d6_unusual": True}, {"cyp2d6_unusual": False}),
    # NSAIDs by the numbers of their own table
    Row("N3", "ibuprofen+candesartan+indapamide", J, S, "ibuprofen+indapamide"),
    Row("N6", "ibuprofen+rivaroxaban", J, U, "metamizole+rivaroxaban"),
    Row("N7", "ibuprofen+aspirin+clopidogrel", C, U, "ibuprofen+clopidogrel+prasugrel"),
    Row("N7", "ibuprofen+aspirin+warfarin", C, U, "ibuprofen+warfarin"),
    Row("N11", "ibuprofen", M, U, "acetaminophen", proposed="decompression_stabilization", words="naproxen 3 to 4"),
    Row("N12", "ibuprofen+ciclosporin", J, U, "acetaminophen+ciclosporin"),
    Row("N12", "ibuprofen+tacrolimus", J, U, "acetaminophen+tacrolimus"),
    Row("N16", "naproxen+prednisolone", J, S, "metamizole+prednisolone"),
    Row("N18", "ibuprofen+naproxen", C, S, "ibuprofen+acetaminophen"),
    Row("label", "duloxetine+phenelzine", C, P, "pregabalin+phenelzine", words="14 days"),
    Row("memory", "sertraline+linezolid", C, U, "sertraline+amoxicillin"),
    Row("memory", "amitriptyline+moclobemide", C, U, "gabapentin+moclobemide"),
    Row("memory", "enzalutamide+warfarin", M, U, "bicalutamide+warfarin", words="56 %"),
    Row("8", "enoxaparin", J, U, "enoxaparin", FEW, {"platelets_below_50": False}, words="below 25"),
    Row("8", "apixaban", J, U, "ramipril", FEW, FEW),
    Row("2.5", "codeine+morphine", M, U, "fentanyl+morphine"),
]  # fmt: skip


def caught(drugs: str, facts: Mapping[str, Any], proposed: str = "") -> tuple[Found, ...]:
    planned = [proposed] if proposed else []
    return interactions(drugs.split("+"), KNOWLEDGE, facts, planned)


def of_all(found: tuple[Found, ...], row: Row) -> list[Any]:
    """Every reason about exactly the drugs of a row."""
    names = set(row.pair.split("+")) | ({row.proposed} if row.proposed else set())
    states = {"calcium_low", "vitamin_d_deficient", *row.facts}
    about = [one for one in found if {*one.pair, *one.beside} - states == names]
    return [reason for one in about for reason in (one, *one.also)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.pair}")
def test_a_published_pair_is_found(row: Row) -> None:
    reasons = of_all(caught(row.pair, row.facts, row.proposed), row)
    fits = [r for r in reasons if (r.severity, r.checked) == (row.severity, row.status)]
    assert fits, [(r.rule, r.severity, r.checked) for r in reasons]
    assert any(row.words in f"{r.action} {r.because}" for r in fits)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.near}")
def test_what_is_close_to_it_is_not(row: Row) -> None:
    rules = {
        reason.rule
        for reason in of_all(caught(row.pair, row.facts, row.proposed), row)
        if (reason.severity, reason.checked) == (row.severity, row.status)
    }
    near = caught(row.near, row.near_facts, row.proposed)
    assert not rules & {reason.rule for one in near for reason in (one, *one.also)}


def test_every_row_of_the_reference_is_tried() -> None:
    tried = {row.number for row in ROWS}
    assert tried >= {str(number) for number in range(1, 56)}
    assert tried >= {"N3", "N6", "N7", "N11", "N12", "N16", "N18"}


def test_every_entry_finds_its_drugs() -> None:
    """Whatever stands on the sides of an entry is caught by it: no entry lies idle."""
    from backstay.knowledge.tables.interactions import ids_of

    for entry in KNOWLEDGE.tables["interactions"].values():
        chosen: list[str] = []
        for side in entry.sides:
            chosen.append(min(ids_of(side, KNOWLEDGE.ingredients) - set(chosen)))
        names = [name for name in chosen if name in KNOWLEDGE.ingredients]
        planned = [name for name in chosen if name not in KNOWLEDGE.ingredients]
        found = interactions(names, KNOWLEDGE, dict.fromkeys(entry.when, True), planned)
        assert entry.id in {r.rule for one in found for r in (one, *one.also)}, entry.id


def line(drug: str, dose: float) -> Line:
    from backstay.case.values import Interval

    return Line(drug=drug, text="", dose=Interval(dose, dose), unit="mg", per_day=Interval(1, 1))


@pytest.mark.parametrize(
    ("steroid", "dose"),
    [
        ("dexamethasone", 1.5),
        ("prednisone", 10),
        ("prednisolone", 10),
        ("methylprednisolone", 8),
        ("hydrocortisone", 40),
        ("cortisone", 50),
        ("triamcinolone", 8),
    ],
)
def test_ten_milligrams_of_prednisone_by_drug(steroid: str, dose: float) -> None:
    def truths(amount: float) -> list[str]:
        found = interactions([line(steroid, amount), "nivolumab"], KNOWLEDGE)
        return [one.truth for one in found if one.rule == "steroid_with_checkpoint_inhibitor"]

    assert truths(dose) == ["true"]
    assert truths(dose * 0.99) == []
