"""Answers in words: what they say, who gave them and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from backstay.case.facts import Fact as Known
from backstay.case.problems import CaseError, Report
from backstay.case.structures import read_value
from backstay.case.text import Lines
from backstay.case.values import Members
from backstay.present.times import as_of
from backstay.present.values import clean, describe
from backstay.web.people.models import Person
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Fact

STATE_WORDS = {"not_known": "Not known", "not_done": "Not done"}
SOURCES = {
    "form": "a form",
    "bundle": "an uploaded record",
    "launch": "the hospital's record",
    "medicines": "a pasted list of medicines",
    "demonstration": "demonstration data",
}


def described(known: Known, state: str, value: Any) -> str:
    """What an answer says: "ECOG 2", "not known", "taken back"."""
    if state == "withdrawn":
        return "taken back"
    if state != "known":
        return STATE_WORDS[state].lower()
    report = Report(Lines())
    read = read_value(value, known, (known.id,), report)
    try:
        report.finish()
    except CaseError:
        return clean(str(value))  # an older edition took it
    plain = sorted(read.present) if isinstance(read, Members) else read
    return describe(knowledge(), known.id, plain)


def seen_when(fact: Fact) -> str:
    """When it was seen: a day, an instant, or that nobody said."""
    return f"seen {as_of(fact.observed)}" if fact.observed else "not said when it was seen"


def day_and_time(when: datetime) -> str:
    """A moment in the time zone of the site."""
    return date_format(localtime(when), "j F Y H:i")


def who_and_when(fact: Fact) -> str:
    """Who recorded it and when, for a sentence."""
    return f"{named(fact.recorded_by)}, {day_and_time(fact.recorded_at)},"


def named(username: str) -> str:
    """The name of a user, as others read it."""
    found = Person.objects.filter(username=username).values_list("name", flat=True).first()
    return found or ("Backstay" if username == "system" else username)
