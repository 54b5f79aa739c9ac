"""What is kept of a form is bounded, and shown only while its case is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from backstay.web.people.draft_actions import LARGEST, MOST
from backstay.web.people.models import Draft, Person
from backstay.web.records.models import Episode

As = Callable[[str], Client]
KEEP, OFFER = "/people/drafts/keep/", "/people/drafts/offer/"
FORM = "application/x-www-form-urlencoded"


def seen(client: Client, form: str) -> str:
    """Everything that shows a draft."""
    draft = Draft.objects.get()
    pages = [client.get(OFFER, {"form": form}), client.get(f"/people/drafts/{draft.pk}/")]
    pages.append(client.post(f"/people/drafts/{draft.pk}/"))
    return "".join(page.content.decode() + str(page.headers) for page in pages)


@pytest.mark.parametrize("form", ["facts/wellbeing/", "medicines/", "facts/wellbeing/#other"])
def test_a_draft_is_not_shown_to_who_may_not_open_its_case_any_more(
    daniel: Episode, as_: As, form: str
) -> None:
    """A form holds what stood there when it was opened; emergency access to that has an end."""
    path, kim = f"/cases/{daniel.key}/{form}", as_("kim")
    with time_machine.travel(datetime.now(UTC)) as clock:
        kim.post("/cases/emergency-access/", {"number": "H-1001", "reason": "Cannot walk"})
        kim.post(KEEP, {"_form": path, "_page": path, "words": "kidney cancer, Gleason"})
        assert "Gleason" in kim.get(OFFER, {"form": path}).content.decode()
        clock.shift(timedelta(hours=settings.EMERGENCY_ACCESS_HOURS, minutes=1))
        kim = as_("kim")
        told = seen(kim, path)
    assert "Gleason" not in told and str(daniel.key) not in told
    assert "may not open now" in told
    assert not Draft.objects.exists()  # thrown away by its owner


def test_who_still_cares_sees_it(daniel: Episode, as_: As) -> None:
    path, ines = f"/cases/{daniel.key}/medicines/", as_("ines")
    ines.post(KEEP, {"_form": path, "_page": path, "lines": "morphine 10 mg"})
    assert seen(ines, path).count("morphine 10 mg") >= 2


def test_long_names_of_fields_count_too(people: dict[str, Person], as_: As) -> None:
    for sent in ({"n" * LARGEST: "x"}, {f"{'n' * 900}{n}": "" for n in range(LARGEST // 900)}):
        body = urlencode({"_form": "/cases/new/", **sent})
        said = as_("ines").post(KEEP, body, content_type=FORM).content.decode()
        assert "Too much to keep" in said
    assert not Draft.objects.exists()


@pytest.mark.db
def test_one_person_fills_no_disk(people: dict[str, Person], as_: As) -> None:
    ines, omar = as_("ines"), as_("omar")
    omar.post(KEEP, {"_form": "/cases/new/", "name": "Lea"})
    for number in range(MOST + 3):
        ines.post(KEEP, {"_form": f"/cases/new/#{number}", "name": "Lea"})
    kept = {draft.form for draft in people["ines"].drafts.all()}
    assert kept == {f"/cases/new/#{number}" for number in range(3, MOST + 3)}
    assert people["omar"].drafts.count() == 1
