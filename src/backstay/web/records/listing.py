"""The rows of the list of cases: who, how soon, standard or for discussion, what is missing first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Max, Q, QuerySet

from backstay.case import CaseError
from backstay.plan import glance
from backstay.plan.clock import LEVELS
from backstay.present import urgency
from backstay.present.board import board
from backstay.present.gaps import gaps
from backstay.web.people.models import Person
from backstay.web.records.access import visible_to
from backstay.web.records.case import as_of, documents
from backstay.web.records.case import read as read_as_case
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Episode

MOST = 200  # cases of one list; more are found by name or number
FRESH = 600  # seconds for which a row is kept while no fact changes, at most


class Summary(NamedTuple):
    """What a row says of the assessment."""

    level: str  # emergency to routine, unknown; "" where the facts cannot be read
    within: float  # hours; endless where there is no limit
    clock: str
    limit: str
    board: str
    needs: str
    missing: str
    more: int


class Row(NamedTuple):
    """One case in the list."""

    episode: Episode
    summary: Summary
    levels: str  # of its lesions
    changed: datetime


UNREAD = Summary("", inf, "Not assessed", "", "Its facts cannot be read together", "", "", 0)


def rows(person: Person, find: str = "", clock: str = "", needs: str = "") -> list[Row]:
    """The cases that a person may open, the most urgent first, then the latest changed."""
    episodes = list(_found(visible_to(person), find)[:MOST])
    now = datetime.now(UTC)
    read = documents(episodes, now)
    found = [_row(one, read[one.pk], now) for one in episodes]
    kept = [
        row
        for row in found
        if clock in ("", row.summary.level) and needs in ("", row.summary.needs)
    ]
    return sorted(kept, key=_soonest)


def _soonest(row: Row) -> tuple[int, float, float]:
    """By level, then by how much time it gives, then what changed last."""
    return _rank(row.summary.level), row.summary.within, -row.changed.timestamp()


def _found(episodes: QuerySet[Episode], find: str) -> QuerySet[Episode]:
    for word in find.split()[:6]:
        episodes = episodes.filter(
            Q(patient__name__icontains=word) | Q(patient__number__istartswith=word)
        )
    changed = Max("facts__recorded_at")
    return episodes.select_related("patient").annotate(changed=changed).order_by("-opened_at")


def _row(episode: Episode, document: dict[str, Any], now: datetime) -> Row:
    whole = json.dumps({**document, "as_of": ""}, sort_keys=True)
    levels = [_span(one) for one in document.get("lesions", ())]
    changed = getattr(episode, "changed", None) or episode.opened_at
    kept = _summary(whole, _period(episode.key, now))
    return Row(episode, kept, ", ".join(levels), changed)


def _period(key: UUID, now: datetime) -> int:
    """Changes every `FRESH` seconds, for each case at another moment: no list waits for all of them at once."""
    return int((now.timestamp() + key.int % FRESH) // FRESH)


def _span(lesion: dict[str, Any]) -> str:
    last = lesion.get("to_level")
    return f"{lesion['level']}-{last}" if last else str(lesion["level"])


@lru_cache(maxsize=1024)
def _summary(whole: str, _: int) -> Summary:
    document = json.loads(whole)
    document["as_of"] = as_of(datetime.now(UTC))
    try:
        assessment = msgspec.to_builtins(glance(read_as_case(document), knowledge()))
    except CaseError:
        return UNREAD
    clock = urgency.clock(assessment, knowledge())
    judged = board(assessment, knowledge())
    open_ = gaps(assessment, knowledge())
    first = open_.matter[0].name if open_.matter else ""
    more = max(0, len(open_.matter) + len(open_.also) - 1)
    needs = str((assessment.get("discussion") or {}).get("needs", ""))
    said = urgency.title(clock)
    left = urgency.remaining(clock)
    within = inf if clock.within is None else clock.within
    return Summary(
        clock.level, within, said, left, judged.told if judged else "", needs, first, more
    )


def _rank(level: str) -> int:
    order: Sequence[str] = (*LEVELS, "", "unknown", "routine")
    return order.index(level) if level in order else len(order)
