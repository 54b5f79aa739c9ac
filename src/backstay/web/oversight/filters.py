"""Which events are asked for. An address holds user names, keys, actions and days: no patient's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import make_aware

from backstay.web.audit.models import Event
from backstay.web.audit.sentences import did

LAST = date(9999, 12, 30)  # the day after it has a midnight in every time zone
PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What was asked; an empty field asks nothing."""

    by: str = ""
    patient: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None

    def address(self, **more: object) -> str:
        """These as the query of an address."""
        asked = {name: held for name, held in vars(self).items() if held}
        return urlencode({**asked, **more})

    def named(self) -> dict[str, dict[str, str]]:
        """These as a detail of an event, which names the patient itself."""
        asked = {name: str(held) for name, held in vars(self).items() if held and name != "patient"}
        return {"asked": asked} if asked else {}


@dataclass(frozen=True)
class Page:
    """Some events, the newest first, and where the older ones begin."""

    events: list[Event]
    older: int | None


def read_filters(query: QueryDict) -> Filters:
    """The filters of an address; what cannot be read there asks nothing."""
    return Filters(
        by=_name(query.get("by", ""))[:150],
        patient=_key(query.get("patient", "")),
        action=_name(query.get("action", ""))[:60],
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
    )


def found(filters: Filters) -> QuerySet[Event]:
    """The events that are asked for, the newest first."""
    events = Event.objects.order_by("-pk")
    for field in ("by", "patient", "action"):
        if held := getattr(filters, field):
            events = events.filter(**{field: held})
    if filters.since:
        events = events.filter(at__gte=_midnight(filters.since))
    if filters.until:
        events = events.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return events


def page_of(filters: Filters, before: str) -> Page:
    """A page of them, older than the event of a number; not counted, so that a long audit opens as fast."""
    events = found(filters)
    if before.isdecimal():
        events = events.filter(pk__lt=min(int(before), 2**62))
    rows = list(events[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def actions() -> list[tuple[str, str]]:
    """Every action that an event has, with its words, in the order of the words."""
    used = Event.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((action, did(action)) for action in used), key=lambda pair: pair[1])


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _name(text: str) -> str:
    return text.replace("\0", "").strip()  # PostgreSQL takes no NUL


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if date.min < found < LAST else None


def _key(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return ""
