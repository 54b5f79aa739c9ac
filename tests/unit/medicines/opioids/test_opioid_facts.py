"""What rules read of opioids: an interval whose upper end is open while something is not known."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from backstay.case import read_case
from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.computed import opioid_facts
from backstay.medicines.reading.listed import listed
from backstay.plan import as_document, assess

KNOWLEDGE = load_knowledge()
MORPHINE = {
    "drug": "morphine",
    "route": "oral",
    "dose": 30.0,
    "unit": "mg",
    "per_day": 2.0,
    "days": 9.0,
}
RESCUE = {"drug": "oxycodone", "dose": 5.0, "unit": "mg", "per_day": 6.0, "as_needed": True}
PATCH = {
    "drug": "buprenorphine",
    "form": "patch",
    "dose": 20.0,
    "unit": "mcg/h",
    "every_hours": 168.0,
}


def asked(
    name: str, *entries: dict[str, Any], known: bool | None = True, knowledge: Any = KNOWLEDGE
) -> Any:
    facts = {"medicines": entries, "medicines_known": known}
    return opioid_facts(knowledge)[f"medicines.{name}"](facts)


@pytest.mark.parametrize(
    ("entries", "known", "want"),
    [
        ([MORPHINE], True, 60.0),
        ([MORPHINE, RESCUE], True, Interval(60.0, 105.0)),
        ([MORPHINE, {"drug": "ibuprofen"}], True, 60.0),
        ([], True, 0.0),
        ([{"drug": "ibuprofen"}], True, 0.0),
        ([MORPHINE], None, Interval(60.0, inf)),
        ([MORPHINE], False, Interval(60.0, inf)),
        ([MORPHINE, PATCH], True, Interval(60.0, inf)),
        ([MORPHINE, {"drug": "green pill"}], True, Interval(60.0, inf)),
        ([MORPHINE, {"drug": "oxycodone"}], True, Interval(60.0, inf)),
        ([MORPHINE, {"drug": "ibuprofen", "dose": 4.0, "unit": "mcg/h"}], True, 60.0),
        ([RESCUE], None, None),
        ([PATCH], True, None),
        ([], None, None),
        ([{"drug": "green pill"}], True, None),
    ],
)
def test_the_daily_equivalent(entries: list[dict[str, Any]], known: bool | None, want: Any) -> None:
    assert asked("daily_morphine_equivalent", *entries, known=known) == want


@pytest.mark.parametrize(
    ("entries", "known", "want"),
    [
        ([MORPHINE], None, True),
        ([{**MORPHINE, "days": 3.0}], True, False),
        ([{**MORPHINE, "days": 3.0}], None, None),
        ([{**MORPHINE, "days": None}], True, None),
        ([], True, False),
        ([{"drug": "green pill"}], True, None),
        ([{"drug": "ibuprofen", "dose": 4.0, "unit": "mcg/h"}], True, False),
        ([PATCH], True, False),  # less than 60 mg by each set that counts it
        ([{**PATCH, "dose": 52.5}], True, None),
    ],
)
def test_tolerance(entries: list[dict[str, Any]], known: bool | None, want: Any) -> None:
    assert asked("opioid_tolerant", *entries, known=known) is want


def test_without_a_list_nothing_is_known() -> None:
    for function in opioid_facts(KNOWLEDGE).values():
        assert function({"medicines_known": True}) is None


def test_the_switch_chooses_the_factors() -> None:
    tapentadol = {"drug": "tapentadol", "dose": 100.0, "unit": "mg", "per_day": 2.0}
    assert asked("daily_morphine_equivalent", tapentadol) == 80
    other = replace(KNOWLEDGE, chosen={**KNOWLEDGE.chosen, "opioid_factors": "heal"})
    assert asked("daily_morphine_equivalent", tapentadol, knowledge=other) == 60


def test_one_list_is_read_once_for_both_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    from backstay.medicines.opioids import computed

    read: list[Any] = []
    monkeypatch.setattr(
        computed,
        "listed",
        lambda entries, knowledge: read.append(entries) or listed(entries, knowledge),
    )
    functions = opioid_facts(KNOWLEDGE)
    facts = {"medicines": (MORPHINE,), "medicines_known": True}
    for function in (*functions.values(), *functions.values()):
        function(facts)
    assert len(read) == 1
    functions["medicines.opioid_tolerant"]({"medicines": (RESCUE,)})
    assert len(read) == 2


def test_an_assessment_writes_the_open_end_as_null() -> None:
    entry = {"drug": "morphine", "route": "oral", "dose": "30", "unit": "mg", "per_day": "2"}
    case = read_case({"as_of": "2026-03-14", "patient": {"medicines": [entry]}}, KNOWLEDGE.facts)
    document = as_document(assess(case, KNOWLEDGE, what_if=False))
    assert document["definitions"]["patient"]["daily_morphine_equivalent"] == [60, None]
