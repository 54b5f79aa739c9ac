"""Whether the events are those that were written: the chain is followed from the first to the last.

A changed, removed or inserted event breaks the chain where it stands. Events cut from the end leave no break: an
anchor that was noted elsewhere earlier (the number and hash of one event) shows that.
"""

from __future__ import annotations

from typing import NamedTuple

from backstay.web.audit.models import Event
from backstay.web.audit.record import FIRST, digest


class Anchor(NamedTuple):
    """One event as it was noted elsewhere."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Break(NamedTuple):
    """Where the chain does not hold, and why."""

    number: int
    says: str


class Verified(NamedTuple):
    """How many events were read, the last of them, and every break."""

    events: int
    last: Anchor | None
    breaks: list[Break]


def verify(anchor: Anchor | None = None) -> Verified:
    """Follow the whole chain; every break is told, not the first alone."""
    events, breaks, before = 0, [], FIRST
    newest: Anchor | None = None
    anchored = anchor is None
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        breaks += _broken(event, before, events == 0)
        before, newest, events = event.hash, Anchor(event.pk, event.hash), events + 1
        anchored = anchored or newest == anchor
    if anchor is not None and not anchored:
        breaks.append(_lost(anchor, newest))
    return Verified(events, newest, breaks)


def last() -> Anchor | None:
    """The newest event, to be noted elsewhere."""
    found = Event.objects.order_by("-pk").values_list("pk", "hash").first()
    return Anchor(*found) if found else None


def read_anchor(text: str) -> Anchor:
    """The anchor of `number:hash`. Raises ValueError, which says what is wrong."""
    number, _, hash_ = text.strip().partition(":")
    if not number.isdecimal() or len(hash_) != len(FIRST):
        raise ValueError(
            f"{text!r} is not an anchor. One is number:hash, as `audit anchor` prints it."
        )
    return Anchor(int(number), hash_)


def _broken(event: Event, before: str, first: bool) -> list[Break]:
    breaks = []
    if event.previous != before:
        gone = (
            "it is not the first event: those before it are gone"
            if first
            else "it does not follow the event before it: events between were removed or put in"
        )
        breaks.append(Break(event.pk, gone))
    if digest(event) != event.hash:
        breaks.append(Break(event.pk, "it was changed after it was written"))
    return breaks


def _lost(anchor: Anchor, last: Anchor | None) -> Break:
    if last is None or last.number < anchor.number:
        return Break(anchor.number, "the anchor's event is gone: the end of the chain was cut off")
    return Break(
        anchor.number,
        "the event of this number is not the anchor's: the chain was written anew, or it is another database",
    )
