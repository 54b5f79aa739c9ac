"""Every page for every role in a real browser: accessible, within the width of a phone, readable in the dark."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import NO_PAGE, addresses, filled, samples
from served import Served

from conftest import sign_in

ROLES = ["", "ines", "omar", "cole", "kim", "ruth", "vera", "ada"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What colors alter
DARK = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
OF_ONE_VISIT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[A-Za-z0-9]{64}\"|\d+")
# All but the name of who is signed in
MARKUP = "[...document.querySelectorAll('main, nav')].map((one) => one.outerHTML).join('')"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Any, options: dict[str, Any] = OPTIONS) -> list[str]:
    """What axe finds, a line each: the rule and the first place."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def paths(site: Served) -> dict[str, str]:
    """Each address that can be opened with what the site holds."""
    known = samples(site.data)
    made = {one.name: filled(one, known) for one in addresses() if one.name not in NO_PAGE}
    return {name: path for name, path in made.items() if path}


def is_page(page: Any, path: str) -> bool:
    """Whether this person gets a page there, and no file, refusal or other address."""
    answer = page.request.get(path, max_redirects=0)
    assert answer.status < 500, f"{path}: {answer.status}"
    kind, how = (answer.headers.get(name, "") for name in ("content-type", "content-disposition"))
    return answer.status == 200 and kind.startswith("text/html") and "attachment" not in how


def problems_at(page: Any, path: str, looked_at: Path) -> list[str]:
    """What is wrong with one page; axe is spared where another role had the same page and it was good."""
    page.goto(path)
    same = OF_ONE_VISIT.sub("", page.evaluate(MARKUP))  # without keys, tokens and times
    mark = looked_at / sha256(same.encode()).hexdigest()
    found = [] if mark.exists() else [*violations(page), *in_the_dark(page)]
    if not found:
        mark.touch()
    page.set_viewport_size({"width": 320, "height": 640})
    wider = page.evaluate(WIDER)
    page.set_viewport_size({"width": 1280, "height": 800})
    return [*found, f"{wider} px wider than 320"] if wider > 0 else found


def in_the_dark(page: Any) -> list[str]:
    """What axe finds where the system asks for dark pages."""
    page.emulate_media(color_scheme="dark")
    found = [f"in the dark: {told}" for told in violations(page, DARK)]
    page.emulate_media(color_scheme="light")
    return found


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by the processes of one run: what was looked at and was good."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("username", ROLES)
def test_every_page_is_accessible_and_fits_a_phone(
    chromium: Any, full_site: Served, looked_at: Path, username: str
) -> None:
    context = chromium.new_context(base_url=full_site.address)
    page = context.new_page()
    if username:
        sign_in(page, username)
    problems = []
    for name, path in paths(full_site).items():
        if name != "account_logout" and is_page(page, path):
            problems += [f"{name} {path}: {told}" for told in problems_at(page, path, looked_at)]
    context.close()
    assert not problems, "\n".join(problems)
