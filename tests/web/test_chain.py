"""The chain of events: what was done to it shows, and where."""

from __future__ import annotations

from uuid import UUID

import pytest
from committed import manage, started, told
from django.db import connection

from backstay.web.audit import chain
from backstay.web.audit.models import Event
from backstay.web.audit.record import FIRST, SYSTEM, digest, record

pytestmark = pytest.mark.db
UNGUARD = {
    "sqlite": ["DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"],
    "postgresql": ["ALTER TABLE audit_event DISABLE TRIGGER ALL"],
}


@pytest.fixture
def three(db: None) -> list[Event]:
    """Three events, and no trigger that would keep a test from changing them."""
    events = [record("case_read", by=SYSTEM, about=number) for number in (1, 2, 3)]
    for statement in UNGUARD[connection.vendor]:
        execute(statement)
    return events


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_chain_as_it_was_written_holds(three: list[Event]) -> None:
    verified = chain.verify()
    assert (verified.events, verified.breaks) == (3, [])
    assert three[0].previous == FIRST
    assert verified.last == chain.last() == (three[2].pk, three[2].hash)


@pytest.mark.parametrize("field", ["by", "by_name", "action", "patient", "about"])
def test_a_changed_event_is_named(three: list[Event], field: str) -> None:
    Event.objects.filter(pk=three[1].pk).update(**{field: "x"})
    assert chain.verify().breaks == [(three[1].pk, "it was changed after it was written")]


def test_a_changed_event_with_a_new_hash_breaks_the_one_after_it(three: list[Event]) -> None:
    three[1].by = "somebody else"
    Event.objects.filter(pk=three[1].pk).update(by=three[1].by, hash=digest(three[1]))
    assert [broken.number for broken in chain.verify().breaks] == [three[2].pk]


def test_a_removed_event_breaks_the_one_after_it(three: list[Event]) -> None:
    execute(f"DELETE FROM audit_event WHERE id = {three[1].pk}")  # noqa: S608
    [broken] = chain.verify().breaks
    assert broken.number == three[2].pk
    assert "removed" in broken.says


def test_a_removed_beginning_is_told(three: list[Event]) -> None:
    execute(f"DELETE FROM audit_event WHERE id = {three[0].pk}")  # noqa: S608
    [broken] = chain.verify().breaks
    assert broken.number == three[1].pk
    assert "not the first" in broken.says


def test_every_break_is_told(three: list[Event]) -> None:
    Event.objects.update(by="x")
    assert [broken.number for broken in chain.verify().breaks] == [event.pk for event in three]


def test_a_cut_end_shows_by_an_anchor_alone(three: list[Event]) -> None:
    anchor = chain.last()
    assert anchor is not None
    execute(f"DELETE FROM audit_event WHERE id = {three[2].pk}")  # noqa: S608
    assert chain.verify().breaks == []
    [broken] = chain.verify(anchor).breaks
    assert broken.number == three[2].pk
    assert "cut off" in broken.says


def test_an_emptied_chain_shows_by_an_anchor(three: list[Event]) -> None:
    anchor = chain.last()
    execute("DELETE FROM audit_event")
    assert chain.last() is None
    assert chain.verify().breaks == []
    assert len(chain.verify(anchor).breaks) == 1


def test_a_chain_written_anew_shows_by_an_anchor(three: list[Event]) -> None:
    anchor = chain.last()
    before = FIRST
    for event in three:
        event.by, event.previous = "x", before
        before = event.hash = digest(event)
        Event.objects.filter(pk=event.pk).update(by="x", previous=event.previous, hash=before)
    assert chain.verify().breaks == []
    [broken] = chain.verify(anchor).breaks
    assert "anew" in broken.says


def test_an_older_anchor_holds_when_events_were_added(three: list[Event]) -> None:
    assert chain.verify(chain.Anchor(three[0].pk, three[0].hash)).breaks == []


@pytest.mark.parametrize("text", ["", "12", "x:" + FIRST, "1:abc", FIRST])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number:hash"):
        chain.read_anchor(text)


def test_an_anchor_is_read_as_it_is_printed() -> None:
    anchor = chain.Anchor(7, "ab" * 32)
    assert chain.read_anchor(f" {anchor}\n") == anchor


@pytest.mark.django_db
def test_details_come_back_as_they_were_hashed() -> None:
    key = UUID(int=5)
    record(
        "fact_recorded", by=None, names=("b", "a"), of={2, 1}, key=key, more={10: "x", 9: [True, None, key]},
        words="Grün \u2028 \U0001f9b4 \"' %s",
    )  # fmt: skip
    record("case_read", by=SYSTEM)
    assert chain.verify().breaks == []
    assert Event.objects.earliest("pk").details["of"] == [1, 2]


@pytest.mark.django_db
def test_a_number_with_decimals_is_no_detail() -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        record("case_read", by=SYSTEM, share=0.5)
    assert not Event.objects.exists()


def test_writers_at_once_make_one_chain(env: dict[str, str]) -> None:
    writers = [started(env, "events", "40", f"writer-{number}") for number in range(4)]
    for writer in writers:
        assert writer.communicate()[1] == ""
        assert writer.returncode == 0
    done = manage(env, "audit", "verify")
    assert "160 events read, each as it was written." in done.stdout, done.stderr


def test_the_command_names_the_broken_event_and_the_missing_trigger(env: dict[str, str]) -> None:
    told(env, "events", "3", "x")
    for statement in [
        *UNGUARD[connection.vendor],
        "UPDATE audit_event SET about = 'y' WHERE id = 2",
    ]:
        assert told(env, "change", statement) == ""
    done = manage(env, "audit", "verify")
    assert done.returncode == 1
    assert "event 2: it was changed after it was written" in done.stderr
    assert "trigger audit_event_no_delete is not in the database" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_prints_an_anchor_and_checks_one(env: dict[str, str]) -> None:
    assert "no anchor" in manage(env, "audit", "anchor").stderr
    told(env, "events", "2", "x")
    anchor = manage(env, "audit", "anchor").stdout.strip()
    assert manage(env, "audit", "verify", "--anchor", anchor).returncode == 0
    for statement in [*UNGUARD[connection.vendor], "DELETE FROM audit_event WHERE id = 2"]:
        told(env, "change", statement)
    done = manage(env, "audit", "verify", "--anchor", anchor)
    assert done.returncode == 1
    assert "event 2: the anchor's event is gone" in done.stderr
    assert manage(env, "audit", "verify", "--anchor", "soon").returncode == 2
