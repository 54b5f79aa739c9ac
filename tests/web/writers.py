"""What a process of its own does to a database in tests of many writers at once; run by `committed`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import UTC, datetime
from threading import Barrier, Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstay.web.site.settings")
if __name__ == "__main__":
    django.setup()

from django.db import DatabaseError, IntegrityError, connection, transaction
from world import SINCE

from backstay.web.audit.chain import verify
from backstay.web.audit.models import Event
from backstay.web.audit.record import SYSTEM, record
from backstay.web.people.models import Person
from backstay.web.records.actions import Answer, Superseded, record_answers
from backstay.web.records.models import Fact, Imported


def events(many: str, name: str) -> None:
    """Write events outside of any transaction."""
    for number in range(int(many)):
        record("case_read", by=SYSTEM, about=f"{name}-{number}")


def answer(by: str, before: Fact, value: str, careless: bool = False) -> None:
    """One newer answer with its event, by the action, or past what it asks before it writes."""
    if not careless:
        person = Person.objects.get(username=by)
        newer = Answer(before.name, value=value, supersedes=before)
        record_answers(by=person, episode=before.episode, answers=[newer], source="form")
        return
    with transaction.atomic():
        Fact.objects.create(
            episode=before.episode, name=before.name, value=value, supersedes=before,
            recorded_at=datetime.now(UTC), recorded_by=by, source="form",
        )  # fmt: skip
        record("answers_recorded", by=SYSTEM, facts=[before.name], source="form")


def supersede(rounds: str, careless: str = "") -> None:
    """Two at a time answer the same question; prints what came of each two."""
    for _ in range(int(rounds)):
        before = Fact.objects.select_related("episode").get(name="ecog", superseded_by=None)
        together: tuple[Fact, Barrier, list[str]] = (before, Barrier(2), [])
        threads = [
            Thread(target=one, args=(by, bool(careless), *together)) for by in ("ines", "omar")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sys.stdout.write(" ".join(sorted(together[2])) + "\n")


def one(by: str, careless: bool, before: Fact, barrier: Barrier, outcomes: list[str]) -> None:
    """One of the two."""
    connection.ensure_connection()
    barrier.wait()
    try:
        answer(by, before, "1" if before.value == "2" else "2", careless)
        outcomes.append("written")
    except (Superseded, IntegrityError):
        outcomes.append("refused")
    finally:
        connection.close()


def answers() -> None:
    """Answer again and again until somebody ends this process; a line for each that is in the database."""
    while True:
        before = Fact.objects.select_related("episode").get(superseded_by=None, name="ecog")
        answer("ines", before, "2" if before.value == "1" else "1")
        sys.stdout.write(f"{before.pk}\n")
        sys.stdout.flush()


def count() -> None:
    """How many answers the events tell of."""
    events = Event.objects.filter(action="answers_recorded")
    sys.stdout.write(str(sum(len(event.details["facts"]) for event in events)))


def whole() -> None:
    """Whether the chain holds, and events are there with the answers and lists of medicines that they tell of."""
    told = Counter(
        name
        for event in Event.objects.filter(action="answers_recorded")
        for name in event.details["facts"]
    )
    there = Counter(Fact.objects.exclude(recorded_at=SINCE).values_list("name", flat=True))
    lists = sorted(str(key) for key in Imported.objects.values_list("key", flat=True))
    listed = sorted(Event.objects.filter(action="medicines_listed").values_list("about", flat=True))
    of_lists = Counter(
        Fact.objects.filter(source="medicines").values_list("source_detail", flat=True)
    )
    wrong: list[object] = [
        *verify().breaks,
        *([] if told == there else [f"events tell of {told}, there are {there}"]),
        *([] if lists == listed else [f"lists {lists}, events {listed}"]),
        *(
            []
            if of_lists == {f"import {key}": 2 for key in lists}
            else [f"answers of lists: {of_lists}"]
        ),
    ]
    sys.stdout.write("\n".join(str(one) for one in wrong) or "whole\n")


def change(statement: str) -> None:
    """Change the database past its triggers, as somebody with its password could."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except DatabaseError as problem:
            sys.stdout.write(f"refused: {problem}")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
