"""What people must be able to do where script is off or did not load, in a browser that runs none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Any]
CASE = re.compile(r"/cases/[0-9a-f-]{36}/$")


def plain(open_page: OpenPage, username: str) -> Any:
    page = open_page(username, java_script_enabled=False)
    page.goto("/cases/")
    return page


def test_a_case_is_opened_entered_and_its_plan_read(open_page: OpenPage) -> None:
    page = plain(open_page, "cole")
    page.click("text=New case")
    page.fill("#name", "Tove Lund")
    page.fill("#level", "L1")
    page.click("text=Open the case")
    page.wait_for_url("**/next/")
    page.locator("main input[type=radio][value=true]").first.check()
    page.locator("main .actions button[type=submit]").first.click()
    page.wait_for_url(CASE)
    assert "1 answer recorded" in page.inner_text("main")
    assert page.locator(".clock").is_visible() and page.locator("#missing").is_visible()


def test_an_answer_is_changed_and_taken_back_with_a_reason(open_page: OpenPage) -> None:
    page = plain(open_page, "boyd")
    page.click("text=Daniel Ferro")
    case = page.url.partition("?")[0]
    page.goto(f"{case}fact/ecog/")
    page.check("input[name=ecog][value='2']")
    page.check("input[name='ecog:how'][value=changed]")
    page.click("text=Save this answer")
    assert "1 answer recorded" in page.inner_text("main")
    page.click("summary:has-text('ake')")
    page.fill("[name=why]", "It was somebody else's")
    page.locator("form[action$='take-back/'] button").click()
    assert "Taken back" in page.inner_text("main")
    assert "It was somebody else's" in page.inner_text("main")


def test_a_rule_is_challenged(open_page: OpenPage) -> None:
    page = plain(open_page, "ines")
    page.goto("/library/entry/scores/sins.html")
    page.click("text=Open prefilled case")
    page.fill("#expected", "17")
    page.fill("#why", "A thought.")
    page.click("text=Send to the reviewers")
    assert "fails" in page.inner_text("main")
    with page.expect_download() as loading:
        page.click("text=Download as a failing case")
    assert loading.value.suggested_filename.endswith(".yaml")


def test_emergency_access_is_asked_for_told_and_reviewed(open_page: OpenPage) -> None:
    """As whoever asks, as somebody of the care team, and as the reviewer."""
    kim = plain(open_page, "kim")
    kim.click("main >> text=emergency access")
    kim.fill("input[name=number]", "H-1001")
    kim.click("text=Open this record")
    assert kim.inner_text("main").count("eason") and "emergency-access" in kim.url
    kim.fill("textarea", "Legs weak, nobody of the team answers")
    kim.click("text=Open this record")
    kim.wait_for_url(CASE)
    assert "by emergency access, until" in kim.inner_text("body")
    ines = plain(open_page, "ines")
    ines.click(".told a")
    ines.locator("button[name=then]").first.click()
    assert "Legs weak" in ines.inner_text("main") and "Dr. Jun Kim" in ines.inner_text("main")
    assert ines.locator("text=Record the review").count() == 0, "her own team does not review it"
    ada = plain(open_page, "ada")
    ada.goto("/cases/emergency-access/reviews/")
    ada.locator("main a.btn").first.click()
    assert "Ferro" not in ada.content()
    ada.check("text=Not justified")
    ada.fill("textarea", "The team was in the house.")
    ada.click("text=Record the review")
    assert ada.url.endswith("/reviews/")
    ruth = plain(open_page, "ruth")
    ruth.goto(ines.url)
    assert "Legs weak" not in ruth.content()


def test_the_audit_is_searched_and_taken_along(open_page: OpenPage) -> None:
    page = plain(open_page, "ada")
    page.goto("/audit/")
    page.fill("input[name=by]", "ada")
    page.locator("main form button[type=submit]").first.click()
    assert page.url.endswith("?by=ada")
    with page.expect_download() as loading:
        page.locator("a[href*='events.csv']").click()
    assert loading.value.suggested_filename.endswith(".csv")
