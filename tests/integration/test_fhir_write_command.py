"""`backstay fhir write` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DECISION = """
decided_on: 2026-03-15
by: [spine_surgeon]
chosen: [{option: mri_whole_spine_24h}]
"""


@pytest.fixture
def decision(tmp_path: Path) -> str:
    path = tmp_path / "decision.yaml"
    path.write_text(DECISION)
    return str(path)


def kinds(out: str) -> set[str]:
    return {one["resource"]["resourceType"] for one in json.loads(out)["entry"]}


def test_a_plan_on_standard_output(run: Any, case: str) -> None:
    status, out, err = run("fhir", "write", case)
    assert (status, err) == (0, "")
    assert {"Patient", "CarePlan", "RequestGroup", "ServiceRequest", "Provenance"} <= kinds(out)
    assert json.loads(out)["type"] == "collection"


def test_facts_alone(run: Any, case: str) -> None:
    status, out, _ = run("fhir", "write", case, "--facts-only")
    assert status == 0 and kinds(out) == {"Patient", "Observation"}


def test_a_decision_and_a_transaction_in_a_file(
    run: Any, case: str, decision: str, tmp_path: Path
) -> None:
    out = tmp_path / "plan.json"
    status, printed, err = run(
        "fhir", "write", case, "--decision", decision, "--transaction", "--patient", "Patient/7",
        "--out", str(out),
    )  # fmt: skip
    assert (status, printed, err) == (0, "", f"written: {out}\n")
    plans = [
        one["resource"]
        for one in json.loads(out.read_text())["entry"]
        if one["resource"].get("intent") == "plan"
    ]
    assert {one["status"] for one in plans} == {"active"}
    assert {one["subject"]["reference"] for one in plans} == {"Patient/7"}


TOGETHER = [
    (
        ["--facts-only", "--transaction", "--patient", "Patient/7"],
        "--transaction goes with a plan, not with --facts-only\n"
        "--patient goes with a plan, not with --facts-only\n",
    ),
    (
        ["--transaction"],
        "--transaction needs --patient, the patient in the record: Patient/123\n",
    ),
    (
        ["--patient", "Patient/7"],
        "--patient goes with --transaction; else the bundle has a patient of its own\n",
    ),
    (
        ["--transaction", "--patient", "7"],
        "a transaction needs the patient in the record, such as Patient/123\n",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), TOGETHER)
def test_what_does_not_go_together_is_told_at_once(
    run: Any, case: str, arguments: list[str], message: str
) -> None:
    assert run("fhir", "write", case, *arguments) == (2, "", message)


def test_a_wrong_decision_is_refused_with_every_problem(run: Any, case: str, decision: str) -> None:
    Path(decision).write_text(
        DECISION.replace("mri_whole_spine_24h", "sbrt, lesion: T9") + "why: x\n"
    )
    status, out, err = run("fhir", "write", case, "--decision", decision)
    assert (status, out) == (2, "")
    assert err.startswith(
        f"{decision}: the decision cannot be used: 1 problem\nwhy: there is no such key"
    )
    Path(decision).write_text(DECISION.replace("mri_whole_spine_24h", "sbrt, lesion: T9"))
    _, _, err = run("fhir", "write", case, "--decision", decision)
    assert "chosen[0]: sbrt is decided for each lesion: lesion is one of " in err


def test_nothing_is_written_over(run: Any, case: str) -> None:
    status, out, err = run("fhir", "write", case, "--out", case)
    assert (status, out) == (2, "") and "would overwrite" in err
