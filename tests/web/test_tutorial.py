"""The tutorial in the browser is walked as it is written: every numbered line of it is a step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Running

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial/first-case-in-the-browser.md"
TEXT = TUTORIAL.read_text("utf-8")
STEPS = re.findall(r"^\d+\. (.+)$", TEXT, re.M)
WRITE = re.compile(r"Write `(.+)` into \*\*(.+?)\*\*\.?")
PRESS = re.compile(r"Press \*\*(.+)\*\*\.")
CHOOSE = re.compile(r"At \*\*(.+)\*\* choose \*\*(.+)\*\*\.")
SEE = re.compile(r"You see \*\*(.+)\*\*\.?")
MINUTES = 5
# Seconds for one step, to read it, find it and do it. They are our guess; nobody has been timed yet.
SECONDS = {WRITE: 12, PRESS: 6, CHOOSE: 15, SEE: 10}


def kind(step: str) -> re.Pattern[str]:
    """Which kind of step it is; a line that is none cannot be walked and fails."""
    [found] = [one for one in SECONDS if one.fullmatch(step)]
    return found


def test_the_steps_are_numbered_in_their_order() -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", TEXT, re.M)]
    assert numbers == list(range(1, len(STEPS) + 1))


def test_five_minutes_are_enough_for_the_steps() -> None:
    assert sum(SECONDS[kind(step)] for step in STEPS) <= MINUTES * 60


def test_its_pictures_and_links_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (TUTORIAL.parent / link).exists()] == []


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("tutorial"), "--demonstration") as served:
        yield served


def test_what_it_says_is_printed_is_printed(running: Running) -> None:
    [block] = re.findall(r"```console\n(.+?)```", TEXT, re.S)
    told = running.err.read_text().replace(running.address, "http://127.0.0.1:8000")
    assert [line for line in block.splitlines() if line.strip() not in told] == []


@pytest.mark.browser
def test_the_steps_can_be_walked_as_written(running: Running, chromium: Any) -> None:
    context = chromium.new_context(
        base_url=running.address, viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto("/")
    for step in STEPS:
        walk(page, step)
    context.close()


def walk(page: Any, step: str) -> None:
    """Do one step by the words alone that the reader has; what is not there ends the test."""
    how = kind(step)
    told = how.fullmatch(step)
    assert told
    if how is WRITE:
        write(page, told[2], told[1])
    elif how is PRESS:
        press(page, told[1])
    elif how is CHOOSE:
        choose(question(page, told[1]), told[2])
    else:
        seen = page.locator("main").get_by_text(told[1], exact=True)
        seen.locator("visible=true").first.wait_for()


def press(page: Any, name: str) -> None:
    """The one button or link of that name among the page's own; a name that two have is no instruction."""
    either = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    inside = page.locator("main, .case-nav").locator(either)
    assert inside.count() == 1, f"{inside.count()} are named {name}"
    inside.click()


def question(page: Any, words: str) -> Any:
    """The part of a form that asks this."""
    return page.locator(".ask").filter(has=page.locator(".question", has_text=words))


def write(page: Any, name: str, value: str) -> None:
    """Into the field of that label, or the first of the question of these words."""
    asked = question(page, name)
    field = asked.locator("input:visible").first if asked.count() else labeled(page, name)
    field.fill(value)


def labeled(page: Any, name: str) -> Any:
    """The field whose label begins so; after it may stand "(if known)"."""
    label = re.compile(rf"^{re.escape(name)}( \(.+\))?$")
    return page.locator("main").get_by_label(label)


def choose(asked: Any, value: str) -> None:
    """One of the answers of a question, from a list or by a button."""
    if asked.get_by_label(value, exact=True).count():
        asked.get_by_label(value, exact=True).check()
    else:
        asked.locator("select").first.select_option(label=value)
