"""What was typed for a case is there again after the session has ended, in every form in which people write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import Served

from conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def short(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site where a session ends after nine seconds."""
    folder = tmp_path_factory.mktemp("short")
    with Served(prepared, folder, BACKSTAY_IDLE_MINUTES="0.15") as running:
        yield running


@pytest.fixture
def page(chromium: Any, short: Served) -> Iterator[Any]:
    context = chromium.new_context(base_url=short.address)
    made = context.new_page()
    sign_in(made, "ines")
    made.click("text=Daniel Ferro")
    yield made
    context.close()


def signed_out(page: Any) -> None:
    """Nobody touches it until the line has warned and the session has ended; then signed in again."""
    page.wait_for_selector("text=not saved yet")
    page.locator("#idle").wait_for(state="visible", timeout=30_000)
    assert "What you send later is kept" in page.inner_text("#idle")
    page.wait_for_url("**/account/login/**", timeout=40_000)
    assert "Ferro" not in page.content()
    page.fill("input[name=login]", "ines")
    page.fill("input[name=password]", "spruce-harbor-lantern-42")
    page.click("main button[type=submit]")


def test_answers_come_back_and_are_saved(page: Any) -> None:
    page.goto(f"{page.url.partition('?')[0]}facts/laboratory/")
    form = page.url
    page.fill("input[name=platelets]", "210")
    signed_out(page)
    page.wait_for_url(form)
    assert page.input_value("input[name=platelets]") == ""
    page.click("text=Put it back")
    assert page.input_value("input[name=platelets]") == "210"
    page.locator("form.asks .actions button[type=submit]").first.click()
    page.wait_for_selector("text=1 answer recorded")
    page.goto(form)
    page.wait_for_load_state("networkidle")
    assert page.locator("text=Put it back").count() == 0


@pytest.mark.parametrize(
    ("address", "field"),
    [("{case}medicines/", "textarea[name=lines]"), ("/library/challenge/scores/sins/", "#why")],
)
def test_what_was_written_comes_back(page: Any, address: str, field: str) -> None:
    page.goto(address.format(case=page.url.partition("?")[0]))
    page.fill(field, "morphine 10 mg, a word of mine")
    signed_out(page)
    page.click("text=Put it back")
    assert page.input_value(field) == "morphine 10 mg, a word of mine"
