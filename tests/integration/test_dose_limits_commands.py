"""`backstay dose eqd2`, `limits` and `risk` as a person uses them."""

from __future__ import annotations

import json
from typing import Any

import pytest


def told(run: Any, *arguments: str) -> dict[str, Any]:
    status, out, err = run("dose", *arguments, "--format", "json")
    assert (status, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def refused(run: Any, *arguments: str) -> str:
    status, out, err = run("dose", *arguments)
    assert (status, out) == (2, "")
    return str(err)


def test_eqd2(run: Any) -> None:
    document = told(run, "eqd2", "30/10", "--ab", "2")
    assert (document["bed"], document["eqd2"], document["alpha_beta"], document["cautions"]) == (
        75,
        37.5,
        2,
        [],
    )
    assert document["courses"] == [
        {"dose": 30, "fractions": 10, "per_fraction": 3, "bed": 75, "eqd2": 37.5}
    ]
    assert told(run, "eqd2", "37.5/15", "--ab", "10")["bed"] == 46.875


def test_eqd2_of_a_tissue_is_a_range_where_alpha_beta_is(run: Any) -> None:
    document = told(run, "eqd2", "30/10", "8/1", "--tissue", "cauda_equina")
    assert document["eqd2"] == [51, 57.5] and document["alpha_beta"] == [2, 4]
    assert (document["tissue"], document["checked"]) == ("cauda_equina", "secondary")
    assert [one["eqd2"] for one in document["courses"]] == [[35, 37.5], [16, 20]]
    assert [one["id"] for one in document["cautions"]] == ["large_fractions"]


def test_the_same_effect(run: Any) -> None:
    document = told(run, "eqd2", "10/1", "--ab", "2-2", "--into", "2")
    assert document["same_effect"] == {"fractions": 2, "dose": 13.620499}


def test_eqd2_in_text(run: Any) -> None:
    status, out, _ = run("dose", "eqd2", "30/10", "9/1", "--tissue", "thecal_sac")
    assert status == 0 and "together: BED 124.5 Gy, EQD2 62.25 Gy" in out
    assert "by alpha/beta 2 Gy, thecal_sac" in out and "Caution: The linear-quadratic model" in out
    assert out.endswith("[primary: Sahgal 2012, HyTEC 2021]\n")
    _, out, _ = run("dose", "eqd2", "30/10", "--ab", "2", "--into", "5")
    assert (
        out
        == "30/10: BED 75 Gy, EQD2 37.5 Gy\nthe same effect in 5 fractions: 22.84 Gy\nby alpha/beta 2 Gy\n"
    )


def test_eqd2_names_everything_that_is_wrong(run: Any) -> None:
    err = refused(run, "eqd2", "30/0", "nan/3", "1e9/1", "--ab", "-1", "--into", "0")
    for said in (
        "'30/0': 0 fractions",
        "'nan/3': the dose 'nan'",
        "'1e9/1'",
        "alpha/beta '-1'",
        "--into 0:",
        "--into:",
    ):
        assert said in err
    assert "--into 2.5: expected a whole" in refused(
        run, "eqd2", "30/10", "--ab", "2", "--into", "2.5"
    )
    assert "a dose of -30 Gy cannot be" in refused(run, "eqd2", "-30/10", "--ab", "2")
    assert "give one course" in err and "Traceback" not in err


def test_eqd2_wants_an_alpha_beta(run: Any) -> None:
    err = refused(run, "eqd2", "30/10")
    assert "give --ab in Gy, or --tissue with one of spinal_cord, thecal_sac" in err
    assert "give one of them" in refused(
        run, "eqd2", "30/10", "--ab", "2", "--tissue", "spinal_cord"
    )
    err = refused(run, "eqd2", "--tissue", "tail")
    assert "no course is named" in err and "'tail' is no tissue" in err


def test_limits(run: Any) -> None:
    document = told(run, "limits", "--fractions", "3", "--rules", "hytec")
    (one,) = document["limits"]
    assert document["rules"] == "hytec" and document["reason"] is None
    assert (one["organ"], one["metric"], one["limit"], one["unit"]) == (
        "spinal_cord",
        "Dmax",
        20.3,
        "Gy",
    )
    assert (one["measure"], one["upper"], one["checked"]) == ({"point": True}, None, "primary")
    assert told(run, "limits", "--fractions", "1")["limits"][0]["upper"] == 14


def test_limits_that_were_not_read(run: Any) -> None:
    document = told(run, "limits", "--fractions", "4", "--rules", "tg101")
    assert (
        document["limits"] == [] and document["reason"] == "no limit read for 4 fractions in tg101"
    )
    assert "hytec" in document["other_rules"]
    status, out, _ = run("dose", "limits", "--fractions", "10", "--rules", "quantec")
    assert status == 0 and "No rule set has one." in out


def test_limits_in_text(run: Any) -> None:
    _, out, _ = run(
        "dose",
        "limits",
        "--fractions",
        "1",
        "--rules",
        "tg101",
        "--organ",
        "lungs",
        "--organ",
        "esophagus",
    )
    assert "TG-101, report of 2010: limits in 1 fraction" in out
    assert (
        "lungs: at least 1000 cc below 7.4 Gy" in out
        and "esophagus: D0.035cc at most 15.4 Gy" in out
    )
    assert "lets no plan pass or fail" in out and "spinal cord:" not in out
    _, out, _ = run(
        "dose", "limits", "--fractions", "1", "--rules", "practice_compromise", "--organ", "skin"
    )
    assert "Rule sets that have one: tg101, rtog_maxima." in " ".join(out.split())
    _, out, _ = run("dose", "limits", "--fractions", "25", "--rules", "quantec")
    assert "50 Gy (upper end 54), in fractions of at most 2 Gy, risk 0.2 to 1 %" in " ".join(
        out.split()
    )
    _, out, _ = run("dose", "limits", "--fractions", "1", "--rules", "spine_trial_2025")
    said = " ".join(out.split())
    assert "lungs: V20Gy at most 3 % of the volume (upper end 5), each lung" in said
    assert "105 % of the prescription" in said


@pytest.mark.parametrize("fractions", ["0", "-3", "61", "2.5", "nan", "many"])
def test_limits_of_fractions_that_cannot_be(run: Any, fractions: str) -> None:
    refused(run, "limits", "--fractions", fractions)


def test_limits_of_what_is_not_known(run: Any) -> None:
    err = refused(run, "limits", "--fractions", "3", "--rules", "mine", "--organ", "tail")
    assert "'mine' is no rule set" in err and "'tail' is no organ" in err


def test_risk(run: Any) -> None:
    document = told(run, "risk", "--cord-max", "12.4/1")
    assert (document["model"], document["our_fit"], document["said"]) == ("cord_sbrt", True, "5 %")
    assert document["percent"] == pytest.approx(5, abs=0.05) and document["checked"] == "unverified"
    document = told(run, "risk", "--cord-max", "50/25")
    assert (document["model"], document["said"], document["eqd2"]) == (
        "cord_conventional",
        "0.22 %",
        50,
    )
    document = told(run, "risk", "--cord-max", "16/1")
    assert (document["percent"], document["at_least"], document["said"]) == (None, 5, "above 5 %")


def test_risk_in_text(run: Any) -> None:
    _, out, _ = run("dose", "risk", "--cord-max", "12.4/1")
    said = " ".join(out.split())
    assert (
        "radiation myelopathy: 5 %" in said
        and "our fit" in said
        and "not a published model" in said
    )
    _, out, _ = run("dose", "risk", "--cord-max", "30/10")
    assert out.startswith(
        "radiation myelopathy: unknown\nWhy: cord_conventional: holds up to 2.2 Gy per fraction"
    )


def test_risk_refuses(run: Any) -> None:
    assert "is an earlier course" in refused(run, "risk", "--cord-max", "12.4/1@14mo")
    assert "0 fractions cannot be" in refused(run, "risk", "--cord-max", "12.4/0")
    said = refused(run, "risk", "--cord-max", "nan/1", "--model", "gibbs")
    assert "--cord-max 'nan/1'" in said and "--model: 'gibbs' is no model" in said
