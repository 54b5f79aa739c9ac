"""`backstay medicines mme` as a person uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest


def told(run: Any, *arguments: str) -> dict[str, Any]:
    status, out, err = run("medicines", "mme", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def test_one_line_is_one_number(run: Any) -> None:
    document = told(run, "morphine 30 mg twice a day")
    assert document["total_mme"] == 60 and document["factor_set"] == "cdc2022"
    (one,) = document["lines"]
    assert (one["drug"], one["daily_dose"], one["unit"], one["factor"], one["mme"]) == (
        "morphine", 60, "mg", 1, 60,
    )  # fmt: skip
    assert "morphine: the route was not said; counted as by mouth" in document["warnings"]


def test_as_needed_gives_both_ends(run: Any) -> None:
    document = told(
        run, "oxycodone MR 20 mg twice a day; oxycodone 5 mg q4h prn; ibuprofen 400 mg tds"
    )
    assert document["total_mme"] == [60, 105] and document["at_least"] == 60
    assert document["lines"][1]["daily_dose"] == [0, 30]
    assert document["not_opioids"] == ["ibuprofen 400 mg tds"]


def test_another_set_of_factors(run: Any) -> None:
    line = "hydromorphone 4 mg po qds; methadone 20.5 mg po once a day"
    assert told(run, line)["total_mme"] == 176.35
    document = told(run, line, "--factors", "cdc2016")
    assert document["total_mme"] == 64 + 164 and document["factor_set"] == "cdc2016"
    assert [one["factor"] for one in document["lines"]] == [4, 8]


def test_an_opioid_without_a_factor_leaves_no_total(run: Any) -> None:
    document = told(
        run, "oxycodone MR 20 mg twice a day; buprenorphine patch 10 mcg/h every 7 days"
    )
    assert document["total_mme"] is None and document["at_least"] == 60
    assert "partial agonist" in document["refused"][0]
    assert document["lines"][1]["mme"] is None and "partial" in document["lines"][1]["why_not"]


def test_what_is_not_known_is_asked(run: Any) -> None:
    document = told(run, "fentanyl 100 mcg 4 times a day")
    assert document["total_mme"] is None
    assert document["questions"] == ["fentanyl: by which route is it given?"]
    assert document["lines"][0]["why_not"] == "by which route is it given?"


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("morphine 10 mg po q4h prn (3/day)", "30 mg morphine equivalent a day by CDC 2022"),
        ("fentanyl patch 25 mcg/h every 72 h", "25 mcg/h x 2.4 = 60"),
        ("buprenorphine patch 10 mcg/h every 7 days", "No total by CDC 2022: at least 0 mg"),
        ("buprenorphine patch 10 mcg/h every 7 days", "10 mcg/h, not counted"),
        ("fentanyl 100 mcg 4 times a day", "Ask: fentanyl: by which route is it given?"),
        ("ibuprofen 400 mg tds", "not an opioid: ibuprofen 400 mg tds"),
        ("morphine 30 mg po bd", "[primary: CDC 2022]"),
    ],
)
def test_the_text_says_how_it_was_counted(run: Any, line: str, want: str) -> None:
    status, out, err = run("medicines", "mme", line)
    assert (status, err) == (0, "") and want in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mrophine 30 mg bd; fentanyl patch 25 mg",), ["1: mrophine 30 mg bd", "2: fentanyl patch 25 mg"]),
        (("morphine 30 mg bd; green pill",), ["2: green pill"]),
        (("-5 mg morphine bd",), ["1: -5 mg morphine bd"]),
        ((" ; ",), ["no medicine is named"]),
        (("morphine 30 mg bd", "--factors", "cdc2019"), ["--factors", "cdc2022, cdc2016, heal"]),
    ],
)  # fmt: skip
def test_bad_input_is_refused_whole(run: Any, arguments: tuple[str, ...], said: list[str]) -> None:
    status, out, err = run("medicines", "mme", *arguments, "--format", "json")
    assert status == 2 and out == ""
    assert all(one in err for one in said)


def test_a_local_protocol_may_choose_the_factors(run: Any, tmp_path: Any) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(
        "overlay: ours\nowner: pain service\nreason: research\non: 2026-11-23\n"
        "settings: {opioid_factors: heal}\n"
    )
    document = told(run, "tapentadol 100 mg bd", "--overlay", str(overlay))
    assert document["total_mme"] == 60 and document["factor_set"] == "heal"
