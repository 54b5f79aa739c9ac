"""A case in a file, and the command line run in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backstay.cli import main

CASE = """
case: t8
as_of: 2026-03-14T09:30+01:00
patient: {primary: kidney, limb_weakness: true, fit_for_surgery: true}
lesions: [{level: T8, escc: "2"}, {level: L3}]
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "t8.yaml"
    path.write_text(CASE)
    return str(path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process: its exit status, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return call
