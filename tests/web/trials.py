"""For each constraint of the database: what it lets in, what it refuses, and what lies right at its edge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import JSONField, Value
from world import SINCE, make_fact

from backstay.web.audit.models import Event
from backstay.web.audit.record import FIRST
from backstay.web.library.models import Challenge
from backstay.web.people.models import Board, Draft, Person, RoleHeld, Seat
from backstay.web.records.models import (
    BreakGlass,
    CareTeamMember,
    Episode,
    Fact,
    Imported,
    Lesion,
    Listing,
    Patient,
)

LATER, EARLIER = SINCE + timedelta(seconds=1), SINCE - timedelta(seconds=1)


class Things:
    """What a trial writes about: Daniel's episode, another patient's, and a way to make each kind of row."""

    def __init__(self, people: dict[str, Person], daniel: Episode) -> None:
        self.kim, self.ada, self.ines = people["kim"], people["ada"], people["ines"]
        self.daniel = daniel
        self.t8, self.l3 = daniel.lesions.order_by("pk")
        self.board = Board.objects.get()
        self.other = self.episode()
        self.elsewhere = self.lesion(episode=self.other, level="T8")
        self.ecog = daniel.facts.get(name="ecog")

    def person(self, **more: Any) -> Person:
        return Person.objects.create(
            **{"username": f"new{Person.objects.count()}", "name": "N", **more}
        )

    def patient(self, **more: Any) -> Patient:
        return Patient.objects.create(**{"name": "Somebody", **more})

    def episode(self, **more: Any) -> Episode:
        made = {"patient": more.pop("patient", None) or self.patient(), "opened_at": SINCE, **more}
        return Episode.objects.create(**made)

    def role(self, **more: Any) -> RoleHeld:
        made = {"person": self.kim, "role": "nurse", "given_by": "ada", "since": SINCE, **more}
        return RoleHeld.objects.create(**made)

    def seat(self, **more: Any) -> Seat:
        made = {"board": self.board, "person": self.kim, "given_by": "ada", "since": SINCE, **more}
        return Seat.objects.create(**made)

    def draft(self, **more: Any) -> Draft:
        return Draft.objects.create(**{"person": self.kim, "form": "/cases/", **more})

    def member(self, **more: Any) -> CareTeamMember:
        made = {
            "episode": self.daniel,
            "person": self.kim,
            "added_by": "cole",
            "since": SINCE,
            **more,
        }
        return CareTeamMember.objects.create(**made)

    def listing(self, **more: Any) -> Listing:
        made = {
            "episode": self.other,
            "board": self.board,
            "listed_by": "cole",
            "since": SINCE,
            **more,
        }
        return Listing.objects.create(**made)

    def glass(self, **more: Any) -> BreakGlass:
        made = {
            "patient": self.daniel.patient, "person": self.kim, "reason": "unconscious", "at": SINCE,
            "until": LATER, **more,
        }  # fmt: skip
        return BreakGlass.objects.create(**made)

    def lesion(self, **more: Any) -> Lesion:
        made = {
            "episode": self.daniel,
            "level": "L1",
            "added_by": "ines",
            "added_at": SINCE,
            **more,
        }
        return Lesion.objects.create(**made)

    def imported(self, **more: Any) -> Imported:
        made = {"episode": self.daniel, "source": "bundle", "at": SINCE, "by": "ines", **more}
        return Imported.objects.create(**made)

    def fact(self, **more: Any) -> Fact:
        made = {"episode": self.daniel, "name": "albumin", "value": 34, **more}
        return make_fact(**made)

    def newer(self, **more: Any) -> Fact:
        return self.fact(**{"name": "ecog", "value": "2", "supersedes": self.ecog, **more})

    def challenge(self, **more: Any) -> Challenge:
        made = {
            "person": self.kim, "entry": "sins", "case": "c", "expected": "e", "why": "w", "fingerprint": "f",
            "at": SINCE, **more,
        }  # fmt: skip
        return Challenge.objects.create(**made)

    def event(self, **more: Any) -> Event:
        made = {
            "at": SINCE,
            "by": "kim",
            "by_name": "Kim",
            "action": "case_read",
            "previous": FIRST,
            **more,
        }
        return Event.objects.create(**made)


Way = Callable[[Things], object]


class Trial(NamedTuple):
    """Ways to write that hold, ways that are refused, and ways at the edge, which hold."""

    holds: list[Way]
    refused: list[Way]
    edge: list[Way]


def both(*ways: Way) -> Way:
    """One after the other."""
    return lambda things: [way(things) for way in ways]


def period(make: Way, begin: str, end: str) -> Trial:
    """What ends does so when it began or later."""

    def ending(at: Any) -> Way:
        return lambda things: make(things, **{begin: SINCE, end: at})  # type: ignore[call-arg]

    return Trial([ending(LATER), ending(None)], [ending(EARLIER)], [ending(SINCE)])


def once(make: Way, other: dict[str, str], ended: dict[str, Any]) -> Trial:
    """Once at a time: another at the same time, or again after the first has ended."""

    def with_(**more: Any) -> Way:
        return lambda things: make(things, **more)  # type: ignore[call-arg]

    def another(things: Things) -> object:
        return make(things, **{name: getattr(things, held) for name, held in other.items()})  # type: ignore[call-arg]

    return Trial(
        [both(with_(), another)],
        [both(with_(), with_())],
        [both(with_(**ended), with_(**ended), with_())],
    )


NIL, NIL_BUT_ONE = UUID(int=0), UUID(int=1)
JSON_NULL = Value(None, JSONField())
REVIEW: dict[str, Any] = {"reviewed_at": LATER, "outcome": "justified"}
ANSWERED: dict[str, Any] = {"answered_at": LATER, "answer": "yes"}


def _moved(**more: str) -> Way:
    def move(things: Things) -> object:
        return Lesion.objects.filter(pk=things.t8.pk).update(
            **{name: getattr(things, held, held) for name, held in more.items()}
        )

    return move


def _reviewed(**more: Any) -> Way:
    return lambda things: things.glass(reviewed_by=things.ada, **{**REVIEW, **more})


def _answered(**more: Any) -> Way:
    return lambda things: things.challenge(answered_by=things.ada, **{**ANSWERED, **more})


def _removed(**more: Any) -> Way:
    return lambda things: things.lesion(**more)


def _withdrawn(**more: Any) -> Way:
    return lambda things: things.newer(
        **{"state": "withdrawn", "value": None, "why": "wrong", **more}
    )


TRIALS: dict[str, Trial] = {
    "role_is_known": Trial(
        [lambda t: t.role()], [lambda t: t.role(role="king"), lambda t: t.role(role="")],
        [lambda t: t.role(role="administrator"), lambda t: t.role(role="spine_surgeon")],
    ),
    "role_held_once": once(Things.role, {"person": "ada"}, {"ended_at": SINCE}),
    "role_ends_after_it_began": period(Things.role, "since", "ended_at"),
    "one_seat_on_a_board": once(Things.seat, {"person": "ada"}, {"ended_at": SINCE}),
    "seat_ends_after_it_began": period(Things.seat, "since", "ended_at"),
    "one_draft_of_a_form": Trial(
        [both(lambda t: t.draft(), lambda t: t.draft(form="/cases/new/"))],
        [both(lambda t: t.draft(), lambda t: t.draft())],
        [both(lambda t: t.draft(), lambda t: t.draft(person=t.ada))],
    ),
    "one_open_episode": Trial(
        [lambda t: t.episode()], [lambda t: t.episode(patient=t.daniel.patient)],
        [lambda t: t.episode(patient=t.daniel.patient, closed_at=SINCE)],
    ),
    "episode_closes_after_it_opened": period(Things.episode, "opened_at", "closed_at"),
    "once_in_a_care_team": once(Things.member, {"person": "ada"}, {"ended_at": SINCE}),
    "care_ends_after_it_began": period(Things.member, "since", "ended_at"),
    "listed_once": Trial(
        [lambda t: t.listing()], [both(lambda t: t.listing(), lambda t: t.listing())],
        [both(lambda t: t.listing(ended_at=SINCE), lambda t: t.listing())],
    ),
    "listing_ends_after_it_began": period(Things.listing, "since", "ended_at"),
    "glass_has_a_reason": Trial(
        [lambda t: t.glass()], [lambda t: t.glass(reason="")], [lambda t: t.glass(reason="x")]
    ),
    "glass_ends": Trial(
        [lambda t: t.glass(until=SINCE + timedelta(hours=4))],
        [lambda t: t.glass(until=SINCE), lambda t: t.glass(until=EARLIER)],
        [lambda t: t.glass(until=SINCE + timedelta(microseconds=1))],
    ),
    "glass_review_is_whole": Trial(
        [_reviewed(), lambda t: t.glass()],
        [
            _reviewed(outcome=""), _reviewed(reviewed_at=None), lambda t: t.glass(**REVIEW),
            lambda t: t.glass(outcome="justified"), lambda t: t.glass(reviewed_by=t.ada),
        ],
        [_reviewed(outcome="x")],
    ),
    "glass_reviewed_by_another": Trial(
        [_reviewed()], [lambda t: t.glass(reviewed_by=t.kim, **REVIEW)],
        [lambda t: t.glass(person=t.ada, reviewed_by=t.kim, **REVIEW)],
    ),
    "level_once": Trial(
        [lambda t: t.lesion()], [lambda t: t.lesion(level="T8")],
        [lambda t: t.lesion(level="T8", removed_at=SINCE, removed_by="ines"), lambda t: t.lesion(level="T8-T9")],
    ),
    "lesion_removal_is_whole": Trial(
        [_removed(removed_at=LATER, removed_by="ines"), _removed()],
        [_removed(removed_at=LATER), _removed(removed_by="ines")],
        [_removed(removed_at=SINCE, removed_by="i")],
    ),
    "lesion_stays_where_it_is": Trial(
        [lambda t: Lesion.objects.filter(pk=t.t8.pk).update(removed_at=LATER, removed_by="ines")],
        [_moved(level="T9"), _moved(episode="other")],
        [_moved(level="T8", episode="daniel")],
    ),
    "import_source_is_known": Trial(
        [lambda t: t.imported(source="launch")],
        [lambda t: t.imported(source="fax"), lambda t: t.imported(source="")],
        [lambda t: t.imported(source="form"), lambda t: t.imported(source="demonstration")],
    ),
    "one_first_answer": Trial(
        [lambda t: t.fact()], [lambda t: t.fact(name="ecog", value="2")],
        [lambda t: t.newer(), lambda t: t.fact(name="ecog", value="2", episode=t.other)],
    ),
    "one_first_answer_of_a_lesion": Trial(
        [lambda t: t.fact(name="escc", value="2", lesion=t.l3)],
        [lambda t: t.fact(name="escc", value="3", lesion=t.t8)],
        [lambda t: t.fact(
            name="escc", value="3", lesion=t.t8, supersedes=t.daniel.facts.get(name="escc", lesion=t.t8)
        )],
    ),
    "fact_state_is_known": Trial(
        [lambda t: t.fact()],
        [lambda t: t.fact(state="guessed", value=None), lambda t: t.fact(state="", value=None)],
        [lambda t: t.fact(state="not_known", value=None), _withdrawn()],
    ),
    "fact_source_is_known": Trial(
        [lambda t: t.fact(source="launch")], [lambda t: t.fact(source="hearsay")],
        [lambda t: t.fact(source="form")],
    ),
    "fact_has_a_value_when_known": Trial(
        [lambda t: t.fact(), lambda t: t.fact(state="not_done", value=None)],
        [lambda t: t.fact(value=None), lambda t: t.fact(state="not_known", value=0)],
        [lambda t: t.fact(value=0), lambda t: t.fact(value=False), lambda t: t.fact(value=[])],
    ),
    "fact_value_is_not_null": Trial(
        [lambda t: t.fact(value="none")], [lambda t: t.fact(value=JSON_NULL)],
        [lambda t: t.fact(value="null"), lambda t: t.fact(value=[None])],
    ),
    "fact_withdrawn_with_a_reason": Trial(
        [_withdrawn()],
        [_withdrawn(why=""), lambda t: t.fact(state="withdrawn", value=None, why="wrong")],
        [_withdrawn(why="x"), lambda t: t.newer(why="")],
    ),
    "fact_lesion_is_of_the_episode": Trial(
        [lambda t: t.fact(name="pain", value="none", lesion=t.l3)],
        [lambda t: t.fact(name="pain", value="none", lesion=t.elsewhere)],
        [lambda t: t.fact(name="pain", value="none", lesion=t.elsewhere, episode=t.other)],
    ),
    "fact_supersedes_its_own_question": Trial(
        [lambda t: t.newer()],
        [
            lambda t: t.newer(name="albumin", value=34), lambda t: t.newer(episode=t.other),
            lambda t: t.newer(lesion=t.t8),
            lambda t: t.newer(name="escc", lesion=t.l3, supersedes=t.daniel.facts.get(name="escc")),
        ],
        [lambda t: t.newer(name="escc", lesion=t.t8, supersedes=t.daniel.facts.get(name="escc"))],
    ),
    "challenge_says_why": Trial(
        [lambda t: t.challenge()], [lambda t: t.challenge(why="")], [lambda t: t.challenge(why="x")]
    ),
    "challenge_answer_is_whole": Trial(
        [_answered(), lambda t: t.challenge()],
        [
            _answered(answer=""), _answered(answered_at=None), lambda t: t.challenge(**ANSWERED),
            lambda t: t.challenge(answer="yes"), lambda t: t.challenge(answered_by=t.ada),
        ],
        [_answered(answer="x")],
    ),
}  # fmt: skip


def unique(make: Way, field: str, one: object, another: object, edge: Way) -> Trial:
    """A value that one row has alone."""

    def with_(value: object) -> Way:
        return lambda things: make(things, **{field: value})  # type: ignore[call-arg]

    return Trial([both(with_(one), with_(another))], [both(with_(one), with_(one))], [edge])


def _key(make: Way, **second: Any) -> Trial:
    """A key: the nearest other one is another key."""

    def two(first: UUID, after: UUID) -> Way:
        return lambda t: [make(t, key=first), make(t, key=after, **second)]  # type: ignore[call-arg]

    return Trial([two(UUID(int=7), UUID(int=8))], [two(NIL, NIL)], [two(NIL, NIL_BUT_ONE)])


def _hash(text: str) -> Callable[..., object]:
    return lambda t: t.event(hash=text)


# Fields that are unique by themselves, by table and column.
TRIALS |= {
    "people_person.key": _key(Things.person),
    "people_person.username": unique(
        Things.person, "username", "abel", "berta",
        both(lambda t: t.person(username="abel"), lambda t: t.person(username="abel.")),
    ),
    "username_once_in_any_case": Trial(
        [both(lambda t: t.person(username="abel"), lambda t: t.person(username="berta"))],
        [both(lambda t: t.person(username="abel"), lambda t: t.person(username="Abel"))],
        [both(lambda t: t.person(username="abel"), lambda t: t.person(username="abel.b"))],
    ),
    "people_board.key": _key(lambda t, **more: Board.objects.create(name=f"B{Board.objects.count()}", **more)),
    "people_board.name": unique(
        lambda t, **more: Board.objects.create(**more), "name", "Thoracic board", "Lumbar board",
        lambda t: Board.objects.create(name="Spine board "),
    ),
    "records_patient.key": _key(Things.patient),
    "records_patient.number": unique(
        Things.patient, "number", "H-1", "H-2",
        both(lambda t: t.patient(number=None), lambda t: t.patient(number=None), lambda t: t.patient(number="")),
    ),
    "records_episode.key": _key(Things.episode),
    "records_breakglass.key": _key(Things.glass),
    "records_lesion.key": _key(Things.lesion, level="L2"),
    "records_imported.key": _key(Things.imported),
    "records_fact.key": _key(Things.fact, name="platelets"),
    "records_fact.supersedes_id": Trial(
        [lambda t: t.newer(supersedes=t.newer())],
        [both(lambda t: t.newer(), lambda t: t.newer())],
        [both(lambda t: t.newer(), lambda t: t.fact(), lambda t: t.fact(name="platelets"))],
    ),
    "library_challenge.key": _key(Things.challenge),
    "audit_event.hash": Trial(
        [both(_hash("a" * 64), _hash("b" * 64))], [both(_hash("a" * 64), _hash("a" * 64))],
        [both(_hash("a" * 64), _hash("A" * 64))],
    ),
}  # fmt: skip
