"""The plan in time: steps in words, choices held together."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from backstay.present import names, reasons, times
from backstay.present.brief import first_reason
from backstay.present.knows import Assessment, Entry, Knowledge
from backstay.present.reasons import Reason
from backstay.present.values import clean
from backstay.present.words import capital, listed, say, word


class Step(NamedTuple):
    """One step as a reader sees it."""

    id: str
    lesion: str | None
    when: str
    by: str  # the deadline, where the case gives a time of day
    what: str
    number: int
    after: list[int]  # numbers of the steps that come before
    owner: str
    choice: str | None  # steps with the same choice exclude each other
    check: str
    meanwhile: str
    reason: Reason | None  # the first that speaks for it
    harms: int

    @property
    def time(self) -> str:
        """When, and until what hour: "Within 1 hour, by 10:30"."""
        return ", ".join(part for part in (self.when, self.by) if part)


def steps(assessment: Assessment, knowledge: Knowledge) -> list[Step]:
    now = times.read(assessment.get("as_of"))
    given = (assessment.get("plan") or {}).get("steps") or []
    options = {(one["id"], one.get("lesion")): one for one in assessment.get("options", [])}
    return [
        _step(knowledge, now, given, place, options.get((entry["id"], entry.get("lesion"))))
        for place, entry in enumerate(given)
    ]


def by_time(found: list[Step]) -> list[tuple[str, list[Step]]]:
    """Steps that follow each other with the same time, under that time."""
    return [(time, list(group)) for time, group in groupby(found, key=lambda one: one.time)]


def team(assessment: Assessment) -> list[str]:
    given = (assessment.get("plan") or {}).get("team") or []
    return [names.role(str(role)) for role in given]


def after(one: Step) -> str:
    """Which steps come before, by their numbers: "after 1 and 4", or nothing."""
    return (
        say("after_steps", steps=listed([str(number) for number in one.after])) if one.after else ""
    )


def _step(
    knowledge: Knowledge,
    now: datetime | None,
    given: list[Entry],
    place: int,
    option: Entry | None,
) -> Step:
    entry = given[place]
    hours, lesion = entry.get("within_hours"), entry.get("lesion")
    title = names.title(knowledge, entry)
    return Step(
        id=str(entry["id"]),
        lesion=lesion,
        when=_when(entry),
        by=times.deadline(now, hours) if hours is not None else "",
        what=say("at_lesion", what=title, lesion=clean(lesion)) if lesion else title,
        number=place + 1,
        after=_before(entry, given),
        owner=capital(names.role(entry.get("owner"))),
        choice=_choice(entry),
        check=reasons.check(knowledge, option) if option else "",
        meanwhile=reasons.meanwhile(knowledge, option) if option else "",
        reason=first_reason(option) if option else None,
        harms=len(reasons.sides(option).harms) if option else 0,
    )


def _before(entry: Entry, given: list[Entry]) -> list[int]:
    """Numbers of the steps named in `after`: at the same lesion or for the whole person."""
    return [
        place + 1
        for place, other in enumerate(given)
        if other["id"] in (entry.get("after") or ()) and _same_place(entry, other)
    ]


def _same_place(entry: Entry, other: Entry) -> bool:
    return entry.get("lesion") is None or other.get("lesion") in (None, entry.get("lesion"))


def _choice(entry: Entry) -> str | None:
    choice = entry.get("choice")
    return None if choice is None else str(choice)


def _when(entry: Entry) -> str:
    hours, when = entry.get("within_hours"), entry.get("when")
    if hours is not None:
        return capital(times.within(hours))
    return capital(clean(word("whens", str(when)))) if when else capital(say("time_not_set"))
