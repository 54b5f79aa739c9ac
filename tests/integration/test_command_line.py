"""The command line as a person uses it: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backstay.case.text import MAX_BYTES
from backstay.cli import main
from backstay.cli.demo import example_bundles


def test_assess_prints_the_clock_first(run: Any, case: str) -> None:
    status, out, err = run("assess", case)
    assert status == 0
    assert not err
    assert out.index("EMERGENCY") < out.index("Separation surgery")


def test_json_is_one_document_and_nothing_else(run: Any, case: str) -> None:
    status, out, _ = run("assess", case, "--format", "json")
    document = json.loads(out)
    assert status == 0
    assert document["case"] == "t8"
    assert document["as_of"] == "2026-03-14T09:30:00+01:00"


def test_no_what_if_leaves_changes_out(run: Any, case: str) -> None:
    _, out, _ = run("assess", case, "--format", "json", "--no-what-if")
    assert not [o for o in json.loads(out)["options"] if o["would_change"]]


def test_html_is_written_where_asked(run: Any, case: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.html"
    status, printed, err = run("assess", case, "--format", "html", "--out", str(out))
    assert status == 0
    assert not printed
    assert "written" in err
    assert out.read_text().startswith("<!DOCTYPE html>")


def test_text_can_be_written_to_a_file(run: Any, case: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.txt"
    run("assess", case, "--out", str(out))
    assert "EMERGENCY" in out.read_text()


def test_a_case_is_read_from_standard_input(
    run: Any, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(case).read_bytes())))
    status, out, _ = run("assess", "-", "--format", "json")
    assert status == 0
    assert json.loads(out)["case"] == "t8"


def test_too_much_on_standard_input_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * (MAX_BYTES + 1))))
    status, out, err = run("assess", "-")
    assert (status, out) == (2, "")
    assert "bytes" in err


def test_a_bundle_is_assessed_and_what_was_not_read_is_said(run: Any) -> None:
    status, out, err = run("assess", str(example_bundles()[0]), "--format", "json")
    assert status == 0
    assert json.loads(out)["facts"]["patient"]["primary"] == "kidney"
    assert "check" in err


def test_a_case_with_mistakes_is_refused_whole(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("patient: {primary: brest, limb_weakness: no, agge: 3}\n")
    status, out, err = run("assess", str(path), "--format", "json")
    assert (status, out) == (2, "")
    for said in ("patient.primary", "breast", "patient.limb_weakness", "patient.agge", "age"):
        assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", ["- one\n", "[", "{", '{"case": "a", "case": "b"}', "a: &b 1\nc: *b\n", ""]
)
def test_text_that_is_no_case_is_refused(run: Any, tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    status, out, err = run("assess", str(path))
    assert (status, out) == (2, "")
    assert "wrong.yaml" in err


def test_a_bad_bundle_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text('{"resourceType": "Bundle", "type": "collection", "entry": []}')
    status, out, err = run("assess", str(path))
    assert (status, out) == (2, "")
    assert "Patient" in err


def test_a_file_that_is_not_there_is_named(run: Any) -> None:
    status, _, err = run("assess", "nowhere.yaml")
    assert status == 2
    assert "nowhere.yaml" in err


def test_a_file_too_large_is_refused_unread(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    status, _, err = run("assess", str(path))
    assert status == 2
    assert "bytes" in err


def test_an_output_that_cannot_be_written_is_said(run: Any, case: str, tmp_path: Path) -> None:
    status, _, err = run("assess", case, "--out", str(tmp_path / "no" / "such" / "folder"))
    assert status == 2
    assert "folder" in err


def test_an_overlay_is_applied(run: Any, case: str, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(
        "overlay: ours\nowner: A\nreason: B\non: 2026-11-23\nsettings: {escc_1c: high}\n"
    )
    _, out, _ = run("assess", case, "--format", "json", "--overlay", str(overlay))
    assert json.loads(out)["settings"]["escc_1c"] == "high"


@pytest.mark.parametrize("text", [b"overlay: x\n", b"\xff\xfe", b"overlay: [\n"])
def test_a_wrong_overlay_is_refused(run: Any, case: str, tmp_path: Path, text: bytes) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_bytes(text)
    status, out, err = run("assess", case, "--overlay", str(overlay))
    assert (status, out) == (2, "")
    assert err


def test_one_score_is_shown_with_its_items(run: Any, case: str) -> None:
    status, out, _ = run("score", "sins", case)
    assert status == 0
    assert "Location" in out
    assert "T8" in out
    assert "Tokuhashi" not in out


def test_all_scores_are_shown(run: Any, case: str) -> None:
    _, out, _ = run("score", case)
    assert "Tokuhashi" in out


def test_scores_as_json(run: Any, case: str) -> None:
    _, out, _ = run("score", "escc", case, "--format", "json")
    assert [s["total"] for s in json.loads(out)] == ["2", None]


def test_an_unknown_score_is_named(run: Any, case: str) -> None:
    status, _, err = run("score", "sinn", case)
    assert status == 2
    assert "sins" in err


def test_explain_shows_every_statement_with_its_values(run: Any, case: str) -> None:
    status, out, _ = run("explain", case, "separation_surgery", "--lesion", "T8")
    assert status == 0
    assert "NOMS 2010" in out


def test_explain_of_what_is_decided_for_the_person(run: Any, case: str) -> None:
    status, out, _ = run("explain", case, "dexamethasone_mscc")
    assert status == 0
    assert out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("separation_surgry",), "separation_surgery"),
        (("separation_surgery",), "--lesion is one of T8, L3"),
        (("separation_surgery", "--lesion", "T9"), "T8, L3"),
    ],
)
def test_explain_says_what_it_needs(run: Any, case: str, arguments: Any, said: str) -> None:
    status, _, err = run("explain", case, *arguments)
    assert status == 2
    assert said in err


def test_explain_without_a_lesion_in_the_case(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    path.write_text("patient: {primary: breast}\n")
    status, _, err = run("explain", str(path), "sbrt")
    assert status == 2
    assert "names none" in err


def test_explain_takes_the_only_lesion(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("patient: {primary: kidney}\nlesions: [{level: T8, escc: '1b'}]\n")
    status, out, _ = run("explain", str(path), "sbrt")
    assert status == 0
    assert "T8" in out


def test_a_record_is_replayed(run: Any, case: str, tmp_path: Path) -> None:
    record = tmp_path / "t8.record"
    run("assess", case, "--record", str(record))
    assert run("replay", str(record)) == (0, "same bytes\n", "")


def test_a_changed_record_differs(run: Any, case: str, tmp_path: Path) -> None:
    record = tmp_path / "t8.record"
    run("assess", case, "--record", str(record))
    record.write_bytes(
        record.read_bytes().replace(b'"level": "emergency"', b'"level": "routine"', 1)
    )
    status, _, err = run("replay", str(record))
    assert status == 1
    assert "was:" in err


def test_a_record_of_other_versions_says_what_to_install(
    run: Any, case: str, tmp_path: Path
) -> None:
    record = tmp_path / "t8.record"
    run("assess", case, "--record", str(record))
    document = json.loads(record.read_text())
    document["backstay"] = "0.0.1"
    record.write_text(json.dumps(document))
    status, _, err = run("replay", str(record))
    assert status == 3
    assert "install backstay==0.0.1" in err


@pytest.mark.parametrize("text", ["{", "{}", "not a record"])
def test_what_is_no_record_is_refused(run: Any, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.record"
    path.write_text(text)
    status, _, err = run("replay", str(path))
    assert status == 2
    assert "x.record" in err


def test_knowledge_check(run: Any) -> None:
    status, out, _ = run("knowledge", "check")
    assert status == 0
    assert "no problem found" in out


def test_knowledge_check_fails_on_a_wrong_overlay(run: Any, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(
        "overlay: x\nowner: A\nreason: B\non: 2026-11-23\n"
        "remove: [{kind: steps, id: no, owner: A, reason: B, on: 2026-11-23}]\n"
    )
    status, _, err = run("knowledge", "check", "--overlay", str(overlay))
    assert status == 1
    assert "steps" in err


NEVER = """
overlay: ours
owner: A
reason: B
on: 2026-11-23
add:
  notices:
    - {id: never, when: "primary == 'breast' and primary == 'kidney'", text: Never.}
"""


def test_knowledge_check_finds_a_rule_that_never_speaks(run: Any, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(NEVER)
    status, _, err = run("knowledge", "check", "--overlay", str(overlay))
    assert status == 1
    assert "never be true" in err


@pytest.mark.parametrize(
    "kind", ["facts", "definitions", "settings", "scores", "statements", "clocks", "evidence"]
)
def test_knowledge_list(run: Any, kind: str) -> None:
    status, out, _ = run("knowledge", "list", kind)
    assert status == 0
    assert len(out.splitlines()) > 1


@pytest.mark.parametrize(
    "name", ["sins", "nice-ng234", "creatinine", "separation_surgery", "deficit"]
)
def test_knowledge_show(run: Any, name: str) -> None:
    status, out, _ = run("knowledge", "show", name)
    assert status == 0
    assert ".yaml:" in out


def test_knowledge_show_of_nothing_names_the_nearest(run: Any) -> None:
    status, _, err = run("knowledge", "show", "sin")
    assert status == 2
    assert "sins" in err
    status, _, err = run("knowledge", "show", "zzzzzzzz")
    assert status == 2
    assert "knowledge list" in err


def test_knowledge_coverage(run: Any) -> None:
    status, out, _ = run("knowledge", "coverage")
    assert status == 0
    assert "Awaits a clinician" in out and "Pain medicines" in out and "All rows" in out
    status, out, _ = run("knowledge", "coverage", "team")
    assert status == 0 and "awaits clinical review" in out
    status, out, _ = run("knowledge", "coverage", "team", "--format", "json")
    assert status == 0 and json.loads(out)["rows"][0]["row"] == "team"
    status, _, err = run("knowledge", "coverage", "teem")
    assert status == 2 and "there is no row teem" in err


@pytest.mark.parametrize("kind", ["case", "assessment", "record"])
def test_schema(run: Any, kind: str) -> None:
    status, out, _ = run("schema", kind)
    assert status == 0
    assert json.loads(out)["$schema"]


def test_demo_prints_a_plan_and_writes_the_reports(run: Any, tmp_path: Path) -> None:
    status, out, _ = run("demo", "--out", str(tmp_path))
    assert status == 0
    written = sorted(path.name for path in tmp_path.glob("*.html"))
    assert written == sorted(f"{path.stem}.html" for path in example_bundles())
    for name in written:
        assert name in out


@pytest.mark.parametrize(
    "arguments",
    [("assess",), ("asess", "x"), ("assess", "x", "--format", "pdf"), ("knowledge", "lst")],
)
def test_a_wrong_command_is_exit_2_without_a_traceback(
    run: Any, arguments: tuple[str, ...]
) -> None:
    status, _out, err = run(*arguments)
    assert status == 2
    assert err
    assert "Traceback" not in err


COMMANDS = [
    ("assess",), ("score",), ("explain",), ("replay",), ("schema",), ("demo",), ("knowledge", "check"),
    ("knowledge", "list"), ("knowledge", "show"), ("knowledge", "coverage"),
    ("knowledge", "export"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_text_shows_an_example(run: Any, command: tuple[str, ...]) -> None:
    status, out, _ = run(*command, "--help")
    assert status == 0
    assert "Example: backstay " + command[0] in out


def test_the_installed_program_runs() -> None:
    program = Path(sys.executable).with_name("backstay")
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    module = [sys.executable, "-m", "backstay", "schema", "record"]
    assert subprocess.run(module, capture_output=True, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = Path(sys.executable).with_name("backstay")
    line = f"{program} schema case | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


def test_interruption_is_told(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backstay.cli.app.app", interrupt)
    status, _, err = run("assess", "x")
    assert status == 130
    assert "stopped" in err


def test_a_broken_pipe_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*arguments: object, **options: object) -> None:
        raise BrokenPipeError

    closed: list[bool] = []
    monkeypatch.setattr("backstay.cli.app.app", gone)
    monkeypatch.setattr(
        sys, "stderr", type("Stream", (), {"close": lambda self: closed.append(True)})()
    )
    with pytest.raises(SystemExit) as ended:
        main(["assess", "x"])
    assert ended.value.code == 0
    assert closed


@pytest.mark.parametrize("option", ["--out", "--record"])
def test_the_case_is_never_overwritten(run: Any, case: str, option: str) -> None:
    before = Path(case).read_text()
    status, out, err = run("assess", case, option, case)
    assert (status, out) == (2, "")
    assert "overwrite" in err
    assert Path(case).read_text() == before


def test_two_outputs_do_not_overwrite_each_other(run: Any, case: str, tmp_path: Path) -> None:
    same = str(tmp_path / "same")
    assert run("assess", case, "--out", same, "--record", same)[0] == 2
    assert not Path(same).exists()


def test_what_is_written_is_for_its_owner_only(run: Any, case: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    run("assess", case, "--format", "json", "--out", str(out))
    assert out.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_device_may_be_written_to(run: Any, case: str) -> None:
    assert run("assess", case, "--out", "/dev/null")[0] == 0


def test_a_file_without_end_is_refused(run: Any) -> None:
    status, _, err = run("assess", "/dev/zero")
    assert status == 2
    assert "bytes" in err


def test_demo_says_when_its_folder_is_a_file(run: Any, case: str) -> None:
    status, _, err = run("demo", "--out", case)
    assert status == 2
    assert "name a folder" in err


def test_a_message_cannot_steer_the_terminal(run: Any, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.yaml"
    overlay.write_text(
        "overlay: x\nowner: A\nreason: B\non: 2026-11-23\n"
        'remove: [{kind: "\\e[31mred", id: "\\e]0;pwn\\a", owner: A, reason: B, on: 2026-11-23}]\n'
    )
    path = tmp_path / "c.yaml"
    path.write_text('patient: {albumin: "3 mg\\e[31mRED"}\n')
    for arguments in (("knowledge", "check", "--overlay", str(overlay)), ("assess", str(path))):
        _, _, err = run(*arguments)
        assert err
        assert "\x1b" not in err
        assert "\x07" not in err


def test_too_deep_is_told(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    def deep(*arguments: object, **options: object) -> None:
        raise RecursionError

    monkeypatch.setattr("backstay.cli.app.app", deep)
    status, _, err = run("assess", "x")
    assert status == 2
    assert "deep" in err


def test_an_intervention_is_shown_with_the_rules_about_it(run: Any) -> None:
    _, out, _ = run("knowledge", "show", "separation_surgery")
    assert "noms-separation-for-resistant-compression" in out
    assert out.index("recommend ") < out.index("caution ")
