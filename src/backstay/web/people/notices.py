"""What people are told on their first page: kept by kind and key, put into words when it is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.urls import reverse

from backstay.web.people.models import Notice, Person


class Kind(NamedTuple):
    """What a notice says, and the page of which its key is part."""

    says: str
    page: str


KINDS = {
    "emergency_access_used": Kind(
        "Somebody used emergency access to a patient. Read who, when and why.", "records:glass"
    ),
    "challenge_answered": Kind("Your challenge of a rule was answered.", "library:challenge"),
    "listed_on_board": Kind("A case was listed for a board of yours.", "cases:case"),
    "added_to_care_team": Kind("You were added to a care team.", "cases:case"),
}


def tell(people: Iterable[Person], kind: str, about: object) -> None:
    """Tell several people the same; call it in the transaction of what happened."""
    now = datetime.now(UTC)
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind, about=str(about), at=now) for person in people
    )


def says(notice: Notice) -> str:
    """The notice as a sentence; it names no patient."""
    return KINDS[notice.kind].says if notice.kind in KINDS else "There is news for you."


def address(notice: Notice) -> str:
    """Where to read more, or "" where there is no such page."""
    kind = KINDS.get(notice.kind)
    if kind is None:
        return ""
    keyed = kind.page in ("records:glass", "cases:case", "library:challenge")
    return reverse(kind.page, args=[notice.about] if keyed else [])


def unread(person: Person) -> list[Notice]:
    """Not yet read, the newest first."""
    return list(person.notices.filter(read_at=None).order_by("-at", "-pk"))


def mark_read(*, by: Person, notice: int) -> Notice | None:
    """One notice of one's own was read. None where it is somebody else's."""
    mine = by.notices.filter(pk=notice)
    mine.filter(read_at=None).update(read_at=datetime.now(UTC))
    return mine.first()
