"""Whole errands by keyboard alone, from the sign-in to the end: nothing is focused by a test but by Tab."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from walking import follow, tab_to, type_into
from world import PASSWORD

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Any]
CASE = re.compile(r"/cases/[0-9a-f-]{36}/(\?.*)?$")


def signed_in(page: Any, username: str) -> None:
    """By keys, from the first page that anybody sees."""
    page.goto("/")
    type_into(page, "input[name=login]", username)
    type_into(page, "input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def daniel(page: Any) -> None:
    """From the list of cases to the one."""
    follow(page, "main .found th a", CASE)
    assert page.inner_text("h1") == "Daniel Ferro"


def test_from_the_sign_in_to_the_plan_and_to_why(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "ines")
    daniel(page)
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    tab_to(page, ".option:not([open]) > summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    follow(page, ".option[open] a[href*='/option/']", "**/option/**")
    assert page.locator("main h1").is_visible()


def test_a_new_case_is_entered_and_its_plan_read(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "ines")
    follow(page, "main a[href='/cases/new/']", "**/cases/new/")
    type_into(page, "#name", "Lea Brandt")
    type_into(page, "#level", "T9")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/next/")
    tab_to(page, "main input[type=radio]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main .actions button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(CASE)
    assert page.inner_text("h1") == "Lea Brandt"
    assert "1 answer recorded" in page.inner_text("main")


def test_a_change_is_tried(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "omar")
    daniel(page)
    follow(page, "a#try", "**/try/**")
    tab_to(page, "select[name='to-T8.escc']")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#moved:has-text('is now')")
    follow(page, ".actions a[href*='/try/']", "**/try/**")
    assert "is now" not in page.inner_text("#moved")


def test_an_emergency_is_answered_for_nobody_in_particular(open_page: OpenPage) -> None:
    page = open_page("", width=390)
    page.goto("/account/login/")
    follow(page, "a[href='/emergency/']", "**/emergency/")
    for sign in ("#limb_weakness", "#gait_disturbance"):
        tab_to(page, sign)
        page.keyboard.press("Space")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Emergency. Call now.")
    tab_to(page, "a[href^='tel:']")


def test_a_rule_is_found_and_challenged(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "omar")
    follow(page, ".topbar a[href='/library/']", "**/library/")
    type_into(page, "main input[type=search], main input[name=q]", "sins")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/search/**")
    follow(page, "main a[href$='/entry/scores/sins.html']", "**/entry/scores/sins.html")
    follow(page, "main .btn-main", "**/challenge/scores/sins/**")
    type_into(page, "#expected", "17")
    type_into(page, "#why", "A thought.")
    tab_to(page, "button.btn-main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/challenges/*/")
    assert "fails" in page.inner_text("main")


def test_the_audit_is_searched(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "ada")
    follow(page, ".topbar a[href='/audit/']", "**/audit/")
    type_into(page, "input[name=by]", "ada")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/?by=ada")
    assert "signed in" in page.inner_text("main table")


def test_emergency_access_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("")
    signed_in(page, "kim")
    follow(page, "main a[href='/cases/emergency-access/']", "**/emergency-access/")
    type_into(page, "input[name=number]", "H-1001")
    type_into(page, "textarea", "Legs weak since this morning")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(CASE)
    assert page.inner_text("h1") == "Daniel Ferro"
