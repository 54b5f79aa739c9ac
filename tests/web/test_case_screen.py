"""The case on one screen: what it shows, to whom, with how many queries and how many bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from served import Served, environment
from world import PASSWORD, make_case

from backstay.web.audit.models import Event
from backstay.web.people.models import Person
from backstay.web.records.models import Episode

MOST_QUERIES, MOST_BYTES = 20, 60_000
MANY = (
    "C2",
    "C5",
    "T1",
    "T2",
    "T3",
    "T5",
    "T6",
    "T7",
    "T8",
    "T9",
    "T11",
    "T12",
    "L1",
    "L2",
    "L4",
    "L5",
    "S1",
)
As = Callable[[str], Client]


def shown(as_: As, episode: Episode, lesion: str = "") -> str:
    query = f"?lesion={lesion}" if lesion else ""
    answer = as_("ines").get(f"/cases/{episode.key}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_the_person_then_the_lesion_whose_option_stands_first(
    daniel: Episode, as_: As
) -> None:
    page = shown(as_, daniel)
    order = ["Daniel Ferro", "63, male", "ask what matters most", 'id="clock"', "Options for T8"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert "SINS at T8: 11 of 18" in page
    assert "Resistant" in page  # NOMS
    assert "Options for L3" not in page


def test_a_lesion_is_chosen_by_its_level(daniel: Episode, as_: As) -> None:
    page = shown(as_, daniel, "L3")
    assert "Options for L3" in page
    assert re.search(r'href="\?lesion=L3"[^>]* aria-current="true"', page)
    assert not re.search(r'href="\?lesion=T8"[^>]* aria-current', page)


def test_all_lesions_stand_side_by_side(daniel: Episode, as_: As) -> None:
    page = shown(as_, daniel, "all")
    assert "SINS at T8" in page
    assert "SINS at L3" in page
    assert "Options for T8" not in page


@pytest.mark.parametrize("wanted", ["T81", "<script>alert(1)</script>", "C3"])
def test_a_lesion_that_is_not_there_is_said_and_the_first_is_shown(
    daniel: Episode, as_: As, wanted: str
) -> None:
    page = shown(as_, daniel, wanted)
    assert "No lesion is entered at" in page
    assert "<script>alert" not in page
    assert "Options for T8" in page


def test_reading_a_case_is_in_the_audit_and_being_refused_reads_nothing(
    daniel: Episode, as_: As
) -> None:
    as_("kim").get(f"/cases/{daniel.key}/")
    assert not Event.objects.filter(action="case_read").exists()
    shown(as_, daniel)
    event = Event.objects.get(action="case_read")
    assert (event.by, event.patient) == ("ines", str(daniel.patient.key))
    assert (event.about, event.details) == (str(daniel.key), {})


@pytest.mark.parametrize("lesion", ["", "L3", "all"])
def test_it_needs_few_queries(daniel: Episode, as_: As, lesion: str) -> None:
    from django.db import connection

    client = as_("ines")
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(f"/cases/{daniel.key}/?lesion={lesion}")
    assert 0 < len(found) <= MOST_QUERIES, [one["sql"] for one in found.captured_queries]


def test_without_any_fact_it_says_what_is_not_known(people: dict[str, Person], as_: As) -> None:
    page = shown(as_, make_case(people, "Nobody Knows", {}))
    assert "Lesions of the spine: not known" in page
    assert "red flags are not ruled out" in page
    assert "Options for the whole person" in page
    assert "No lesion of the spine is listed" not in page  # nobody said that


def test_four_facts_are_enough_for_a_clock(people: dict[str, Person], as_: As) -> None:
    facts = {"patient": {"primary": "prostate", "limb_weakness": True}, "T6": {"escc": "3"}}
    page = shown(as_, make_case(people, "Four Facts", facts))
    assert "Emergency: within 24 hours" in page
    assert "Options for T6" in page
    assert "SINS at T6: 1 to 16 of 18" in page  # an interval, never a total


def test_a_lesion_of_which_nothing_is_known(people: dict[str, Person], as_: As) -> None:
    page = shown(as_, make_case(people, "All Unknown", {"T9": {}}))
    assert "Options for T9" in page
    assert "ESCC not known" in page
    assert "stance-recommended" not in page


def test_seventeen_lesions(people: dict[str, Person], as_: As) -> None:
    facts: dict[str, dict[str, Any]] = {level: {"bone": "mixed"} for level in MANY}
    episode = make_case(people, "<b>Many</b> & more", facts)
    page = shown(as_, episode, "T11")
    assert "<b>Many</b>" not in page
    assert all(f'href="?lesion={level}"' in page for level in MANY)
    assert "Options for T11" in page
    assert len(re.findall(r'<th scope="row"><a href="\?lesion=', shown(as_, episode, "all"))) == 17


def test_what_is_declined_says_what_it_would_be_otherwise(
    people: dict[str, Person], as_: As
) -> None:
    facts = {"patient": {"primary": "kidney", "accepts_surgery": False}, "T8": {"escc": "2"}}
    page = shown(as_, make_case(people, "Hugh No", facts))
    assert "Declines: <b>surgery" in page
    assert re.search(r"stance-declined.*?otherwise: ", page)


def test_facts_that_cannot_be_read_together_give_no_plan(
    people: dict[str, Person], as_: As
) -> None:
    page = shown(as_, make_case(people, "Old Value", {"T8": {"escc": "7"}}))
    assert "No plan: these facts cannot be read together" in page
    assert "T8.escc" in page
    assert "stance-" not in page.partition("<main")[2]


def test_every_source_of_an_option_leads_into_the_library(daniel: Episode, as_: As) -> None:
    links = re.findall(r'class="held">.*?<a href="([^"]+)"', shown(as_, daniel))
    assert links
    assert all(link.startswith("/library/") for link in links)


def test_no_link_of_the_page_leads_to_an_id_that_is_not_there(daniel: Episode, as_: As) -> None:
    page = shown(as_, daniel)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_each_part_of_the_case_has_one_link_in_its_navigation(daniel: Episode, as_: As) -> None:
    told = re.search(r'<nav class="case-nav".*?</nav>', shown(as_, daniel), re.S)
    assert told
    links = re.findall(r'href="([^"]+)"', told[0])
    assert len(links) == len(set(links)) > 4
    assert all(as_("ines").get(link).status_code == 200 for link in links)


@pytest.fixture
def collected(prepared: Path, tmp_path: Path) -> Any:
    """The application as it is run: with its files collected and compressed."""
    site = Served(prepared, tmp_path, BACKSTAY_COLLECTED="true")
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, env=environment(site.data, BACKSTAY_COLLECTED="true"), check=True)
    with site:
        yield site


@pytest.mark.parametrize("lesion", ["T8", "all"])
def test_page_and_style_sheets_are_small_on_the_wire(collected: Served, lesion: str) -> None:
    compressed = {"Accept-Encoding": "gzip"}
    with httpx.Client(
        base_url=collected.address, headers=compressed, follow_redirects=True
    ) as client:
        link = re.search(r"/cases/[0-9a-f-]{36}/", enter(client, "ines"))
        assert link
        size, text = wire(client, f"{link[0]}?lesion={lesion}")
        sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', text)
        sizes = {"page": size, **{sheet: wire(client, sheet)[0] for sheet in sheets}}
    assert len(sheets) >= 3
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def enter(client: httpx.Client, username: str) -> str:
    """Sign in by the form; the text of the page that follows."""
    form = client.get("/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    assert token
    told = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    return client.post("/account/login/", data=told, headers={"Referer": str(form.url)}).text


def wire(client: httpx.Client, address: str) -> tuple[int, str]:
    """How many bytes of a body came, and what they say."""
    with client.stream("GET", address) as answer:
        assert answer.status_code == 200
        text = answer.read().decode()
        return answer.num_bytes_downloaded, text
