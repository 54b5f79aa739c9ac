"""Every row of the regimens, held to figures written a second time from the reference."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.knowledge import load_knowledge
from backstay.knowledge.tables.regimens import Amount, Regimen

KNOWLEDGE = load_knowledge()
ROWS: dict[str, Regimen] = KNOWLEDGE.tables["regimens"]

# id: (drug, first low, first high, unit, per, times in a day)
FIRST = {
    "topical_lidocaine": ("lidocaine", 1, 3, "plaster", "dose", (1, 1)),
    "duloxetine": ("duloxetine", 30, None, "mg", "dose", (1, 1)),
    "tricyclic_amitriptyline": ("amitriptyline", 10, None, "mg", "dose", (1, 1)),
    "tricyclic_nortriptyline": ("nortriptyline", 10, 25, "mg", "dose", (1, 1)),
    "venlafaxine": ("venlafaxine", 37.5, None, "mg", "dose", (1, 1)),
    "laxative_senna": ("senna", 2, None, "tablet", "dose", (1, 2)),
    "laxative_macrogol": ("macrogol", 17, None, "g", "day", None),
    "laxative_lactulose": ("lactulose", 15, 30, "mL", "day", None),
    "pamora_naldemedine": ("naldemedine", 0.2, None, "mg", "day", None),
    "naloxone_nasal": ("naloxone", 3, 4, "mg", "dose", None),
    "naloxone_titrated": ("naloxone", 20, None, "mcg", "dose", None),
    "antiemetic_metoclopramide": ("metoclopramide", 10, None, "mg", "dose", (3, 3)),
    "antiemetic_haloperidol": ("haloperidol", 0.5, 1.5, "mg", "dose", None),
    "antiemetic_ondansetron": ("ondansetron", 4, 8, "mg", "dose", None),
    "gastroprotection_omeprazole": ("omeprazole", 20, None, "mg", "day", None),
    "gastroprotection_lansoprazole": ("lansoprazole", 15, 30, "mg", "day", None),
    "gastroprotection_pantoprazole": ("pantoprazole", 20, 40, "mg", "day", None),
    "gastroprotection_esomeprazole": ("esomeprazole", 20, None, "mg", "day", None),
    "calcium": ("calcium_carbonate", 500, 1000, "mg", "day", None),
    "vitamin_d": ("cholecalciferol", 400, 800, "units", "day", None),
}  # fmt: skip

# id: (drug, from which other table)
COMPUTED = {
    "opioid_strong_morphine": ("morphine", "opioid_start"),
    "opioid_strong_oxycodone": ("oxycodone", "opioid_start"),
    "opioid_strong_hydromorphone": ("hydromorphone", "opioid_start"),
    "opioid_strong_fentanyl_patch": ("fentanyl", "opioid_start"),
    "opioid_strong_buprenorphine_patch": ("buprenorphine", "opioid_start"),
    "opioid_breakthrough": (None, "opioid_rescue"),
    "opioid_rotation": (None, "opioid_rotation"),
    "opioid_taper": (None, "opioid_taper"),
    "gabapentin": ("gabapentin", "organs"),
    "pregabalin": ("pregabalin", "organs"),
    "pamora_naloxegol": ("naloxegol", "organs"),
    "pamora_methylnaltrexone": ("methylnaltrexone", "organs"),
    "dexamethasone_mscc": ("dexamethasone", "cord_compression"),
    "steroid_taper": (None, "steroid_taper"),
    "steroid_flare_prophylaxis": ("dexamethasone", "pain_flare"),
    "zoledronic_acid": ("zoledronic_acid", "organs"),
    "denosumab": ("denosumab", "organs"),
    "hypercalcemia_zoledronic_acid": ("zoledronic_acid", "organs"),
    "vte_enoxaparin": ("enoxaparin", "organs"),
    "vte_dalteparin": ("dalteparin", "organs"),
}  # fmt: skip

# Of these a drug was read at most, and no first dose: none may be invented.
NO_FIRST_DOSE = {
    "opioid_weak_tramadol": "tramadol",
    "opioid_weak_codeine": "codeine",
    "paracetamol": "acetaminophen",
    "nsaid_naproxen": "naproxen",
    "nsaid_celecoxib": "celecoxib",
    "nsaid_ibuprofen": "ibuprofen",
    "steroid_short_course": "dexamethasone",
    "pneumocystis_prophylaxis": None,
}
STEPS = {
    "gabapentin": (300, None, (1, 7)),
    "pregabalin": (150, None, (3, 7)),
    "duloxetine": (30, None, (7, 7)),
    "tricyclic_amitriptyline": (10, None, (7, 7)),
    "tricyclic_nortriptyline": (10, 25, (5, 7)),
    "venlafaxine": (75, None, (7, 7)),
}
HIGHEST = {"topical_lidocaine": (3, "plaster"), "laxative_senna": (8, "tablet")}
DAYS = {"duloxetine": 7, "antiemetic_metoclopramide": 5}


def test_no_row_is_without_its_figures_here() -> None:
    assert set(ROWS) == {*FIRST, *COMPUTED, *NO_FIRST_DOSE}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_dose(name: str) -> None:
    drug, low, high, unit, per, times = FIRST[name]
    row = ROWS[name]
    assert row.drug == drug
    assert row.first == Amount(
        low=low, high=high, unit=unit, per=per, times=times, days=DAYS.get(name),
        as_needed=row.intervention in ("naloxone", "opioid_oversedation_reversal"),
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize("name", COMPUTED)
def test_the_table_that_gives_the_dose(name: str) -> None:
    assert (ROWS[name].drug, ROWS[name].by, ROWS[name].first) == (*COMPUTED[name], None)


@pytest.mark.parametrize("name", NO_FIRST_DOSE)
def test_no_first_dose_where_none_was_read(name: str) -> None:
    row = ROWS[name]
    assert (row.drug, row.first, row.by) == (NO_FIRST_DOSE[name], None, None)


def test_steps_and_ceilings() -> None:
    steps: dict[str, Any] = {one.id: one.step for one in ROWS.values() if one.step}
    assert {name: (one.low, one.high, one.after_days) for name, one in steps.items()} == STEPS
    found = {one.id: one.highest for one in ROWS.values() if one.highest}
    assert {name: (one.dose, one.unit) for name, one in found.items()} == HIGHEST


def test_a_ceiling_stands_in_one_table_only() -> None:
    elsewhere = {drug for one in KNOWLEDGE.tables["ceilings"].values() for drug in one.drugs}
    assert not {ROWS[name].drug for name in HIGHEST} & elsewhere


def test_forms_and_routes_are_those_of_the_phrases() -> None:
    from backstay.knowledge.tables.phrases import ROUTES

    forms = set(KNOWLEDGE.tables["medicine_forms"])
    assert {one.form for one in ROWS.values()} <= {None, *forms}
    assert {one.route for one in ROWS.values()} <= {None, *ROUTES}


def test_every_option_with_a_drug_in_pain_has_a_regimen() -> None:
    """What an intervention without one would propose is not known, and that is said here on purpose."""
    of_pain = {one.id for one in KNOWLEDGE.interventions.values() if one.modality == "pain"}
    assert of_pain - {one.intervention for one in ROWS.values()} == {
        "interventional_pain", "glucose_monitoring",
    }  # fmt: skip
