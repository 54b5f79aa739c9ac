"""`backstay dose cumulative` and `dose available` as a person uses them."""

from __future__ import annotations

import json
from typing import Any

import pytest


def document(run: Any, *arguments: str) -> Any:
    status, out, err = run("dose", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def text(run: Any, *arguments: str) -> str:
    status, out, err = run("dose", *arguments)
    assert (status, err) == (0, "")
    return str(out)


@pytest.mark.parametrize(
    ("courses", "total", "met"),
    [
        (("30/10@14mo", "9/1"), 62.25, [True, True, True, True]),
        (("50/25@14mo", "12.2/2"), 74.705, [True, False, True, True]),
        (("20/5@14mo", "14/1"), 86, [False, False, False, True]),
        (("30/10", "9/1"), 62.25, [True, True, True, None]),
        (("30/10@3mo", "9/1"), 62.25, [True, True, True, False]),
        (("24/2@14mo", "9/1"), 108.75, [None, None, None, None]),
    ],
)
def test_the_sum_and_each_limit(
    run: Any, courses: tuple[str, ...], total: float, met: list[Any]
) -> None:
    found = document(run, "cumulative", *courses, "--tissue", "thecal_sac")
    assert found["eqd2_total"] == total
    assert [one["id"] for one in found["rules"]] == [
        "sbrt_eqd2", "cumulative_eqd2", "sbrt_share", "interval_months"
    ]  # fmt: skip
    assert [one["met"] for one in found["rules"]] == met
    assert [one["limit"] for one in found["rules"]] == [25, 70, 0.5, 5]
    assert [one["planned"] for one in found["courses"]] == [False, True]
    assert set(found["other_rules"]) == {"nieder2006"}
    assert [one["of"] for one in found["series"]].count("animals") == 2


def test_numbers_of_one_course(run: Any) -> None:
    first, second = document(run, "cumulative", "30/10@14mo", "9/1")["courses"]
    assert (first["dose"], first["fractions"], first["eqd2"], first["months_ago"]) == (
        30,
        10,
        37.5,
        14,
    )
    assert (second["eqd2"], second["months_ago"]) == (24.75, None)


def test_the_share_of_the_published_example(run: Any) -> None:
    rules = document(run, "cumulative", "30/10@14mo", "9/1")["rules"]
    assert round(rules[2]["value"], 3) == 0.398


def test_a_prescription_is_a_range(run: Any) -> None:
    found = document(run, "cumulative", "30/10@14mo", "9/1", "--prescribed")
    assert found["eqd2_total"] == [62.25, 68.475]
    assert any("110 %" in note for note in found["warnings"])


def test_a_prescription_of_sbrt_gives_no_sum(run: Any) -> None:
    found = document(run, "cumulative", "24/2@14mo", "--prescribed", "--earlier", "stereotactic")
    assert (found["eqd2_total"], found["courses"][0]["eqd2"]) == (None, None)


def test_recovery_is_asked_for_by_name_and_judges_nothing(run: Any) -> None:
    plain = document(run, "cumulative", "50/25@14mo", "12.2/2")
    asked = document(run, "cumulative", "50/25@14mo", "12.2/2", "--recovery")
    assert plain["with_recovery"] is None
    assert asked["with_recovery"]["eqd2_total"] == 49.705
    assert [one["share_counted"] for one in asked["with_recovery"]["courses"]] == [0.5, 1]
    assert asked["with_recovery"]["evidence"] == ["doi-2021"]
    assert asked["rules"] == plain["rules"]


@pytest.mark.parametrize(
    ("prior", "doses"),
    [
        (("30/10@14mo",), {"1": 9, "2": 12.2, "3": 14.5, "4": 16.3, "5": 17.9}),
        (("50/25@14mo",), {"1": 8, "2": 10.8, "3": 12.7, "4": 14.3, "5": 15.6}),
        (("40/20@30mo", "40/20@14mo"), None),
        (("30/10@3mo",), None),
        (("24/2@14mo",), None),
    ],
)
def test_what_is_available(
    run: Any, prior: tuple[str, ...], doses: dict[str, float] | None
) -> None:
    found = document(run, "available", *(part for one in prior for part in ("--prior", one)))
    assert found["fractions"] == doses
    assert (found["refused"] is None) == (doses is not None)


def test_the_published_row_stands_beside(run: Any) -> None:
    found = document(run, "available", "--prior", "30/10@14mo")
    (row,) = found["published"]
    assert row["fractions"] == {"1": 9, "2": 12.2, "3": 14.5, "4": 16.2, "5": 18}
    assert row["checked"] == "unverified"
    assert found["practice"][0]["fractions"]["5"] == [17.5, 26]


def test_unknown_months_are_a_condition(run: Any) -> None:
    found = document(run, "available", "--prior", "30/10")
    assert found["fractions"]["1"] == 9
    assert "at least 5 months" in found["conditions"][0]


def test_the_text_of_a_sum(run: Any) -> None:
    said = text(run, "cumulative", "50/25@14mo", "12.2/2", "--recovery")
    assert "together: EQD2 74.71 Gy" in said
    assert "not met: all courses together (EQD2): 74.705 Gy; at most 70 Gy" in said
    assert "by a simple rule of recovery" in said
    assert "Nieder 2006" in said
    assert "no more than" in said
    assert "presumed conventional" in said
    assert "Caution:" in said
    assert "Seen: Higher sums without cord damage. None of 32 people" in " ".join(said.split())
    assert "Seen:" not in text(run, "cumulative", "30/10@14mo", "9/1")


def test_the_text_where_something_is_not_known(run: Any) -> None:
    said = text(run, "cumulative", "24/2", "--prescribed")
    assert "24/2, no time told: EQD2 not known" in said or "24/2, planned" in said
    said = text(run, "cumulative", "24/2@9mo", "--prescribed")
    assert "24/2, 9 months ago: EQD2 not known" in said
    assert "together: EQD2 not known" in said
    assert "unknown: " in said
    undated = text(run, "cumulative", "30/10", "9/1", "--tissue", "kidneys")
    assert "30/10, no time told" in undated
    assert "published limits" in undated


def test_the_text_of_what_is_available(run: Any) -> None:
    said = text(run, "available", "--prior", "30/10", "--recovery")
    assert "left for another course, at the maximum of the sac: EQD2 25 Gy" in said
    assert "in 2: 12.2 Gy" in said
    assert "Only: if at least 5 months" in said
    assert "Worked table" in said
    assert "it changes no number" in said
    assert "[unverified: Sahgal 2012, HyTEC 2021, convention" in " ".join(
        said.split()
    )  # presumed conventional
    told = text(run, "available", "--prior", "30/10@14mo", "--earlier", "conventional")
    assert told.rstrip().endswith("[primary: Sahgal 2012, HyTEC 2021]")
    none = text(run, "available", "--prior", "24/2@9mo", "--prescribed", "--recovery")
    assert "a dose not known" in none
    assert "No dose: it is not known" in none


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("cumulative",), ("no course is named",)),
        (("cumulative", "300/10", "x", "--tissue", "soul"), ("300/10", "'x'", "soul")),
        (("cumulative", "30/10@14mo", "--tissue", "kidneys", "--prescribed"), ("--prescribed",)),
        (("available",), ("--prior", "dose limits")),
        (("available", "--prior", "30/0"), ("0 fractions",)),
        (("available", "--prior", "-30/10"), ("a dose of -30 Gy",)),
        (("cumulative", "-3/1", "30/10@-4mo"), ("'-3/1'", "'30/10@-4mo'")),
        (("cumulative", "30/10@14mo", "--earlier", "heroic"), ("heroic",)),
    ],
)
def test_bad_input_is_refused_with_every_problem(
    run: Any, arguments: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    status, out, err = run("dose", *arguments)
    assert (status, out) == (2, "")
    assert all(part in err for part in parts)
