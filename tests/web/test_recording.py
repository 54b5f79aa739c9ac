"""Answers are recorded all or none, superseded and never changed, and read back as one case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backstay.case import CaseError
from backstay.present.times import has_time
from backstay.web.audit.models import Event
from backstay.web.people.models import Person
from backstay.web.records.actions import (
    Answer,
    Superseded,
    add_lesion,
    open_case,
    record_answers,
    remove_lesion,
)
from backstay.web.records.case import case_document, current_facts, read
from backstay.web.records.models import Episode, Fact, Lesion, Patient

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.db


def _current(episode: Episode, name: str) -> Fact:
    return next(fact for fact in current_facts(episode) if fact.name == name)


def _answer(by: Person, episode: Episode, *answers: Answer) -> list[Fact]:
    return record_answers(by=by, episode=episode, answers=answers, source="form")


def test_a_case_opens_with_its_opener_in_the_care_team(people: dict[str, Person]) -> None:
    episode = open_case(by=people["kim"], name="  Mara   Quinn ", number=" H-7 ", reason="Pain")
    assert (episode.patient.name, episode.patient.number) == ("Mara Quinn", "H-7")
    assert [one.person for one in episode.care_team.all()] == [people["kim"]]
    event = Event.objects.get(action="case_opened")
    assert event.patient == str(episode.patient.key) and "Mara" not in str(event.details)


@pytest.mark.parametrize(("name", "number"), [("  ", ""), ("Another", "H-1001")])
def test_a_case_is_not_opened_without_a_name_or_twice(
    daniel: Episode, people: dict[str, Person], name: str, number: str
) -> None:
    with pytest.raises(CaseError):
        open_case(by=people["ines"], name=name, number=number)
    assert Patient.objects.count() == 1 and not Event.objects.exists()


def test_an_answer_is_recorded_with_who_and_when(
    daniel: Episode, people: dict[str, Person]
) -> None:
    made = _answer(people["boyd"], daniel, Answer("albumin", value="38 g/L", observed="2026-03-18"))
    assert (made[0].recorded_by, made[0].source, made[0].observed) == ("boyd", "form", "2026-03-18")
    assert read(case_document(daniel, NOW)).patient["albumin"] == 3.8
    event = Event.objects.get(action="answers_recorded")
    assert event.details == {"facts": ["albumin"], "source": "form"}


def test_every_problem_comes_back_and_nothing_is_saved(
    daniel: Episode, people: dict[str, Person]
) -> None:
    lesion = daniel.lesions.get(level="L3")
    before = Fact.objects.count()
    with pytest.raises(CaseError) as caught:
        _answer(
            people["ines"], daniel,
            Answer("albumin", value="a lot"), Answer("escc", lesion, value="7"),
            Answer("no_such", value="1"), Answer("platelets", value=150, observed="2999-01-01"),
        )  # fmt: skip
    assert sorted(p.path for p in caught.value.problems) == [
        "L3.escc", "albumin", "no_such", "platelets.at",
    ]  # fmt: skip
    assert Fact.objects.count() == before and not Event.objects.exists()


@pytest.mark.parametrize("state", ["not_known", "not_done"])
def test_what_was_asked_and_not_found_out_is_an_answer_and_no_fact(
    daniel: Episode, people: dict[str, Person], state: str
) -> None:
    _answer(people["ines"], daniel, Answer("albumin", state=state))
    assert _current(daniel, "albumin").state == state
    assert "albumin" not in read(case_document(daniel, NOW)).patient


def test_an_answer_withdrawn_without_a_reason_is_refused(
    daniel: Episode, people: dict[str, Person]
) -> None:
    ecog = _current(daniel, "ecog")
    with pytest.raises(CaseError):
        _answer(people["ines"], daniel, Answer("ecog", state="withdrawn", supersedes=ecog))
    _answer(
        people["ines"], daniel,
        Answer("ecog", state="withdrawn", supersedes=ecog, why="Another patient's"),
    )  # fmt: skip
    assert "ecog" not in read(case_document(daniel, NOW)).patient


@pytest.mark.parametrize("seen", [True, False])
def test_who_answers_second_is_shown_the_first_answer(
    daniel: Episode, people: dict[str, Person], seen: bool
) -> None:
    first = _current(daniel, "ecog") if seen else None
    ecog = _current(daniel, "ecog")
    [theirs] = _answer(people["boyd"], daniel, Answer("ecog", value="2", supersedes=ecog))
    with pytest.raises(Superseded) as caught:
        _answer(
            people["ines"], daniel,
            Answer("ecog", value="3", supersedes=first), Answer("albumin", value="4"),
        )  # fmt: skip
    [clash] = caught.value.clashes
    assert (clash.answer.value, clash.current) == ("3", theirs)
    assert not Fact.objects.filter(name="albumin").exists()


def _pain(by: Person, episode: Episode, *told: tuple[str, str, str]) -> None:
    for value, observed, why in told:
        before = next((f for f in current_facts(episode) if f.name == "pain_worst"), None)
        answer = Answer("pain_worst", value=value, observed=observed, why=why, supersedes=before)
        _answer(by, episode, answer)


def test_newer_values_make_a_course_and_corrections_leave_it(
    daniel: Episode, people: dict[str, Person]
) -> None:
    _pain(
        people["boyd"], daniel,
        ("8", "2026-03-14", ""), ("9", "2026-03-15", ""), ("6", "2026-03-15", "Misheard"),
        ("4", "2026-03-18", ""),
    )  # fmt: skip
    looks = case_document(daniel, NOW)["observed"]["pain_worst"]
    assert [(one["at"], one["value"]) for one in looks] == [
        ("2026-03-14", "8"), ("2026-03-15", "6"), ("2026-03-18", "4"),
    ]  # fmt: skip
    assert read(case_document(daniel, NOW)).patient["pain_worst"] == 4


@pytest.mark.parametrize("later", ["2026-03-15", "2026-03-15T10:00:00+00:00"])
def test_a_later_answer_about_the_same_time_takes_its_place(
    daniel: Episode, people: dict[str, Person], later: str
) -> None:
    _pain(people["boyd"], daniel, ("8", "2026-03-15", ""), ("3", later, ""))
    assert read(case_document(daniel, NOW)).patient["pain_worst"] == 3
    assert not read(case_document(daniel, NOW)).remarks


def test_an_answer_about_an_earlier_time_does_not_hide_what_was_seen_last(
    daniel: Episode, people: dict[str, Person]
) -> None:
    _pain(people["boyd"], daniel, ("3", "2026-03-18", ""), ("8", "2026-03-14", ""))
    assert read(case_document(daniel, NOW)).patient["pain_worst"] == 3


def test_an_undated_newer_value_holds_alone(daniel: Episode, people: dict[str, Person]) -> None:
    _pain(people["boyd"], daniel, ("8", "2026-03-18", ""), ("3", "", ""))
    assert case_document(daniel, NOW)["patient"]["pain_worst"] == "3"
    assert "pain_worst" not in case_document(daniel, NOW)["observed"]


def test_a_time_since_something_runs_on_from_when_it_was_recorded(
    daniel: Episode, people: dict[str, Person]
) -> None:
    answers = Answer("hours_since_first_red_flag", value="6"), Answer("pain_worst", value="8")
    [hours, _] = _answer(people["ines"], daniel, *answers)
    document = case_document(daniel, hours.recorded_at + timedelta(hours=3))
    assert read(document).patient["hours_since_first_red_flag"] == 9
    assert "pain_worst" not in document["observed"], "nobody said when that was"


def test_midnight_is_a_time_of_day(daniel: Episode) -> None:
    made = read(case_document(daniel, datetime(2026, 3, 20, 0, 0, 20, tzinfo=UTC)))
    assert made.as_of is not None and has_time(made.as_of)


@pytest.mark.parametrize(("given", "held"), [("t10", "T10"), ("T12 - L1", "T12-L1"), ("C0", "C0")])
def test_a_lesion_is_added_at_a_level_or_a_span(
    daniel: Episode, people: dict[str, Person], given: str, held: str
) -> None:
    assert add_lesion(by=people["ines"], episode=daniel, level=given).level == held
    first, _, last = held.partition("-")
    case = read(case_document(daniel, NOW))
    assert [one.facts.get("to_level") for one in case.lesions or () if one.name == first] == [
        last or None
    ]


@pytest.mark.parametrize("level", ["", "T81", "T10-T9", "T7-T9", "T8"])
def test_a_lesion_is_not_added_where_none_can_be(
    daniel: Episode, people: dict[str, Person], level: str
) -> None:
    with pytest.raises(CaseError) as caught:
        add_lesion(by=people["ines"], episode=daniel, level=level)
    assert caught.value.problems[0].path == "level"
    assert Lesion.objects.count() == 2


def test_a_wrong_level_is_told_with_the_nearest(daniel: Episode, people: dict[str, Person]) -> None:
    with pytest.raises(CaseError) as caught:
        add_lesion(by=people["ines"], episode=daniel, level="T81")
    assert "T8" in caught.value.problems[0].nearest


def test_a_removed_lesion_leaves_the_case_and_stays_in_the_record(
    daniel: Episode, people: dict[str, Person]
) -> None:
    lesion = daniel.lesions.get(level="T8")
    with pytest.raises(CaseError):
        remove_lesion(by=people["ines"], lesion=lesion, why=" ")
    remove_lesion(by=people["ines"], lesion=lesion, why="Hemangioma")
    remove_lesion(by=people["ines"], lesion=lesion, why="again")
    assert [one.name for one in read(case_document(daniel, NOW)).lesions or ()] == ["L3"]
    assert lesion.facts.exists()
    assert Event.objects.filter(action="lesion_removed").count() == 1
    with pytest.raises(CaseError):
        _answer(people["ines"], daniel, Answer("pain_intensity", lesion, value=3))
