"""Tolerant by the label: every row of it, the seven days, and what leaves it open."""

from __future__ import annotations

from typing import Any

import pytest
from opioid_lines import line

from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.opioids.tolerance import tolerant

KNOWLEDGE = load_knowledge()
PATCH: dict[str, Any] = {"unit": "mcg/h", "form": "patch", "route": "transdermal"}
# The label: a dose of a day for at least a week.
LABELED: dict[str, tuple[float, dict[str, Any]]] = {
    "morphine": (60, {"route": "oral"}),
    "oxycodone": (30, {"route": "oral"}),
    "hydromorphone": (8, {"route": "oral"}),
    "fentanyl": (25, PATCH),
    "oxymorphone": (25, {"route": "oral"}),
}


def told(*lines: Line, complete: bool | None = True) -> bool | None:
    return tolerant(lines, complete, KNOWLEDGE)


@pytest.mark.parametrize("drug", LABELED)
def test_a_row_of_the_label(drug: str) -> None:
    dose, how = LABELED[drug]
    assert told(line(drug, dose, 1, days=7.0, **how), complete=None) is True
    assert told(line(drug, dose * 0.99, 1, days=7.0, **how)) is False
    assert told(line(drug, dose * 0.99, 1, days=7.0, **how), complete=None) is None
    assert told(line(drug, dose, 1, days=6.0, **how)) is False
    assert told(line(drug, dose, 1, **how)) is None  # for how long?


def test_the_knowledge_names_no_other_dose() -> None:
    entry = KNOWLEDGE.tables["tolerances"]["label_tolerance"]
    assert {one.drug: one.dose for one in entry.doses} == {k: v[0] for k, v in LABELED.items()}
    assert entry.days == 7 and entry.morphine == 60


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (
            [line("morphine", 20, 2, days=9.0), line("morphine", 20, 1, days=9.0, route="oral")],
            True,
        ),
        ([line("morphine", 30, 2, days=30.0)], True),  # by mouth at least
        ([line("morphine", 20, 2, days=30.0)], None),  # more, if it is injected
        ([line("morphine", 10, 2, days=30.0, route="intravenous")], None),
        ([line("oxycodone", 5, 2, days=30.0)], False),
        ([line("morphine", 10, 6, days=30.0, route="oral", as_needed=True)], None),
        ([line("morphine", 10, 5, days=30.0, route="oral", as_needed=True)], False),
        ([line("morphine", 10, 6, days=30.0, as_needed=True, taken_per_day=6.0)], True),
        ([line("morphine", 10, 6, days=30.0, route="oral", taken_per_day=5.0)], False),
        ([line("morphine", days=30.0, route="oral")], None),
        ([line("morphine", 10, 1, "mL", days=30.0, route="oral")], None),
        # A half of each: an equal dose, which the label does not work out.
        (
            [
                line("morphine", 30, 1, days=9.0, route="oral"),
                line("oxycodone", 15, 1, days=9.0),
            ],
            None,
        ),
        ([line("tramadol", 50, 4, days=30.0)], False),
        ([line("tramadol", 100, 4, days=30.0)], None),
        ([line("methadone", 5, 1, days=30.0, route="oral")], False),
        ([line("methadone", 5, 1, days=30.0)], None),
        ([line("methadone", 20, 1, days=30.0, route="oral")], None),
        ([line("alfentanil", 1, 1, days=30.0, route="subcutaneous")], None),
        ([line("ibuprofen", 400, 3, days=30.0)], False),
        ([line("green pill", 1, 3, route="oral")], None),
        ([], False),
    ],
)
def test_what_the_label_says_of_a_list(lines: list[Line], want: bool | None) -> None:
    assert told(*lines) is want
    assert told(*lines, complete=None) is (True if want else None)
