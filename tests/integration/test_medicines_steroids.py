"""`backstay medicines steroid | taper | instrument | response` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASE = """
as_of: 2026-03-14
patient: {primary: breast, steroid_days: 30, medicines: [], comorbidities: [diabetes]}
"""


@pytest.fixture
def long_course(tmp_path: Path) -> str:
    path = tmp_path / "long.yaml"
    path.write_text(CASE)
    return str(path)


def document(run: Any, *arguments: str) -> Any:
    status, out, err = run("medicines", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    ("line", "to", "dose"),
    [
        ("dexamethasone 16 mg daily", "prednisone", 106.7),
        ("dexamethasone 4 mg twice a day", "prednisone", 53.3),
        ("dexamethasone 16 mg", "prednisone", 106.7),
        ("hydrocortisone 20 mg od", "Prednisolone", 5.0),
    ],
)
def test_a_steroid_in_terms_of_another(run: Any, line: str, to: str, dose: float) -> None:
    found = document(run, "steroid", line, to)
    assert round(found["dose"], 1) == dose
    assert (found["to"], found["unit"]) == (to.casefold(), "mg")


def test_a_range_stays_one_and_sources_are_told(run: Any) -> None:
    found = document(run, "steroid", "dexamethasone 4 mg bd prn", "dexamethasone")
    assert found["dose"] == [0, 8]
    assert found["checked"] == "secondary"
    assert found["evidence"]


def test_a_case_says_the_rest(run: Any, long_course: str) -> None:
    found = document(run, "steroid", "dexamethasone 4 mg daily", "--case", long_course)
    starts = {one["id"]: one["truth"] for one in found["starts"]}
    assert starts["pneumocystis"] == starts["glucose_with_diabetes"] == "true"
    assert starts["stomach"] == "unknown"


def test_the_text_names_figure_spread_and_what_to_ask(run: Any) -> None:
    status, out, _ = run(
        "medicines", "steroid", "dexamethasone phosphate 4 mg iv od", "hydrocortisone"
    )
    assert status == 0
    assert "88 mg of hydrocortisone a day" in out
    assert "Salt: 4 mg" in out
    assert "Now: " in out
    assert "Ask days on a steroid" in out


def test_no_figure_is_an_answer(run: Any) -> None:
    assert document(run, "steroid", "deflazacort 6 mg od")["dose"] is None
    _, out, _ = run("medicines", "steroid", "deflazacort 6 mg od")
    assert out.startswith("No conversion")


def test_a_taper_day_by_day(run: Any) -> None:
    found = document(
        run, "taper", "dexamethasone 16 mg daily", "--days", "10", "--start", "2026-03-14"
    )
    assert [one["daily_dose"] for one in found["steps"]] == [8, 4, 2, 1, 0.5]
    assert (found["days"][0]["date"], found["ends_on"]) == ("2026-03-14", "2026-03-29")
    assert found["checked"] == "unverified"


def test_a_taper_after_cord_compression(run: Any) -> None:
    found = document(
        run, "taper", "dexamethasone 8 mg bd", "--days", "5", "--reason", "cord_compression"
    )
    assert [one["dose"] for one in found["days"]] == [14, 12, 10, 8, 6, 4, 2]


def test_the_days_may_stand_on_the_line_or_in_the_case(run: Any, long_course: str) -> None:
    on_line = document(run, "taper", "dexamethasone 16 mg od for 12 days")
    assert on_line["taper"] == "steroid_halved_step_by_step"
    in_case = document(run, "taper", "dexamethasone 16 mg od", "--case", long_course)
    assert in_case["taper"] == "steroid_ended_slowly"
    _, out, _ = run("medicines", "taper", "dexamethasone 16 mg od", "--case", long_course)
    assert "none, only after what is checked below" in out


def test_unknown_days_are_asked(run: Any) -> None:
    found = document(run, "taper", "dexamethasone 16 mg daily")
    assert (found["days"], found["check_first"]) == ([], ["steroid_days"])
    status, out, _ = run("medicines", "taper", "dexamethasone 16 mg daily")
    assert (status, "Ask: days on a steroid" in out) == (0, True)


def test_a_taper_in_words(run: Any) -> None:
    _, out, _ = run("medicines", "taper", "gabapentin 600 mg tds")
    assert "from day 1: 1600 mg" in out
    _, out, _ = run(
        "medicines", "taper", "dexamethasone 8 mg od", "--days", "3", "--start", "2026-03-14"
    )
    assert "from day 1 (2026-03-14): none\n" in out


def test_an_opioid_goes_down_by_its_own_rules(run: Any) -> None:
    found = document(run, "taper", "morphine MR 60 mg bd", "--days", "60")
    assert [one["daily_dose"] for one in found["steps"]] == sorted(
        (one["daily_dose"] for one in found["steps"]), reverse=True
    )
    status, out, _ = run("medicines", "taper", "morphine MR 60 mg bd", "--days", "60")
    assert (status, "from day 1: " in out) == (0, True)
    _, out, _ = run("medicines", "taper", "fentanyl patch 25 mcg/h every 72 h")
    assert out.startswith("No way down")


def test_an_instrument_by_its_items(run: Any) -> None:
    found = document(run, "instrument", "phq9", "--items", "1,2,0,1,0,0,?,0,1")
    assert found["parts"][0]["value"] == [5, 8]
    assert found["facts"] == {"suicidal_thoughts": True}
    assert found["missing"] == ["concentration"]
    _, out, _ = run("medicines", "instrument", "esas_r", "--items", "7,,,,,,,,")
    assert "University of Alberta" in out
    assert "pain: severe" in out


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        ("6,60", "4,60", "partial"),
        ("6,60", "8,80", "indeterminate"),
        ("6,0", "6,10", "progression"),
        ("6,60", "0,40-60", "complete"),
        ("6,60", "?,60", None),
        ("6,?", "4,60", None),
    ],
)
def test_the_answer_of_pain(run: Any, before: str, after: str, answer: str | None) -> None:
    found = document(run, "response", "--before", before, "--after", after)
    assert found["response"] == answer
    assert bool(found["missing"]) is (answer is None)


def test_the_answer_in_words(run: Any) -> None:
    _, out, _ = run("medicines", "response", "--before", "6,60", "--after", "4,60")
    assert out.startswith("partial\n")
    _, out, _ = run("medicines", "response", "--before", "6,60", "--after", "4,?")
    assert "ask daily_morphine_equivalent" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("steroid", "dexamethasone -4 mg daily", "prednisone"), "1: "),
        (("steroid", "dexamethasone daily", "prednisone"), "dose"),
        (("steroid", "dexamethasone 4 mg od; prednisone 5 mg od", "prednisone"), "holds 2 drugs"),
        (("steroid", "dexamethasone 4 mg od", "ibuprofen"), "expected one of"),
        (("steroid", "morphine 4 mg od", "prednisone"), "not a steroid"),
        (("steroid", "green pill 4 mg od", "prednisone"), "green"),
        (("taper", "dexamethasone 16 mg", "--days", "4"), "how often"),
        (("taper", "dexamethasone 4-8 mg od", "--days", "4"), "not a range"),
        (("taper", "dexamethasone 8 mg od", "--days", "-4"), "days cannot be"),
        (("taper", "dexamethasone 8 mg od", "--days", "4", "--start", "soon"), "--start soon"),
        (("taper", "dexamethasone 8 mg od", "--days", "4", "--reason", "x"), "not a reason"),
        (("taper", "ibuprofen 400 mg tds", "--days", "4"), "no way down"),
        (("instrument", "phq2", "--items", "1,2,3"), "phq2 has 2 items"),
        (("instrument", "phq2", "--items", "1,x"), "'x' is no number"),
        (("instrument", "phq2", "--items", "-1,0"), "interest: -1"),
        (("instrument", "phq3", "--items", "1"), "expected one of"),
        (("response", "--before", "11,60", "--after", "4,60"), "pain before: 11"),
        (("response", "--before", "6,60", "--after", "-1,60"), "pain after: -1"),
        (("response", "--before", "6", "--after", "4,60"), "--before 6"),
        (("response", "--before", "6,60", "--after", "4,6o"), "is no number"),
    ],
)
def test_bad_input_is_refused_whole(run: Any, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = run("medicines", *arguments, "--format", "json")
    assert (status, out) == (2, "")
    assert said in err
