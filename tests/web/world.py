"""A small invented hospital that tests of the application share: who works there, who is cared for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from backstay.web.library.models import Challenge
from backstay.web.people.draft_actions import keep_draft
from backstay.web.people.models import Board, Person, RoleHeld, Seat
from backstay.web.people.notices import tell
from backstay.web.records.models import (
    BreakGlass,
    CareTeamMember,
    Episode,
    Fact,
    Lesion,
    Listing,
    Patient,
)

PASSWORD = "spruce-harbor-lantern-42"  # noqa: S105  (of invented people in tests)
SINCE = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
PEOPLE = {  # user name: name, work, roles
    "ines": ("Dr. Ines Halloran", "spine surgery", ["spine_surgeon"]),
    "omar": ("Dr. Omar Reyes", "radiation oncology", ["radiation_oncologist"]),
    "boyd": ("Nadia Boyd", "nursing", ["nurse"]),
    "cole": ("Terry Cole", "coordination", ["coordinator"]),
    "kim": ("Dr. Jun Kim", "medical oncology", ["medical_oncologist"]),  # no relation to anybody
    "ruth": ("Ruth Adeyemi", "research", ["researcher"]),
    "vera": ("Dr. Vera Lind", "knowledge", ["knowledge_reviewer"]),
    "ada": ("Ada Moss", "information governance", ["administrator"]),
}
DANIEL: dict[str, Any] = {
    "patient": {
        "age": 63, "sex": "male", "primary": "kidney", "ecog": "1", "visceral_metastases": "treatable",
        "comorbidities": ["diabetes"],
    },
    "T8": {
        "pain": "mechanical", "bone": "lytic", "alignment": "normal", "collapse": "under_half",
        "posterolateral": "bilateral", "escc": "2",
    },
    "L3": {"bone": "lytic", "alignment": "normal", "collapse": "none_over_half_involved"},
}  # fmt: skip


@cache
def _hashed() -> str:
    """Once in a process: it is slow, as it should be."""
    return make_password(PASSWORD)


def make_people() -> dict[str, Person]:
    """Everybody, with the roles they hold."""
    made, hashed = {}, _hashed()
    for username, (name, work, roles) in PEOPLE.items():
        person = Person.objects.create(username=username, password=hashed, name=name, work=work)
        for role in roles:
            RoleHeld.objects.create(person=person, role=role, given_by="system", since=SINCE)
        made[username] = person
    return made


def make_daniel(people: dict[str, Person]) -> Episode:
    """Daniel Ferro: Ines, Boyd and Cole care for him; the board, on which Omar sits, has his case."""
    patient = Patient.objects.create(name="Daniel Ferro", born=date(1962, 8, 4), number="H-1001")
    episode = Episode.objects.create(patient=patient, reason="Pain and weakness", opened_at=SINCE)
    for username in ("ines", "boyd", "cole"):
        CareTeamMember.objects.create(
            episode=episode, person=people[username], added_by="cole", since=SINCE
        )
    board = Board.objects.create(name="Spine board")
    Seat.objects.create(board=board, person=people["omar"], given_by="ada", since=SINCE)
    Listing.objects.create(episode=episode, board=board, listed_by="cole", since=SINCE)
    for place, facts in DANIEL.items():
        lesion = None
        if place != "patient":
            lesion = Lesion.objects.create(
                episode=episode, level=place, added_by="ines", added_at=SINCE
            )
        for name, value in facts.items():
            make_fact(episode, name, value, lesion)
    return episode


def make_around(people: dict[str, Person], episode: Episode) -> None:
    """What pages are made of beside a case: an access that has ended, a challenge, a notice, a draft."""
    now = datetime.now(UTC)
    BreakGlass.objects.create(
        patient=episode.patient, person=people["omar"], reason="Nobody of the team answers",
        at=now - timedelta(hours=6), until=now - timedelta(hours=2),
    )  # fmt: skip
    Challenge.objects.create(
        person=people["ines"], entry="scores/sins", case="lesions:\n- level: T8\n  escc: '2'\n",
        expected="scores:\n  sins: '17'\n", why="A thought", fingerprint="of another day", at=now,
    )  # fmt: skip
    tell([people["ines"]], "added_to_care_team", episode.key)
    form = f"/cases/{episode.key}/facts/wellbeing/"
    keep_draft(by=people["ines"], form=form, page=form, data={"ecog": ["2"]}, late=True)


def make_fact(
    episode: Episode, name: str, value: Any, lesion: Lesion | None = None, **more: Any
) -> Fact:
    """One known answer, as a form would have recorded it."""
    told = {"recorded_at": SINCE, "recorded_by": "ines", "source": "form", **more}
    return Fact.objects.create(episode=episode, name=name, value=value, lesion=lesion, **told)


def make_case(people: dict[str, Person], name: str, facts: dict[str, dict[str, Any]]) -> Episode:
    """A case of Ines with these facts: of the patient, and of a lesion under its level."""
    episode = Episode.objects.create(patient=Patient.objects.create(name=name), opened_at=SINCE)
    CareTeamMember.objects.create(
        episode=episode, person=people["ines"], added_by="cole", since=SINCE
    )
    for place, known in facts.items():
        lesion = None
        if place != "patient":
            lesion = Lesion.objects.create(
                episode=episode, level=place, added_by="ines", added_at=SINCE
            )
        for fact, value in known.items():
            make_fact(episode, fact, value, lesion)
    return episode
