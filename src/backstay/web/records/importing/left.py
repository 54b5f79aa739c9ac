"""What the latest imports did not read, for the pages of a case."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from backstay.web.records.models import Episode, Imported


class NotRead(NamedTuple):
    """One thing that gave no fact, or with `counted` one that was taken with a doubt."""

    at: datetime  # of the import
    source: str
    named: str  # the file, or the server
    resource: str
    why: str
    counted: bool


def unread(episode: Episode) -> tuple[NotRead, ...]:
    """What was not read by the newest import of each source; doubts about what was taken come last."""
    newest: dict[str, Imported] = {}
    for one in episode.imports.order_by("pk"):
        newest[one.source] = one
    found = [
        NotRead(
            one.at, one.source, one.named, line["resource"], line["why"], line.get("counted", False)
        )
        for one in newest.values()
        for line in one.unread
    ]
    return tuple(sorted(found, key=lambda line: line.counted))
