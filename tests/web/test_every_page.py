"""Every page for every role in a real browser: accessible, within the width of a phone, readable in the dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import NO_PAGE, addresses, filled, samples
from served import Served

from conftest import sign_in

ROLES = ["", "ines", "omar", "cole", "kim", "ruth", "vera", "ada"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Any) -> list[str]:
    """What axe finds, a line each: the rule and the first place."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
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


@pytest.mark.browser
@pytest.mark.parametrize("username", ROLES)
def test_every_page_is_accessible_and_fits_a_phone(
    chromium: Any, full_site: Served, username: str
) -> None:
    context = chromium.new_context(base_url=full_site.address)
    page = context.new_page()
    if username:
        sign_in(page, username)
    problems = []
    for name, path in paths(full_site).items():
        if name == "account_logout" or not is_page(page, path):
            continue
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            problems += [f"{name} {path} {scheme}: {told}" for told in violations(page)]
        page.set_viewport_size({"width": 320, "height": 640})
        wider = page.evaluate(WIDER)
        if wider > 0:
            problems.append(f"{name} {path}: {wider} px wider than 320")
        page.set_viewport_size({"width": 1280, "height": 800})
    context.close()
    assert not problems, "\n".join(problems)
