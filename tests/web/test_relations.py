"""Who may do what to whom, as a table: every role, every action, every relation to one patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import rules
from world import SINCE

from backstay.web.people.models import Board, Person, RoleHeld, Seat
from backstay.web.people.permissions import may
from backstay.web.people.roles import CLINICAL, PERMISSIONS, ROLES
from backstay.web.records.access import open_episode, visible_to
from backstay.web.records.models import BreakGlass, CareTeamMember, Episode, Listing, Patient

# What a clinical role may do to one patient. Every other role may do nothing to any, whatever its relation.
CLINICIANS = """
relation               read_case  enter_facts  manage_care_team  list_on_board
none                   -          -            -                 -
care_team              yes        yes          yes               yes
care_team_ended        -          -            -                 -
board                  yes        yes          yes               yes
seat_ended             -          -            -                 -
listing_ended          -          -            -                 -
another_board          -          -            -                 -
emergency              yes        yes          -                 -
emergency_over         -          -            -                 -
emergency_of_another   -          -            -                 -
other_patient          -          -            -                 -
care_team_closed       yes        -            -                 -
board_closed           yes        -            -                 -
emergency_closed       yes        -            -                 -
care_team_not_active   -          -            -                 -
"""
# What a role may do that is not about one patient.
ALONE = """
role                read_audit  manage_people  review_break_glass  review_challenges  challenge_rules  read_without_identities  open_cases  break_glass
clinical            -           -              -                   -                  yes              -                        yes         yes
researcher          -           -              -                   -                  yes              yes                      -           -
knowledge_reviewer  -           -              -                   yes                yes              -                        -           -
administrator       yes         yes            yes                 -                  -                -                        -           -
"""  # noqa: E501  (a table)
Relate = Callable[[Episode, Person], None]


def rows(table: str) -> dict[str, dict[str, bool]]:
    head, *lines = (line.split() for line in table.strip().splitlines())
    return {
        first: dict(zip(head[1:], (cell == "yes" for cell in cells), strict=True))
        for first, *cells in lines
    }


def none(episode: Episode, person: Person) -> None:
    """No relation at all."""


def care_team(episode: Episode, person: Person) -> None:
    CareTeamMember.objects.create(episode=episode, person=person, added_by="cole", since=SINCE)


def care_team_ended(episode: Episode, person: Person) -> None:
    care_team(episode, person)
    CareTeamMember.objects.filter(person=person).update(ended_at=SINCE + timedelta(days=1))


def board(episode: Episode, person: Person) -> None:
    Seat.objects.create(board=Board.objects.get(), person=person, given_by="ada", since=SINCE)


def seat_ended(episode: Episode, person: Person) -> None:
    board(episode, person)
    Seat.objects.filter(person=person).update(ended_at=SINCE + timedelta(days=1))


def listing_ended(episode: Episode, person: Person) -> None:
    board(episode, person)
    Listing.objects.update(ended_at=SINCE + timedelta(days=1))


def another_board(episode: Episode, person: Person) -> None:
    other, _ = Board.objects.get_or_create(name="Another board")
    Seat.objects.create(board=other, person=person, given_by="ada", since=SINCE)


def emergency(episode: Episode, person: Person, hours: int = 1) -> None:
    now = datetime.now(UTC)
    BreakGlass.objects.create(
        patient=episode.patient,
        person=person,
        reason="Legs weak since this morning",
        at=now - timedelta(hours=5),
        until=now + timedelta(hours=hours),
    )


def emergency_over(episode: Episode, person: Person) -> None:
    emergency(episode, person, hours=-1)


def emergency_of_another(episode: Episode, person: Person) -> None:
    emergency(episode, Person.objects.get(username="kim"))


def other_patient(episode: Episode, person: Person) -> None:
    patient, _ = Patient.objects.get_or_create(name="Somebody Else", number="H-2002")
    other, _ = Episode.objects.get_or_create(patient=patient, defaults={"opened_at": SINCE})
    care_team(other, person)


def closed(relate: Relate) -> Relate:
    def related(episode: Episode, person: Person) -> None:
        relate(episode, person)
        Episode.objects.filter(pk=episode.pk).update(closed_at=datetime.now(UTC))

    return related


def care_team_not_active(episode: Episode, person: Person) -> None:
    care_team(episode, person)
    Person.objects.filter(pk=person.pk).update(is_active=False)


RELATIONS: dict[str, Relate] = {
    "care_team_closed": closed(care_team),
    "board_closed": closed(board),
    "emergency_closed": closed(emergency),
    **{
        relate.__name__: relate
        for relate in (
            none, care_team, care_team_ended, board, seat_ended, listing_ended, another_board, emergency,
            emergency_over, emergency_of_another, other_patient, care_team_not_active,
        )
    },
}  # fmt: skip


def of_role(role: str) -> Person:
    person = Person.objects.create(username=f"new-{role}", name="Somebody New")
    RoleHeld.objects.create(person=person, role=role, given_by="ada", since=SINCE)
    return person


def test_the_tables_name_every_relation_and_every_permission() -> None:
    table, alone = rows(CLINICIANS), rows(ALONE)
    assert set(table) == set(RELATIONS)
    assert set(table["none"]) | set(alone["clinical"]) == set(PERMISSIONS)
    assert all(rules.rule_exists(what) for what in table["none"])


@pytest.mark.db
@pytest.mark.parametrize("relation", RELATIONS)
def test_a_role_and_a_relation_decide_together(daniel: Episode, relation: str) -> None:
    told = rows(CLINICIANS)[relation]
    made = {role: of_role(role) for role in ROLES}
    for person in made.values():
        RELATIONS[relation](daniel, person)
    episode = Episode.objects.get(pk=daniel.pk)
    for role in ROLES:
        person = Person.objects.get(pk=made[role].pk)
        wanted = told if ROLES[role].may == CLINICAL else dict.fromkeys(told, False)
        found = {what: bool(rules.test_rule(what, person, episode)) for what in told}
        assert (role, found) == (role, wanted)
        assert visible_to(person).filter(pk=episode.pk).exists() == wanted["read_case"]


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_without_a_patient(db: None, role: str) -> None:
    person = of_role(role)
    kind = "clinical" if ROLES[role].may == CLINICAL else role
    told = rows(ALONE)[kind]
    assert {what: may(person, what) for what in told} == told


def test_a_person_in_two_relations_sees_a_case_once(daniel: Episode) -> None:
    person = of_role("nurse")
    for relate in (care_team, board, emergency):
        relate(daniel, person)
    assert [episode.pk for episode in visible_to(person)] == [daniel.pk]
    assert open_episode(person, daniel.key).pk == daniel.pk


def test_a_role_that_ended_ends_every_relation(daniel: Episode) -> None:
    person = of_role("nurse")
    care_team(daniel, person)
    RoleHeld.objects.filter(person=person).update(ended_at=datetime.now(UTC))
    assert not visible_to(Person.objects.get(pk=person.pk)).exists()
