"""The published cases beside the repository, run by their own runner on the installed program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[3] / "shared" / "acceptance" / "run.py"


@pytest.mark.shared
@pytest.mark.skipif(
    not RUNNER.exists(), reason="../shared/acceptance is not beside this repository"
)
def test_every_published_case_holds() -> None:
    program = Path(sys.executable).with_name("backstay")
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(program)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
