"""`backstay dose dvh` as a person uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backstay.dose.phantom.answers import Gradient
from backstay.dose.phantom.drawn import Form
from backstay.dose.phantom.shapes import cylinder
from backstay.dose.phantom.written import Written, write_plan

SHAPES = (
    cylinder(10, 20, name="PTV=1", center=(0.3, -20.0, 1.9), kind="PTV"),
    cylinder(5, 30, name="SpinalCord", center=(0.3, 12.3, 1.9)),
    cylinder(5, 30, name="z_heart", center=(30.3, 0.3, 1.9)),
)
GRADIENT = Gradient(direction=(0.0, -1.0, 0.0), per_mm=0.6, gray=18.0)
EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "examples" / "dicom_rt"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_plan(
        tmp_path_factory.mktemp("plan"), SHAPES, GRADIENT, Form(fractions=3, prescribed=20.0)
    )


def call(run: Any, plan: Written, *more: str) -> tuple[int, str, str]:
    found: tuple[int, str, str] = run("dose", "dvh", str(plan.structures), str(plan.dose), *more)
    return found


def test_text(run: Any, plan: Written) -> None:
    status, out, err = call(run, plan)
    assert (status, err) == (0, "")
    assert "SpinalCord" in out and "D0.035cc" in out and "Sampled on lines" in out
    assert out.endswith("Supports a decision; a physicist checks.\n")


def test_json_is_one_document_by_the_contract(run: Any, plan: Written) -> None:
    status, out, err = call(run, plan, "--plan", str(plan.plan), "--format", "json")
    found = json.loads(out)
    assert (status, err) == (0, "") and found["dose_units"] == "Gy" and found["fractions"] == 3
    for one in found["structures"]:
        assert {
            "name",
            "number",
            "volume_cc",
            "mean",
            "max",
            "min",
            "d0_03cc",
            "d2",
            "d98",
            "warnings",
        } <= set(one)
        assert one["histogram"]["dose"][0] == 0
        assert one["histogram"]["volume_cc"][0] == pytest.approx(one["volume_cc"], rel=1e-4)


def test_a_check_that_holds_ends_well_and_one_that_does_not_ends_with_1(
    run: Any, plan: Written
) -> None:
    files = ("--plan", str(plan.plan), "--check")
    status, out, _ = call(run, plan, *files)
    assert status == 0 and "PASS    spinal cord (SpinalCord): Dmax" in out
    assert "Rule set hytec" in out and "[primary: HyTEC 2021]" in out and "1 kept, 0 broken" in out
    assert "Target  PTV=1: D95" in out and "No organ by name: z_heart" in out
    status, out, _ = call(
        run, plan, "--fractions", "1", "--check", "--eqd2", "2", "--rules", "quantec"
    )
    assert status == 1 and "FAIL    spinal cord (SpinalCord): Dmax" in out
    assert "EQD2, alpha/beta 2" in out and "Caution:" in out and "V100% not known" in out
    status, out, _ = call(run, plan, "--fractions", "1", "--check", "--format", "json")
    assert status == 1 and json.loads(out)["check"]["counts"]["fail"] == 1


def test_names_said_by_the_user_and_what_is_asked(run: Any, plan: Written) -> None:
    files = ("--plan", str(plan.plan), "--check", "--rules", "tg101")
    status, out, _ = call(run, plan, *files)
    assert status == 0 and "Ask: z_heart: its name says" in out and '--map "z_heart=heart"' in out
    assert "UNKNOWN no structure is known as:" in out
    status, out, _ = call(run, plan, *files, "--map", "z_heart=heart", "--map", "PTV=1=none")
    assert "heart and pericardium (z_heart)" in out and "Set aside" not in out
    status, out, _ = call(run, plan, *files, "--map", "PTV=1=spinal_cord")
    assert status == 1 and "Set aside, since another was named: SpinalCord" in out


def test_no_limit_in_so_many_fractions(run: Any, plan: Written) -> None:
    status, out, _ = call(run, plan, "--fractions", "25", "--check")
    assert status == 0 and "No limit:" in out and "rule sets that have one: quantec" in out


@pytest.mark.parametrize(
    "more, said",
    [
        (("--map", "SpinalCord=spinal_cord"), "--rules and --map belong to a check"),
        (("--check", "--map", "SpinalCord"), '--map SpinalCord: write --map "NAME=organ"'),
        (
            ("--check", "--map", "SpinalCord=heart", "--map", "SpinalCord=liver"),
            "SpinalCord is said to be heart already",
        ),
        (("--check", "--map", "Kord=spinal_cord"), "Kord: no structure has this name"),
        (("--check", "--rules", "mine"), "'mine' is no rule set"),
        (("--check", "--rules", ""), "'' is no rule set"),
        (("--fractions", "0"), "--fractions 0"),
        (("--fractions", "2.5"), "--fractions 2.5: a whole number"),
        (("--fractions", "nan"), "--fractions nan: a whole number"),
        (("--add", "x.dcm", "--add-fractions", "1.5"), "--add-fractions 1.5: a whole number"),
        (("--eqd2", "2"), "--eqd2 needs the number of fractions"),
        (("--structures", "Kord"), "--structures Kord: no structure has this name"),
        (("--plan", "nowhere.dcm"), "nowhere.dcm"),
    ],
)
def test_what_is_wrong_is_said_in_one_message_and_nothing_is_printed(
    run: Any, plan: Written, more: tuple[str, ...], said: str
) -> None:
    more = ("--fractions", "3", *more) if "--check" in more else more
    status, out, err = call(run, plan, *more)
    assert (status, out) == (2, "") and said in err


def test_the_wrong_files_are_all_named(run: Any, plan: Written) -> None:
    status, out, err = run("dose", "dvh", str(plan.dose), str(plan.structures))
    assert (status, out) == (2, "") and err.count("\n") >= 2


def test_a_page_in_a_file(run: Any, plan: Written, tmp_path: Path) -> None:
    out = tmp_path / "plan.html"
    more = (
        "--plan",
        str(plan.plan),
        "--check",
        "--format",
        "html",
        "--title",
        "T8",
        "--out",
        str(out),
    )
    status, said, err = call(run, plan, *more)
    assert (status, said) == (0, "") and "written" in err
    text = out.read_text()
    assert "<h1>T8</h1>" in text and "PHANTOM" not in text and "<svg" in text
    status, _, err = call(run, plan, "--out", str(plan.dose))
    assert status == 2 and "overwrite" in err


def test_without_the_extra_it_says_how_to_install_it(
    run: Any, plan: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backstay.cli.dose import needs

    monkeypatch.setattr(needs, "find_spec", lambda name: None)
    status, out, err = call(run, plan)
    assert (status, out) == (3, "") and 'pip install "backstay[dicom]"' in err
    assert "missing: pydicom and numpy" in err
    monkeypatch.setattr(needs, "find_spec", lambda name: None if name == "pydicom" else name)
    assert "missing: pydicom;" in call(run, plan)[2]


def test_the_room_is_not_loaded_by_other_commands() -> None:
    heavy = "[m for m in ('numpy', 'pydicom', 'numba') if m in sys.modules]"
    code = f"import sys, backstay.cli.commands; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here")
def test_the_example_plan(run: Any) -> None:
    files = [str(EXAMPLE / name) for name in ("rtss.dcm", "rtdose.dcm")]
    status, out, _ = run(
        "dose", "dvh", *files, "--plan", str(EXAMPLE / "rtplan.dcm"), "--format", "json"
    )
    found = json.loads(out)
    assert status == 0 and found["fractions"] == 7 and len(out) < 200_000
    by_name = {one["name"]: one for one in found["structures"]}
    assert by_name["Areola"]["refused"] and by_name["Areola"]["volume_cc"] is None
    assert by_name["Tumor Bed"]["volume_cc"] == pytest.approx(13.16, rel=0.01)
    assert by_name["Tumor Bed"]["d98"] == pytest.approx(14.12, abs=0.05)
    assert by_name["BODY"]["outside_cc"] > 0 and "max" in by_name["BODY"]["at_least"]
