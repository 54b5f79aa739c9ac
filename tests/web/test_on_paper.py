"""On paper: white, readable though the screen is dark, nothing opened is lost, and few pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"
PALE = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
GROUND = """() => [document.documentElement, document.body, document.querySelector("main")]
    .map((one) => getComputedStyle(one).backgroundColor)
    .filter((one) => !["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(one))"""
HIDDEN = """() => [...document.querySelectorAll("main h2, main .because, main details > *:not(summary)")]
    .filter((one) => one.checkVisibility({contentVisibilityAuto: true}) === false
        && !one.closest(".no-print, form, .rail, dialog"))
    .map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
CUT = """() => [...document.querySelectorAll("main *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && !one.closest(".vh, svg") && box.width > 1
        && box.right > document.documentElement.clientWidth + 1;
}).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
A4 = {"width": 680, "height": 1024}  # the paper between its margins


def printed(page: Any) -> int:
    """How many sheets it takes."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4")))


def on_paper(page: Any) -> list[str]:
    """What is wrong with it there, whatever the screen was like."""
    page.set_viewport_size(A4)
    page.emulate_media(media="print", color_scheme="dark")
    broken = Axe().run(page, options=PALE).response["violations"]
    pale = [node["html"][:100] for rule in broken for node in rule["nodes"]]
    return [*pale, *page.evaluate(GROUND), *page.evaluate(CUT)]


def daniel(open_page: Callable[..., Any]) -> Any:
    page = open_page("ines", color_scheme="dark")
    page.click("text=Daniel Ferro")
    page.wait_for_selector("#options-t8")
    return page


@pytest.mark.parametrize("lesion", ["T8", "all"])
def test_a_case_with_all_of_it_opened(open_page: Callable[..., Any], lesion: str) -> None:
    page = daniel(open_page)
    page.goto(f"{page.url.partition('?')[0]}?lesion={lesion}")
    page.evaluate(OPEN_ALL)
    assert on_paper(page) == []
    assert page.evaluate(HIDDEN) == []
    full = page.evaluate("document.documentElement.scrollHeight") / A4["height"]
    sheets = printed(page)
    assert full <= sheets <= 1.3 * full, "breaks that nothing asked for leave sheets half empty"


def test_a_case_as_it_opens_takes_few_sheets(open_page: Callable[..., Any]) -> None:
    page = daniel(open_page)
    assert on_paper(page) == []
    assert printed(page) <= 4
    shown = page.inner_text("main")
    assert "Daniel Ferro" in shown and page.locator(".clock").is_visible()


def test_an_emergency_takes_two_sheets_with_whom_to_call(open_page: Callable[..., Any]) -> None:
    page = open_page("", color_scheme="dark")
    page.goto("/emergency/")
    for sign in ("#limb_weakness", "#gait_disturbance"):
        page.check(sign)
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Emergency. Call now.")
    assert on_paper(page) == []
    assert printed(page) <= 2
    assert page.locator("text=020 7946 0112").first.is_visible()
    assert not page.locator("main button[type=submit]").is_visible()


def test_the_letter_on_who_opened_a_record(open_page: Callable[..., Any]) -> None:
    page = daniel(open_page)
    key = re.search(r"[0-9a-f-]{36}", page.url)
    assert key
    page.goto(f"/audit/cases/{key[0]}/")
    assert on_paper(page) == []
    assert not page.locator(".topbar").is_visible()
    assert "Dr. Ines Halloran" in page.inner_text("main")
