"""What pages cost on the invented hospital: how often they ask the database, and how many bytes a case is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.text import slugify
from pages import NO_PAGE, addresses, filled

from backstay.web.library.models import Challenge
from backstay.web.people.models import Board, Draft, Notice, Person
from backstay.web.records.demonstration.load import load
from backstay.web.records.demonstration.read import people
from backstay.web.records.entering.asked import groups
from backstay.web.records.models import BreakGlass, Episode

pytestmark = [pytest.mark.db, pytest.mark.django_db]
MOST_QUERIES = 20  # of one page
MOST_BYTES = 60_000  # of the case page as it is sent, HTML and styles
ROLES = ["", "ines", "boyd", "cole", "ruth", "vera", "ada"]
STYLE = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)"')
# Addresses at which nobody of the invented hospital finds a page, and why. Any other one must be seen.
NEVER = {
    "only written to": {
        "people:change", "people:keep_draft", "people:end_seat", "people:read_notice", "records:add_member",
        "records:end_member", "records:end_listing", "records:list_on_board", "records:take_back",
        "records:import_check", "records:import_new_check",
    },
    "leads elsewhere": {
        "home", "account_set_password", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "socialaccount_signup",
        "mfa_login_webauthn",
    },
    "an answer without a page": {"people:offer_draft", "socialaccount_login_error"},
    "needs a step that was begun": {"mfa_authenticate"},
    "closed, for nothing is sent by email": {
        "account_confirm_email", "account_confirm_login_code", "account_email_verification_sent",
        "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    },
    "needs an app or a passkey, which nobody has": {
        "mfa_deactivate_totp", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    },
    "needs the hospital's own identity or record system, and there is none": {
        "openid_connect_callback", "openid_connect_login", "records:launch", "records:launch_back",
    },
    "signs everybody out": {"account_logout"},
}  # fmt: skip
Open = Callable[[str], Client]


@pytest.fixture
def open_(db: None) -> Open:
    """A browser of one of the invented people; "" is nobody."""
    load()

    def opened(username: str) -> Client:
        client = Client(headers={"accept-encoding": "gzip"})
        if username:
            client.force_login(Person.objects.get(username=username))
        return client

    return opened


def daniel() -> Episode:
    return Episode.objects.select_related("patient").get(patient__name="Daniel Ferro")


def known() -> dict[str, dict[str, str]]:
    """A value for every part of an address; things that the invented hospital lacks are made."""
    episode, now = daniel(), datetime.now(UTC)
    ada, kim = (Person.objects.get(username=name) for name in ("ada", "kim"))
    glass = BreakGlass.objects.create(
        patient=episode.patient, person=kim, reason="x", at=now, until=now + timedelta(hours=1)
    )
    challenge = Challenge.objects.create(
        person=ada, entry="sins", case="patient: {}", expected="e", why="w", fingerprint="f", at=now
    )
    draft = Draft.objects.create(person=ada, form="/people/add/", page="/people/add/", data={})
    notice = Notice.objects.create(person=ada, kind="glass", about=str(glass.key), at=now)
    lesion = episode.lesions.filter(removed_at=None).first()
    assert lesion is not None
    board = Board.objects.all()[0]
    score = {"kind": "scores", "name": "sins"}
    return {
        "": {"key": str(episode.key), "name": "ecog", "lesion": lesion.level, "option": "separation_surgery"},
        "cases:score": {"name": "sins"},
        "people": {"key": str(ada.key), "person": str(ada.key), "draft": str(draft.pk), "notice": str(notice.pk)},
        "people:board": {"key": str(board.key)},
        "audit:patient": {"key": str(episode.patient.key)},
        "records": {
            "lesion": str(lesion.key), "path": "ecog", "person": str(kim.key), "board": str(board.key)
        },
        "records:group": {"name": slugify(groups("patient")[0])},
        "records:glass": {"key": str(glass.key)},
        "library": {**score, "path": "index.html", "key": str(challenge.key)},
        "library:page": {"path": "all.html"},
    }  # fmt: skip


def asked(client: Client, path: str) -> tuple[int, int]:
    """The status of a page, and how often it asked; savepoints are there because a test stands in a transaction."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    told = [one["sql"] for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]
    return answer.status_code, len(told)


def pages() -> dict[str, str]:
    """The paths of all addresses that can be filled."""
    values = known()
    made = {one.name: filled(one, values) for one in addresses()}
    left = {*NO_PAGE, "account_logout"}
    return {name: path for name, path in made.items() if path and name not in left}


def test_every_page_asks_the_database_at_most_twenty_times(open_: Open) -> None:
    found, seen, many = pages(), set(), []
    for client in map(open_, ROLES):
        # Pages of the second step want to have asked the password just now.
        client.post(reverse("account_reauthenticate"), {"password": people().password})
        for name, path in found.items():
            status, queries = asked(client, path)
            seen |= {name} if status == 200 else set()
            many += [f"{name} {path}: {queries}"] if queries > MOST_QUERIES else []
    assert not many, "\n".join(many)
    unseen = {one.name for one in addresses()} - seen - {*NO_PAGE}
    assert unseen == {name for names in NEVER.values() for name in names}


def colleague(episode: Episode) -> str:
    """Somebody who cares for the person."""
    member = episode.care_team.select_related("person").filter(person__username="cole").first()
    found = member or episode.care_team.select_related("person").all()[0]
    return str(found.person.username)


@pytest.mark.parametrize(
    "name", ["cases:case", "records:history", "records:next", "records:form", "cases:try"]
)
def test_a_full_case_costs_no_more_than_an_empty_one(open_: Open, name: str) -> None:
    many = []
    for episode in Episode.objects.all():
        client, path = open_(colleague(episode)), reverse(name, kwargs={"key": episode.key})
        status, queries = asked(client, path)
        assert status == 200
        many += [f"{path}: {queries}"] if queries > MOST_QUERIES else []
    assert not many, "\n".join(many)


def sent(client: Client, path: str) -> int:
    """The bytes of a page and of its styles. A server sends styles as Brotli, which is shorter still."""
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "gzip"
    styles = STYLE.findall(gzip.decompress(answer.content).decode())
    assert len(styles) >= 2
    files = [Path(str(finders.find(one))) for one in styles]
    return len(answer.content) + sum(len(gzip.compress(one.read_bytes())) for one in files)


@pytest.mark.parametrize("lesion", ["", "?lesion=all"])
def test_a_case_page_with_its_styles_is_small(open_: Open, lesion: str) -> None:
    sizes = {}
    for episode in Episode.objects.select_related("patient"):
        path = reverse("cases:case", kwargs={"key": episode.key}) + lesion
        sizes[episode.patient.name] = sent(open_(colleague(episode)), path)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
