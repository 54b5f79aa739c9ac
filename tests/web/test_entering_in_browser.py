"""Forms of answers in a real browser: axe, a phone, and the page that asks which answer is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PARTS = (
    "next/", "facts/", "facts/laboratory/", "facts/biology-of-the-cancer/", "facts/wellbeing/",
    "facts/medicines-and-bleeding/", "fact/ecog/", "fact/T8.escc/", "history/", "lesions/",
)  # fmt: skip
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def wrong(page: Any) -> list[str]:
    """What axe finds in light and dark, and whether a phone has to scroll sideways."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        told = Axe().run(page, options=OPTIONS).response["violations"]
        found += [
            f"{page.url} {scheme} {one['id']}: {one['nodes'][0]['html'][:150]}" for one in told
        ]
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate(WIDER) > 0:
        found.append(f"{page.url} is wider than 320")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.mark.browser
def test_every_form_is_accessible_and_fits_a_phone(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto("/cases/")
    case = page.get_attribute(".found th a", "href")
    found = wrong(page)
    for address in ("/cases/new/", *(f"{case}{part}" for part in PARTS)):
        page.goto(address)
        found += wrong(page)
    page.goto(f"{case}lesions/")
    for link in ("text=Lesion at T8", "text=Remove >> nth=0"):
        page.goto(f"{case}lesions/")
        page.click(link)
        found += wrong(page)
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_a_contradiction_is_asked_about_and_settled(open_page: Callable[..., Any]) -> None:
    page = open_page("boyd")
    page.goto("/cases/")
    case = page.get_attribute(".found th a", "href")
    page.goto(f"{case}fact/karnofsky/")
    page.fill("input[name=karnofsky]", "20")
    page.fill("input[name=observed]", "")
    page.click("text=Save this answer")
    assert page.inner_text("h1") == "Which of these is wrong?"
    assert wrong(page) == []
    page.click("text=Go on")
    assert "Choose one" in page.inner_text("main")
    page.check(".side:has-text('New, from you') input")
    page.click("text=Go on")
    assert "Nothing was changed" in page.inner_text("main")


@pytest.mark.browser
def test_what_is_wrong_has_the_focus_and_leads_to_its_field(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto("/cases/")
    page.goto(page.get_attribute(".found th a", "href") + "facts/laboratory/")
    page.fill("input[name=albumin]", "a lot")
    page.click("text=Save answers")
    assert page.evaluate("document.activeElement.id") == "problems"
    assert wrong(page) == []
    page.click("#problems a")
    assert page.url.endswith("#f-albumin")
    assert page.input_value("input[name=albumin]") == "a lot"
