"""What tests of the application share: its database, its people, the served site and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from committed import Prepared
from django.test import Client
from served import Served, fill, prepare
from world import PASSWORD, make_daniel, make_people

from backstay.web.people.models import Person
from backstay.web.records.models import Episode

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    return make_people()


@pytest.fixture
def daniel(people: dict[str, Person]) -> Episode:
    return make_daniel(people)


@pytest.fixture
def as_(people: dict[str, Person]) -> Callable[[str], Client]:
    """A client that is signed in as one of the people: `as_("ines")`."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared") / "data")


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return Prepared(tmp_path_factory.mktemp("committed"))


@pytest.fixture
def env(committed: Prepared) -> Iterator[dict[str, str]]:
    """The environment of processes that share a fresh copy of the prepared database, on either engine."""
    with committed.copy() as made:
        yield made


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application, served; with Daniel and everybody of `world`."""
    with Served(prepared, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def full_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with something on every page, for tests that change nothing; one for all of them."""
    running = Served(prepared, tmp_path_factory.mktemp("full"))
    fill(running.data)
    with running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: Served) -> Iterator[Callable[..., Any]]:
    """A new page of a new visitor: `open_page("ines", width=390, color_scheme="dark")`; "" is nobody."""
    contexts: list[Any] = []

    def opened(username: str = "", *, width: int = 1280, height: int = 800, **more: Any) -> Any:
        context = chromium.new_context(
            base_url=site.address, viewport={"width": width, "height": height}, **more
        )
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Any, username: str) -> None:
    """By the form that people use."""
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/account/login/" not in url)
