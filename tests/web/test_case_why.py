"""Every number opens: options, scores and values with their reasons; the plan in time; what is taken along."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from world import make_fact

from backstay.plan.record import replay
from backstay.web.audit.models import Event
from backstay.web.records.models import Episode

PAGES = (
    "plan/",
    "why/option/separation_surgery/?lesion=T8",
    "why/score/sins/?lesion=T8",
    "why/value/radiosensitivity/?lesion=T8",
    "why/value/ecog/",
    "take/",
    "take/report/",
    "take/record/",
)
INNER = re.compile(r'href="#([^"]+)"')


@pytest.mark.parametrize("page", PAGES)
def test_reasons_are_for_those_who_care_for_the_patient(
    daniel: Episode, as_: Callable[[str], Client], page: str
) -> None:
    address = f"/cases/{daniel.key}/{page}"
    assert as_("omar").get(address).status_code == 200
    for outsider in ("kim", "ruth", "vera", "ada"):
        assert as_(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert {event.by for event in Event.objects.filter(patient=daniel.patient.key)} == {"omar"}


@pytest.mark.parametrize(
    "page",
    ["", *PAGES[:6], "missing/", "changes/", "differ/", "dose/", "medicines/all/", "try/"],
)
def test_no_link_leads_nowhere_on_its_page(
    daniel: Episode, as_: Callable[[str], Client], page: str
) -> None:
    told = as_("ines").get(f"/cases/{daniel.key}/{page}").content.decode()
    ids = set(re.findall(r'\sid="([^"]+)"', told))
    assert [one for one in INNER.findall(told) if one not in ids] == []


def test_a_score_with_a_missing_item_has_no_total(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    told = as_("ines").get(f"/cases/{daniel.key}/why/score/sins/?lesion=L3").content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", told)
    assert heading is not None and "\N{EN DASH}" in heading[1]
    assert "The total is an interval" in told


def test_a_value_says_who_gave_it_and_when(daniel: Episode, as_: Callable[[str], Client]) -> None:
    make_fact(daniel, "platelets", 180, observed="2026-03-12")
    told = as_("ines").get(f"/cases/{daniel.key}/why/value/platelets/").content.decode()
    assert "2026-03-12" in told and "ines" in told
    unknown = as_("ines").get(f"/cases/{daniel.key}/why/value/albumin/").content.decode()
    assert "Not known" in unknown and "Nobody has answered this" in unknown


def test_a_definition_shows_its_formula_and_what_it_read(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    told = as_("ines").get(f"/cases/{daniel.key}/why/value/radiosensitivity_ao/?lesion=T8")
    page = told.content.decode()
    assert "How it is known" in page and "What it read" in page
    assert "/why/value/primary/" in page


@pytest.mark.parametrize(
    "page",
    [
        "why/option/no_such/",
        "why/score/no_such/",
        "why/value/no_such/",
        "why/value/radiosensitivity/?lesion=T1",
        "why/option/separation_surgery/?lesion=T1",
    ],
)
def test_what_is_not_there_is_not_found(
    daniel: Episode, as_: Callable[[str], Client], page: str
) -> None:
    assert as_("ines").get(f"/cases/{daniel.key}/{page}").status_code == 404


def test_the_record_replays_to_the_same_bytes(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    answer = as_("ines").get(f"/cases/{daniel.key}/take/record/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert replay(answer.content).same
    assert b"Ferro" not in answer.content and b"H-1001" not in answer.content
    assert [one.action for one in Event.objects.filter(patient=daniel.patient.key)] == [
        "record_downloaded"
    ]


def test_the_report_names_whom_it_is_about_and_comes_as_a_file(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    answer = as_("ines").get(f"/cases/{daniel.key}/take/report/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Ferro" not in answer["Content-Disposition"]
    assert "Daniel Ferro" in answer.content.decode()
    assert [one.action for one in Event.objects.filter(patient=daniel.patient.key)] == [
        "report_downloaded"
    ]


def test_facts_that_cannot_be_read_give_no_plan_and_no_file(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    make_fact(daniel, "albumin", "much")
    for page in ("plan/", "try/", "take/report/", "take/record/"):
        answer = as_("ines").get(f"/cases/{daniel.key}/{page}")
        assert "cannot be read together" in answer.content.decode()
        assert "Content-Disposition" not in answer


def test_what_would_change_an_option_comes_after_the_page_or_with_it_where_asked(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client = as_("ines")
    path = f"/cases/{daniel.key}/why/option/sbrt/?lesion=T8"
    page = client.get(path).content.decode()
    assert f'hx-get="{path}"' in page and "No single changeable fact" not in page
    link = re.search(r'<a href="([^"]+)">Single facts that would move this option</a>', page)
    assert link is not None
    whole = client.get(link[1].replace("&amp;", "&")).content.decode()
    part = client.get(path, headers={"hx-request": "true"}).content.decode().strip()
    assert part.startswith(("<ul", "<p>No single changeable fact")) and part in whole
    assert "<h1>" in whole and "hx-get" not in whole.partition("<h1>")[2]
