"""A small knowledge and one hand-made assessment, so that these tests do not move with the rules."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backstay.case.facts import Fact, Vocabulary
from backstay.knowledge.entries import (
    Band,
    Checked,
    Definition,
    Intervention,
    Item,
    Score,
    Setting,
    Source,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
READ = Checked(status="primary", read="abstract", on="2026-11-23")


@dataclass(frozen=True)
class Small:
    """The part of knowledge that presenting reads."""

    facts: Vocabulary
    interventions: dict[str, Intervention] = field(default_factory=dict)
    evidence: dict[str, Source] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)


def _facts(scope: Any, labels: dict[str, str], **more: Any) -> dict[str, Fact]:
    return {
        name: Fact(
            id=name, scope=scope, kind="choice", label=label, asks=f"What of {label}?", **more
        )
        for name, label in labels.items()
    }


def _numbers(*entries: tuple[str, str, str]) -> dict[str, Fact]:
    return {
        name: Fact(id=name, kind="number", label=label, asks=f"What is the {label}?", unit=unit)
        for name, label, unit in entries
    }


PATIENT = {
    "sex": "sex",
    "primary": "primary tumor",
    "histology": "histology",
    "ecog": "ECOG",
    "visceral_metastases": "visceral metastases",
    "comorbidities": "other illness",
    "goal": "goal",
    "accepts_surgery": "accepts surgery",
    "fit_for_surgery": "fit for surgery",
    "motor_power_worst": "weakest key muscle",
    "gait_disturbance": "unsteady walking",
    "sphincter_dysfunction": "new bladder or bowel change",
    "wants_prognosis": "wants a prognosis",
    "current_systemic_therapy": "systemic drugs",
    "bone_metastases_multiple": "several bone metastases",
    "limb_weakness": "weak limbs",
}
LESION = {
    "level": "level",
    "to_level": "last level",
    "pain": "pain",
    "bone": "bone",
    "alignment": "alignment",
    "collapse": "collapse",
    "posterolateral": "posterolateral involvement",
    "escc": "ESCC grade",
    "cauda_compression": "cauda compression",
    "prior_radiation": "earlier radiation",
    "hypervascular": "vessels in the lesion",
    "symptomatic": "symptoms from the lesion",
}
NUMBERS = (
    ("age", "age", "a"),
    ("platelets", "platelets", "10*9/L"),
    ("glucose", "glucose", "mg/dL"),
    ("albumin", "albumin", "g/dL"),
    ("ldh", "LDH", "U/L"),
    ("metastases_total", "number of metastases", "1"),
    ("hours_since_complete_paralysis", "hours since complete paralysis", "h"),
    ("expected_survival_months", "expected survival", "mo"),
)
SOURCES = {
    "noms-2010": ("NOMS 2010", "primary"),
    "patchell-2005": ("Patchell 2005", "primary"),
    "astro-2024": ("ASTRO 2024", "secondary"),
    "limburg-2023": ("Limburg 2023", "primary"),
    "al-omair-2013": ("Al-Omair 2013", "primary"),
    "bmc-surg-2021": ("BMC Surgery 2021", "primary"),
    "hui-2016": ("Hui 2016", "primary"),
    "ryu-2010": ("Ryu 2010", "primary"),
    "sc24-2021": ("SC.24", "unverified"),
    "nass-2025": ("NASS 2025", "primary"),
    "gong-2021": ("Gong 2021", "primary"),
    "fisher-2010": ("Fisher 2010", "primary"),
    "nice-ng234": ("NICE NG234", "secondary"),
    "tomita-2001": ("Tomita 2001", "primary"),
}
SINS_ITEMS = (
    Item(fact="level", label="Location", value="0", range=(0, 3)),
    Item(fact="pain", label="Pain", points={"none": 0, "non_mechanical": 1, "mechanical": 3}),
    Item(fact="bone", label="Bone", points={"blastic": 0, "mixed": 1, "lytic": 2}),
    Item(
        fact="alignment", label="Alignment", points={"normal": 0, "deformity": 2, "subluxation": 4}
    ),
    Item(fact="collapse", label="Collapse", points={"none": 0, "under_half": 2, "over_half": 3}),
    Item(fact="posterolateral", label="Posterolateral", points={"none": 0, "bilateral": 3}),
)


def _score(name: str, title: str, *, prognostic: bool, **more: Any) -> Score:
    return Score(
        id=name,
        title=title,
        measures="survival" if prognostic else "stability",
        prognostic=prognostic,
        higher="worse",
        population="People like those it was made with",
        evidence=("fisher-2010",),
        checked=READ,
        **more,
    )


SINS = _score(
    "sins",
    "Spinal Instability Neoplastic Score",
    prognostic=False,
    scope="lesion",
    range=(0, 18),
    items=SINS_ITEMS,
    bands=(
        Band(id="stable", label="stable", min=0, max=6),
        Band(id="potentially_unstable", label="potentially unstable", min=7, max=12),
        Band(id="unstable", label="unstable", min=13, max=18),
    ),
)


def _definition(name: str, label: str, **more: Any) -> Definition:
    return Definition(id=name, label=label, scope="lesion", kind="choice", value="'x'", **more)


def _small() -> Small:
    vocabulary = Vocabulary(
        patient=_facts("patient", PATIENT) | _numbers(*NUMBERS),
        lesion=_facts("lesion", LESION),
    )
    sources = {
        name: Source(
            id=name, citation=f"Citation of {short}", short=short, read="abstract", status=status
        )  # type: ignore[arg-type]
        for name, (short, status) in SOURCES.items()
    }
    lists = {"ao": "radiosensitivity_ao", "makita2022": "radiosensitivity_makita"}
    return Small(
        facts=vocabulary,
        interventions={
            "separation_surgery": Intervention(
                id="separation_surgery",
                modality="surgery",
                title="Separation surgery",
                owner="spine_surgeon",
            )
        },
        evidence=sources,
        scores={
            "sins": SINS,
            "tomita": _score("tomita", "Tomita score", prognostic=True),
            "mfi5": _score("mfi5", "Modified frailty index, 5 items", prognostic=False),
        },
        settings={
            "radiosensitivity_list": Setting(
                id="radiosensitivity_list",
                values=("ao", "makita2022"),
                default="ao",
                label="radiosensitivity list",
                note="",
                alternatives=lists,
            )
        },
        definitions={
            "radiosensitivity": _definition("radiosensitivity", "answer to conventional dose"),
            "radiosensitivity_ao": _definition("radiosensitivity_ao", "AO list", checked=READ),
            "radiosensitivity_makita": _definition(
                "radiosensitivity_makita", "Makita list", checked=READ
            ),
            "deficit": Definition(
                id="deficit", kind="yes_no", label="a neurological deficit", value="x"
            ),
            "egfr": Definition(
                id="egfr", kind="number", label="eGFR", unit="mL/min/{1.73_m2}", value="1"
            ),
        },
    )


@pytest.fixture(scope="session")
def knowledge() -> Small:
    return _small()


@pytest.fixture
def assessment() -> dict[str, Any]:
    text = (FIXTURES / "assessment-t8-renal.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
