"""The list of a case: fields, whole lines in `drug`, and both together only where they agree."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.lines import read_lines
from backstay.medicines.reading.listed import as_entry, listed

KNOWLEDGE = load_knowledge()


def one(**entry: Any) -> Line:
    found = listed([entry], KNOWLEDGE)
    assert not found.unread
    return found.lines[0]


def test_fields_are_read_like_words() -> None:
    line = one(
        drug="Morphine",
        form="MR tablet",
        dose=30.0,
        unit="milligrams",
        route="po",
        per_day=2.0,
        days=8.0,
    )
    assert (line.drug, line.form, line.route, line.unit) == (
        "morphine",
        "modified_release",
        "oral",
        "mg",
    )
    assert (line.dose, line.per_day, line.days) == ((30.0, 30.0), (2.0, 2.0), 8.0)
    assert line.text == (
        "drug: Morphine, form: MR tablet, dose: 30.0, unit: milligrams, route: po, per_day: 2.0, days: 8.0"
    )


def test_a_drug_alone_is_a_line_without_a_dose() -> None:
    assert one(drug="morphine") == Line(drug="morphine", text="morphine")
    assert one(drug="morphine", per_day=3.0).per_day == (3.0, 3.0)
    assert one(drug="fentanyl patch").form == "patch"
    assert one(drug="oxycodone 5 mg").per_day is None


def test_a_range_a_patch_and_what_was_taken() -> None:
    line = one(
        drug="oxycodone",
        dose=5.0,
        dose_up_to=10.0,
        unit="mg",
        every_hours=4.0,
        as_needed=True,
        taken_per_day=0.0,
    )
    assert (line.dose, line.per_day, line.as_needed, line.taken_per_day) == (
        (5.0, 10.0),
        (6.0, 6.0),
        True,
        0.0,
    )
    patch = one(drug="fentanyl", dose=25.0, unit="mcg/h", every_hours=72.0)
    assert (patch.form, patch.route, patch.every_hours) == ("patch", "transdermal", 72.0)


def test_as_needed_with_hours_and_times_is_what_is_allowed() -> None:
    line = one(drug="oxycodone", dose=5.0, unit="mg", every_hours=4.0, per_day=4.0, as_needed=True)
    assert (line.every_hours, line.per_day) == (4.0, (4.0, 4.0))
    assert one(drug="oxycodone 5 mg q4h", per_day=4.0, as_needed=True).per_day == (4.0, 4.0)
    assert one(drug="oxycodone 5 mg", per_day=4.0, as_needed=True).per_day == (4.0, 4.0)


def test_rounded_times_of_a_patch_agree_with_its_hours() -> None:
    assert one(
        drug="fentanyl", dose=25.0, unit="mcg/h", every_hours=72.0, per_day=0.333
    ).per_day == (24 / 72, 24 / 72)


def test_a_number_may_be_known_as_an_interval() -> None:
    assert one(drug="oxycodone", dose=5.0, unit="mg", per_day=Interval(2.0, 3.0)).per_day == (
        2.0,
        3.0,
    )


def test_fields_that_agree_with_a_whole_line_are_one() -> None:
    whole = "oxycodone MR 20 mg twice a day"
    assert one(drug=whole, route="oral", form="modified_release", per_day=2.0).per_day == (2.0, 2.0)


def test_no_field_holds_a_range_of_times() -> None:
    (line,) = read_lines("oxycodone 5 mg every 4 to 6 hours", KNOWLEDGE).lines
    assert as_entry(line) == {"drug": "oxycodone 5 mg every 4 to 6 h"}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({}, "no drug"),
        ({"dose": 5.0, "unit": "mg"}, "no drug"),
        ({"drug": "green pill"}, "'green' is not known as a drug"),
        ({"drug": "morphine stopped"}, "'stopped' is not understood"),
        ({"drug": "oxycodone 5 a day"}, "no dose"),
        ({"drug": "oxycodone up to 4 times a day"}, "no dose"),
        ({"drug": "oxycodone 2 x 5 mg"}, "an amount times a number"),
        (
            {"drug": "oxycodone 5 mg", "dose": 5.0, "unit": "mg"},
            "a dose in the text and in the fields",
        ),
        ({"drug": "oxycodone", "dose": 5.0}, "a dose without its unit, or a unit without its dose"),
        (
            {"drug": "oxycodone", "unit": "mg"},
            "a dose without its unit, or a unit without its dose",
        ),
        (
            {"drug": "oxycodone", "dose_up_to": 5.0},
            "a dose without its unit, or a unit without its dose",
        ),
        (
            {"drug": "oxycodone", "dose": 0.0, "unit": "mg"},
            "a dose of zero or less, or a range from high to low",
        ),
        (
            {"drug": "oxycodone", "dose": -5.0, "unit": "mg"},
            "a dose of zero or less, or a range from high to low",
        ),
        ({"drug": "oxycodone", "dose": 10.0, "dose_up_to": 5.0, "unit": "mg"}, "from high to low"),
        ({"drug": "oxycodone", "dose": 5.0, "unit": "tablets"}, "'tablets' is not known as a unit"),
        ({"drug": "oxycodone", "dose": 5.0, "unit": "mg/kg"}, "'mg/kg' is not known as a unit"),
        ({"drug": "oxycodone", "form": "wafer"}, "'wafer' is not known as a form"),
        ({"drug": "oxycodone", "form": ""}, "'' is not known as a form"),
        ({"drug": "oxycodone", "route": "by air"}, "'by air' is not known as a route"),
        ({"drug": "oxycodone", "route": "twice a day"}, "'twice a day' is not known as a route"),
        (
            {"drug": "oxycodone MR", "route": "intravenous"},
            "modified_release by the route intravenous",
        ),
        ({"drug": "oxycodone MR", "form": "immediate_release"}, "two forms or two routes"),
        ({"drug": "oxycodone 5 mg bd", "per_day": 3.0}, "two frequencies that differ"),
        ({"drug": "oxycodone", "dose": 5.0, "unit": "mg", "per_day": 0.0}, "a frequency of zero"),
        (
            {"drug": "oxycodone", "dose": 5.0, "unit": "mg", "every_hours": 0.0},
            "a frequency of zero",
        ),
        (
            {"drug": "oxycodone", "every_hours": 4.0, "per_day": 0.0, "as_needed": True},
            "a limit of 0 times",
        ),
        ({"drug": "oxycodone 5 mg bd for 3 days", "days": 5.0}, "two statements of days"),
        (
            {"drug": "fentanyl", "form": "patch", "dose": 25.0, "unit": "mg"},
            "mg does not fit patch",
        ),
    ],
)
def test_an_entry_that_is_not_certain_is_asked(entry: dict[str, Any], problem: str) -> None:
    found = listed([{"drug": "senna"}, entry], KNOWLEDGE)
    assert [line.drug for line in found.lines] == ["senna"]
    (unread,) = found.unread
    assert unread.at == 2 and problem in unread.problem
