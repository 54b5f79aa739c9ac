"""The case on one screen as people use it: by keyboard, without script, on a phone, with large text, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_every_page import violations

pytestmark = pytest.mark.browser
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("main *")].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({contentVisibilityAuto: true}) && !one.closest(".vh, .word, .swipe, svg")
        && box.width > 0 && box.right > document.documentElement.clientWidth + 1;
}).map(one => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`)"""
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"
OpenPage = Callable[..., Any]


def opened(open_page: OpenPage, **more: Any) -> Any:
    page = open_page("ines", **more)
    page.click("text=Daniel Ferro")
    page.wait_for_selector("#options-t8")
    return page


def test_a_lesion_is_chosen_by_keyboard_and_without_script(open_page: OpenPage) -> None:
    page = opened(open_page, java_script_enabled=False)
    page.focus('.tabs a[href="?lesion=L3"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("#options-l3")
    assert page.locator(".tabs [aria-current]").inner_text() == "L3"
    assert page.locator('.fig a[aria-current="true"] title').text_content() == "L3"


def test_a_lesion_is_chosen_in_the_spine(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.click('.fig a[href="?lesion=L3"]')
    page.wait_for_selector("#options-l3")
    page.focus('.fig a[href="?lesion=T8"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("#options-t8")


def test_the_first_option_is_open_and_the_next_opens_by_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page)
    options = page.locator("section[aria-labelledby=options-t8] > .option")
    assert [options.nth(place).get_attribute("open") is None for place in (0, 1)] == [False, True]
    options.nth(1).locator("> summary").focus()
    page.keyboard.press("Enter")
    assert options.nth(1).locator(".because").is_visible()


def test_for_and_against_have_the_same_size(open_page: OpenPage) -> None:
    page = opened(open_page)
    both = page.locator(".because:has(> .side-for):has(> .side-against)")
    page.evaluate(OPEN_ALL)
    assert both.count() > 0
    pro = both.first.locator("> .side-for").bounding_box()
    con = both.first.locator("> .side-against").bounding_box()
    assert abs(pro["width"] - con["width"]) < 1
    assert abs(pro["y"] - con["y"]) < 1


def test_what_matters_and_the_clock_stand_above_every_score(open_page: OpenPage) -> None:
    page = opened(open_page)
    tops = [
        page.locator(one).first.bounding_box()["y"] for one in ("h1", ".matters", ".spine", ".noms")
    ]
    assert tops[0] < tops[1] < min(tops[2:])
    assert page.locator(".clock").bounding_box()["y"] < min(tops[2:])


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
@pytest.mark.parametrize("lesion", ["T8", "all"])
def test_nothing_is_cut_or_needs_sideways_scroll(
    open_page: OpenPage, width: int, lesion: str
) -> None:
    page = opened(open_page, width=width)
    page.goto(f"{page.url.partition('?')[0]}?lesion={lesion}")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT) == []


def test_twice_the_text_needs_no_sideways_scroll(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(CUT) == []


def test_the_spine_is_not_drawn_smaller_than_it_was_made(open_page: OpenPage) -> None:
    page = opened(open_page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        drawn = page.locator(".spine > .fig")
        assert drawn.bounding_box()["width"] >= float(drawn.get_attribute("width"))


def test_paper_shows_what_is_open_and_why_a_board_is_needed(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.emulate_media(media="print")
    assert not page.locator(".case-nav").is_visible()
    assert page.locator(".discussion li").first.is_visible()
    shut = page.locator("section[aria-labelledby=options-t8] > .option:not([open]) .because")
    assert not shut.first.is_visible()


@pytest.mark.parametrize("lesion", ["L3", "all"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_that_opens_is_accessible(open_page: OpenPage, lesion: str, scheme: str) -> None:
    page = opened(open_page, color_scheme=scheme)
    page.goto(f"{page.url.partition('?')[0]}?lesion={lesion}")
    page.evaluate(OPEN_ALL)
    assert violations(page) == []
