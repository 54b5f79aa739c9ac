"""The documents on running it name what there is: every setting, every file, every command and address."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FILES = DOCS / "how-to" / "run-it"
PAGE = (DOCS / "how-to" / "run-it.md").read_text("utf-8")
SETTINGS = (ROOT / "src/backstay/web/site/settings.py").read_text("utf-8")
REAL = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS))


def test_the_reference_has_every_setting_and_no_other() -> None:
    page = (DOCS / "reference" / "settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \|", page, re.M)
    assert len(rows) == len(set(rows))
    assert set(rows) == REAL


@pytest.mark.parametrize("path", [DOCS / "how-to" / "run-it.md", *sorted(FILES.iterdir())])
def test_documents_name_settings_that_exist(path: Path) -> None:
    named = set(re.findall(r"\b(BACKSTAY_[A-Z_]+|DATABASE_URL)\b", path.read_text("utf-8")))
    assert named <= REAL


def test_the_page_names_files_commands_and_addresses_that_exist() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (DOCS / "how-to" / link).exists(), link
    commands = set(re.findall(r"backstay manage (\w+)", PAGE))
    assert {"backup", "restore", "audit", "add_person"} <= commands <= set(get_commands())
    for address in re.findall(r"^\| `(/\w+)` \|", PAGE, re.M):
        assert resolve(address).view_name == address[1:]


def test_compose_gives_each_service_what_it_needs() -> None:
    told = yaml.safe_load((FILES / "compose.yaml").read_text("utf-8"))
    services = told["services"]
    assert set(services) == {"backstay", "database", "proxy"}
    for service in services.values():
        assert set(service.get("secrets", [])) <= set(told["secrets"])
        named = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert {name for name in named if not name.startswith(".")} <= set(told["volumes"])
    assert "ports" not in services["backstay"] and "ports" not in services["database"]
    assert services["backstay"]["environment"]["BACKSTAY_HTTPS"] == "true"


def test_the_unit_starts_a_command_with_options_that_exist() -> None:
    unit = (FILES / "backstay.service").read_text("utf-8")
    start = (FILES / "start.sh").read_text("utf-8")
    helped = subprocess.run(
        ["backstay", "serve", "--help"], executable=_program(), capture_output=True, text=True
    ).stdout
    for text in (unit, start):
        line = next(line for line in text.splitlines() if " serve " in line)
        for option in re.findall(r"--\w+", line):
            assert option in helped


def _program() -> str:
    import sys

    return str(Path(sys.executable).with_name("backstay"))


def test_the_script_is_sound() -> None:
    assert subprocess.run(["sh", "-n", str(FILES / "start.sh")]).returncode == 0
