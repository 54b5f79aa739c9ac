"""The library: open to anybody, at the addresses of the book, searchable, with cases that are really run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backstay.present.book.addresses import addresses
from backstay.web.library.results import cases_of, problems_of
from backstay.web.library.searching import search
from backstay.web.library.shelf import volume
from backstay.web.records.knowledge import knowledge

_HREF = re.compile(r'href="(?!https?:|#|/)([^"#]*)(?:#([^"]*))?"')


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize(
    "key",
    [
        ("statements", "referral-at-once-for-red-flags"),
        ("scores", "sins"),
        ("evidence", "nice-ng234"),
        ("definitions", "cord_or_cauda_signs"),
        ("interventions", "sbrt"),
        ("facts", "escc"),
        ("clocks", "red-flags-with-cancer-are-an-emergency"),
    ],
)
def test_an_entry_stands_where_it_stands_in_the_book_and_on_a_page_alone(
    client: Client, key: tuple[str, str]
) -> None:
    """Tests without `db` fail at any query: the library asks the database nothing of a stranger."""
    address = addresses(knowledge())[key]
    assert f'id="{address.anchor}"' in read(client, f"/library/{address.page}")
    alone = read(client, f"/library/entry/{key[0]}/{key[1]}.html")
    assert alone.count("<h1") == 1 and "What was read" in alone and address.page in alone


@pytest.mark.parametrize(
    "path",
    [
        "", "coverage.html", "review.html", "rules/index.html", "scores/sins.html", "cases/index.html",
        "interventions/radiation.html", "evidence/index.html", "frameworks/noms.html",
        "entry/scores/sins.html", "entry/interventions/sbrt.html", "search/?q=sins",
    ],
)  # fmt: skip
def test_no_link_of_a_page_is_dead(client: Client, path: str) -> None:
    from urllib.parse import urljoin

    for link in {one[0] for one in _HREF.findall(read(client, f"/library/{path}"))}:
        there = urljoin(f"/library/{path}", link)
        assert client.get(there).status_code in (200, 302), (path, link)


@pytest.mark.parametrize(
    "path",
    ["../settings", "nothing.html", "book.css", "entry/scores/none.html", "entry/none/sins.html",
     "entry/scores/sins/nothing", "entry/none/sins/cases/", "rules/%2e%2e/%2e%2e/x"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/library/{path}").status_code == 404


def test_search_finds_by_name_id_and_words_with_the_named_first() -> None:
    assert search("sins")[0].id == "sins"
    assert search("referral at once")[0].id == "referral-at-once-for-red-flags"
    assert any(one.id == "nice-ng234" for one in search("NICE NG234"))
    assert any(not one.id for one in search("two lesions have two scores"))
    assert search("   ") == [] and search("zzz qqq") == []


def test_a_search_tells_what_it_found_and_escapes_what_was_asked(client: Client) -> None:
    assert "found" in read(client, "/library/search/?q=sbrt")
    page = read(client, "/library/search/?q=<script>x</script>")
    assert "<script>x" not in page and "Nothing holds" in page
    read(client, "/library/search/?q=" + "x" * 4000)


def test_cases_are_run_and_their_results_shown(client: Client) -> None:
    page = read(client, "/library/entry/statements/referral-at-once-for-red-flags/cases/")
    assert page.count("passes") == len(cases_of(("statements", "referral-at-once-for-red-flags")))
    assert "does not hold" in page and "<b>fails</b>" not in page


def test_a_case_that_the_protocol_of_a_site_breaks_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = cases_of(("scores", "sins"))[0]
    monkeypatch.setitem(patient.expect, "scores", {"sins": "3"})
    problems_of.cache_clear()
    try:
        assert "<b>fails</b>" in read(client, "/library/entry/scores/sins/cases/")
    finally:
        problems_of.cache_clear()


def test_every_entry_has_a_page(client: Client) -> None:
    for kind, name in list(volume().addresses)[::97]:
        assert name in read(client, f"/library/entry/{kind}/{name}.html")


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", ["", "entry/scores/sins.html", "rules/radiation/sbrt.html", "coverage.html"]
)
def test_a_phone_needs_no_sideways_scroll(open_page: Callable[..., Any], path: str) -> None:
    page = open_page("", width=320)
    page.goto(f"/library/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_results_come_after_the_page_and_without_script_by_a_link(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("")
    page.goto("/library/entry/scores/sins.html")
    page.wait_for_selector("text=passes")
    plain = open_page("", java_script_enabled=False)
    plain.goto("/library/entry/scores/sins.html")
    plain.click("text=that test it >> nth=-1")
    assert "passes" in plain.inner_text("main")
