"""`backstay fhir questionnaire`: a form on standard output or in a file, and nothing else there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstay.cli.app import fhir_app


@pytest.mark.parametrize("name", ["sins", "escc", "intake"])
def test_a_form_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(name)
    form = json.loads(capsys.readouterr().out)
    assert form["url"].endswith(f"/Questionnaire/{name}")


def test_a_form_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "sins.json"
    run("sins", "--out", str(target))
    assert json.loads(target.read_text())["resourceType"] == "Questionnaire"
    assert capsys.readouterr().out == ""


def test_a_form_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    from backstay.cli.fail import Failed

    with pytest.raises(Failed, match="no form 'tokuhashi'; there are escc, intake, sins") as failed:
        run("tokuhashi")
    assert failed.value.status == 2
    assert capsys.readouterr().out == ""


def run(*arguments: str) -> None:
    from backstay.cli import commands  # noqa: F401  (registers every command)

    fhir_app(["questionnaire", *arguments], result_action="return_value", exit_on_error=False)
