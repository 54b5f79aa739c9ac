"""What people read when an address leads nowhere, or something broke."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client

from backstay.web.records.models import Episode


def test_a_case_of_others_reads_as_one_that_never_was(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    kim = as_("kim")
    pages = [kim.get(f"/cases/{key}/") for key in (daniel.key, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')  # other in every answer
    first, second = (token.sub("", page.content.decode()) for page in pages)
    assert "Ferro" not in first
    assert first == second, "the two cannot be told apart"


def test_nobody_signed_in_reads_it_too(db: None, client: Client) -> None:
    page = client.get("/nowhere/")
    assert page.status_code == 404 and "Nothing is here for you" in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_the_worst_need_nothing(name: str) -> None:
    page = render_to_string(name)
    assert (
        "<h1>" in page and 'lang="en"' in page and "<script" not in page and " style=" not in page
    )


@pytest.mark.browser
def test_the_page_is_calm(open_page: Callable[..., Any]) -> None:
    page = open_page("kim")
    page.goto("/cases/nowhere/")
    assert page.inner_text("h1") == "Nothing is here for you"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("text=the emergency page")
    assert page.url.endswith("/emergency/")
