"""People in a real browser: passkeys, the line before a session ends, drafts, keys alone, no script, axe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from served import Served
from world import PASSWORD

from conftest import sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
PAGES = {
    "ada": ["/people/", "/people/add/", "/people/roles/", "/people/boards/", "/people/me/",
            "/cases/emergency-access/reviews/"],
    "ines": ["/people/me/", "/account/2fa/", "/account/sessions/", "/account/password/change/", "{case}team/",
             "/account/reauthenticate/"],
    "kim": ["/cases/emergency-access/", "/people/roles/", "/people/"],
    "": ["/account/login/", "/account/signup/"],
}  # fmt: skip


def case_of(page: Any) -> str:
    page.goto("/cases/")
    page.locator("main a", has_text="Daniel Ferro").first.click()
    found = re.search(r"/cases/[0-9a-f-]{36}/", page.url)
    assert found
    return found[0]


@pytest.mark.parametrize("username", PAGES)
def test_every_page_about_people_reads_well(open_page: Open, username: str) -> None:
    page = open_page(username)
    case = case_of(page) if username == "ines" else ""
    for address in PAGES[username]:
        page.goto(address.format(case=case))
        for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert not wide, (address, width)
            broken = Axe().run(page).response["violations"]
            assert [rule["id"] for rule in broken] == [], (address, width, scheme)


def test_a_passkey_is_added_and_signs_in_alone(chromium: Any, site: Served) -> None:
    context = chromium.new_context(base_url=site.address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
           "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, "omar")
    page.goto("/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.check("input[name=passwordless]")
    page.click("text=Add it")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    page.click("text=Sign out")
    page.wait_for_url(lambda url: "recovery" not in url)
    page.goto("/account/login/?next=/people/me/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto("/people/me/")
    assert "1 passkey" in page.inner_text("main")
    context.close()


def test_a_person_is_added_with_keys_alone(open_page: Open) -> None:
    page = open_page("ada")
    page.goto("/people/add/")
    page.focus("input[name=name]")
    for told in ("Dr. Sam Ivers", "sam.ivers"):
        page.keyboard.type(told)
        page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=First password of Dr. Sam Ivers")
    page.goto("/people/")
    assert "Dr. Sam Ivers" in page.inner_text("main")


def test_without_script_people_sign_in_and_change_a_care_team(open_page: Open) -> None:
    page = open_page("cole", java_script_enabled=False)
    case = case_of(page)
    page.goto(f"{case}team/")
    page.select_option("select[name=person]", label="Dr. Omar Reyes, radiation oncology")
    page.click("text=Add to the care team")
    assert "Dr. Omar Reyes" in page.inner_text("main table")


def test_a_wrong_field_is_named_first_and_linked(open_page: Open) -> None:
    page = open_page("kim")
    page.goto("/cases/emergency-access/")
    page.fill("input[name=number]", "H-9999")
    page.fill("textarea", "Cannot walk since noon")
    page.click("text=Open this record")
    page.click("[role=alert] a")
    assert page.evaluate("document.activeElement.name") == "number"
    assert page.input_value("textarea") == "Cannot walk since noon"


def test_a_review_that_was_not_saved_is_put_back(open_page: Open) -> None:
    kim, ada = open_page("kim"), open_page("ada")
    kim.goto("/cases/emergency-access/")
    kim.fill("input[name=number]", "H-1001")
    kim.fill("textarea", "Cannot walk since noon")
    kim.click("text=Open this record")
    kim.wait_for_url("**/cases/*-*/**")
    ada.goto("/cases/emergency-access/reviews/")
    ada.locator("main a.btn").first.click()
    ada.check("text=Not justified")
    ada.fill("textarea", "Nobody on the ward knows of it.")
    ada.wait_for_selector("text=not saved yet")
    ada.reload()
    assert ada.input_value("textarea") == ""
    ada.click("text=Put it back")
    assert ada.input_value("textarea") == "Nobody on the ward knows of it."
    assert ada.is_checked("input[value='Not justified']")
    ada.click("text=Record the review")
    ada.wait_for_url("**/reviews/")
    ada.goto("/people/me/")
    assert "Kept, not saved yet" not in ada.inner_text("main")


@pytest.fixture
def short(prepared: Path, tmp_path: Path) -> Iterator[Served]:
    """A site where a session ends after twelve seconds."""
    with Served(prepared, tmp_path, BACKSTAY_IDLE_MINUTES="0.2") as running:
        yield running


def test_a_line_says_that_the_session_ends_and_one_click_keeps_it(
    chromium: Any, short: Served
) -> None:
    context = chromium.new_context(base_url=short.address)
    page = context.new_page()
    sign_in(page, "ines")
    page.goto("/people/me/")
    line = page.locator("#idle")
    assert line.is_hidden()
    line.wait_for(state="visible", timeout=20_000)
    assert "You will be signed out in" in page.inner_text("[role=alert]")
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Tab")
    page.click("text=Stay signed in")
    line.wait_for(state="hidden")
    line.wait_for(state="visible", timeout=20_000)
    page.wait_for_url("**/account/login/?next=/people/me/", timeout=30_000)
    assert "You were signed out" in page.inner_text("main")
    assert "Dr. Ines" not in page.content()
    context.close()
