"""The skeleton of the application: it starts, it knows its people, and outsiders see nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backstay.web.records.models import Episode


@pytest.mark.db
@pytest.mark.parametrize(
    ("username", "status"),
    [("ines", 200), ("omar", 200), ("kim", 404), ("ruth", 404), ("ada", 404)],
)
def test_a_case_opens_for_its_team_and_board_alone(
    daniel: Episode, as_: Callable[[str], Client], username: str, status: int
) -> None:
    assert as_(username).get(f"/cases/{daniel.key}/").status_code == status


@pytest.mark.browser
def test_a_surgeon_signs_in_and_opens_a_case(open_page: Callable[..., Any]) -> None:
    page = open_page("ines")
    page.click("text=Daniel Ferro")
    assert "Daniel Ferro" in page.inner_text("h1")
