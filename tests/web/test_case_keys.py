"""The case screen by keyboard alone, and what needs script without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def opened(page: Any) -> str:
    """Daniel's case; its address."""
    page.goto("/cases/")
    page.click("text=Daniel Ferro")
    page.wait_for_url("**/cases/*-*-*/**")
    page.wait_for_load_state("networkidle")
    return str(page.url).split("?")[0]


def focused(page: Any, what: str) -> Any:
    return page.evaluate(f"document.activeElement.{what}")


def test_keys_walk_options_lesions_and_what_is_missing(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    address = opened(page)
    page.keyboard.press("j")
    first = focused(page, "innerText")
    page.keyboard.press("j")
    assert focused(page, "tagName") == "SUMMARY" and focused(page, "innerText") != first
    page.keyboard.press("k")
    assert focused(page, "innerText") == first
    was = focused(page, "parentElement.open")
    page.keyboard.press("Enter")
    assert focused(page, "parentElement.open") is not was
    page.keyboard.press("m")
    assert focused(page, "id") == "missing"
    page.keyboard.press("l")
    page.wait_for_url("**lesion=**")
    page.goto(address)
    page.keyboard.press("t")
    page.wait_for_url("**/try/**")
    page.keyboard.press("Escape")
    page.wait_for_url(address)
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/library/**")


def test_the_list_of_keys_opens_closes_and_gives_focus_back(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    opened(page)
    page.keyboard.press("j")
    before = focused(page, "innerText")
    page.keyboard.press("?")
    assert page.locator("dialog[open] dt").count() > 8
    page.keyboard.press("j")  # does nothing behind the list
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(
        state="detached"
    )  # its end is an event of its own, a moment later
    assert focused(page, "innerText") == before


@pytest.mark.parametrize(
    ("path", "field"), [("/cases/", "find"), ("/library/", "q"), ("/library/search/", "q")]
)
def test_slash_goes_to_the_field_that_finds(
    open_page: Callable[..., Any], path: str, field: str
) -> None:
    page = open_page("ines")
    page.goto(path)
    page.keyboard.press("/")
    assert focused(page, "name") == field
    page.keyboard.type("a/")  # and there it is a letter
    assert focused(page, "value") == "a/"


def test_the_list_of_keys_tells_what_the_page_has(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")

    def told() -> list[str]:
        page.wait_for_load_state("networkidle")
        page.keyboard.press("?")
        return [one.strip() for one in page.locator("dialog[open] dt").all_inner_texts()]

    page.goto("/cases/")
    assert told() == ["/", "g c", "g l", "?"]
    opened(page)
    listed = told()
    assert {"j", "k", "Enter", "l", "m", "t"} <= set(listed)
    assert "/" not in listed and "Esc" not in listed


def test_a_field_keeps_its_letters(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto(opened(page) + "try/")
    field = page.locator("input[inputmode=decimal]").first
    if not field.is_visible():
        page.locator("details:has(input[inputmode=decimal]) summary").first.click()
        field = page.locator("details[open] input[inputmode=decimal]").first
    field.focus()
    page.keyboard.type("jk?")
    assert field.input_value() == "jk?"
    assert page.locator("dialog").count() == 0


def test_whoever_turned_keys_off_has_none(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    address = opened(page)
    page.route("**/keys.js", lambda route: route.continue_())
    page.route(
        address,
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace(" data-single-keys", ""),
        ),
    )
    page.goto(address)
    page.keyboard.press("?")
    assert page.locator("dialog").count() == 0
    page.keyboard.press("j")
    assert focused(page, "tagName") == "BODY"


def test_a_change_is_tried_by_keyboard_and_said_aloud(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.goto(opened(page) + "try/?lesion=T8")
    page.locator("select[name='to-T8.escc']").focus()
    page.keyboard.press("ArrowDown")  # 0 in place of 2
    page.wait_for_selector("#moved:has-text('is now')")
    assert page.locator("#moved").get_attribute("aria-live") == "polite"
    assert focused(page, "name") == "to-T8.escc"  # focus stays where it was
    assert "Options as they would be" in page.inner_text("#tried")


def test_a_change_is_ticked_in_the_rail(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    opened(page)
    box = page.locator(".rail input[name=change]").first
    box.wait_for()
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_selector("#moved-in-rail:has-text('is now')")


def test_a_change_is_tried_without_script(open_page: Callable[..., Any]) -> None:
    page = open_page("ines", java_script_enabled=False)
    address = opened(page)
    page.click(".rail >> text=Try a change")
    page.select_option("select[name='to-T8.escc']", "0")
    page.click("text=See what would move")
    assert "is now" in page.inner_text("#moved")
    assert page.locator("select[name='to-T8.escc']").input_value() == "0"
    page.goto(address)
    page.click("text=Single facts that would move an option")
    assert page.inner_text("h1") == "What would change it"
