"""The commands around the proof: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstay.cli import proving
from backstay.cli.fail import Failed

PROPERTY = "no-framework-contradicts-itself"
HEAD = "overlay: test\nowner: A\nreason: B\non: 2026-11-23\n"
CLOCK = (
    "replace: [{kind: clocks, id: unstable-spine-is-urgent, owner: A, reason: B, on: 2026-11-23,"
    " set: {within_hours: 48}}]\n"
)


@pytest.fixture
def overlay(tmp_path: Path) -> str:
    path = tmp_path / "ours.yaml"
    path.write_text(HEAD + CLOCK)
    return str(path)


def test_one_property_is_proved_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("z3")
    proving.verify(property=PROPERTY)
    out = capsys.readouterr().out
    assert out.startswith(f"holds  {PROPERTY}")
    assert "1 of 1 properties hold" in out


def test_json_is_one_document(capsys: pytest.CaptureFixture[str], overlay: str) -> None:
    pytest.importorskip("z3")
    proving.verify(property=PROPERTY, format="json", overlay=overlay)
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is True
    assert told["knowledge"]["overlay"] == "test"


def test_a_failure_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("z3")
    path = tmp_path / "ours.yaml"
    claim = "{id: ours, claim: Ours., kind: stance, when: limb_weakness, about: [nsaid], only: [recommended]}"
    path.write_text(f"{HEAD}add: {{properties: [{claim}]}}\n")
    with pytest.raises(Failed) as failed:
        proving.verify(property="ours", overlay=str(path))
    assert failed.value.status == 1
    assert "FAILS  ours" in capsys.readouterr().out


def test_a_later_clock_is_told_as_loosening(
    overlay: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("z3")
    proving.diff(overlay=overlay)
    out = capsys.readouterr().out
    assert "was urgent within 24 h, becomes urgent within 48 h, which loosens it" in out
    assert "1 changes for 1 kinds of patient; 1 of the changes loosen" in out
    proving.diff(overlay=overlay, format="json")
    assert json.loads(capsys.readouterr().out)["changes"][0]["loosens"] is True


def test_an_unknown_property_is_wrong_input() -> None:
    pytest.importorskip("z3")
    with pytest.raises(Failed) as failed:
        proving.verify(property="no-such")
    assert failed.value.status == 2


def test_without_z3_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "available", lambda: False)
    for command in (lambda: proving.verify(), lambda: proving.diff(overlay="x")):
        with pytest.raises(Failed, match="backstay\\[verify\\]") as failed:
            command()
        assert failed.value.status == 3


def test_nothing_an_overlay_says_steers_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("z3")
    path = tmp_path / "ours.yaml"
    path.write_text(
        HEAD.replace("reason: B", r'reason: "\e[2J"') + CLOCK.replace("owner: A", r'owner: "\e[2J"')
    )
    proving.diff(overlay=str(path))
    out = capsys.readouterr().out
    assert "\x1b" not in out and r"\x1b[2J" in out


def test_a_fact_that_no_clock_reads_cannot_lower_urgency(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("z3")
    path = tmp_path / "ours.yaml"
    path.write_text(
        f"{HEAD}add: {{properties: [{{id: ours, claim: Ours., kind: worse, fact: ecog}}]}}\n"
    )
    proving.verify(property="ours", overlay=str(path))
    assert capsys.readouterr().out.startswith("holds  ours")
