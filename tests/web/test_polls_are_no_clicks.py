"""What a page asks by itself says so, in a real browser, and keeps no session alive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from served import Served

from conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["{case}facts/laboratory/", "{case}medicines/", "{case}"])
def test_a_page_that_is_left_alone_asks_as_a_page_and_ends(
    chromium: Any, prepared: Path, tmp_path: Path, address: str
) -> None:
    """Both scripts ask: one whether something was kept, one how long the session lasts."""
    with Served(prepared, tmp_path, BACKSTAY_IDLE_MINUTES="0.15") as running:
        context = chromium.new_context(base_url=running.address)
        page = context.new_page()
        sign_in(page, "ines")
        page.click("text=Daniel Ferro")
        page.wait_for_url("**/cases/*-*/")
        asked: list[tuple[str, str, str]] = []
        page.on(
            "request",
            lambda one: (
                one.resource_type == "fetch"
                and asked.append(
                    (
                        one.method,
                        one.url.partition("/people/")[2],
                        one.headers.get("x-background", ""),
                    )
                )
            ),
        )
        page.goto(address.format(case=page.url.partition("?")[0]))
        page.wait_for_url("**/account/login/**", timeout=40_000)
        context.close()
    polls = [one for one in asked if one[1]]
    assert {background for _, _, background in polls} <= {"session", "draft"}
    assert {method for method, _, _ in polls} == {"GET"}
    assert ("GET", "session/", "session") in polls
    if address != "{case}":
        assert any(told.startswith("drafts/offer/") and who == "draft" for _, told, who in polls)
