"""`backstay hooks feedback`: what became of the cards, and why they were passed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from backstay.cli.app import hooks_app
from backstay.cli.fail import Failed

if TYPE_CHECKING:
    from backstay.hooks.feedback import Count


@hooks_app.command
def feedback(store: str, /, *, format: Literal["text", "json"] = "text") -> None:  # noqa: A002
    """How many cards were accepted and overridden, and for which reasons; of each card its last word counts.

    Example: backstay hooks feedback /var/lib/backstay

    Parameters
    ----------
    store:
        the folder that the settings of the service name as store.
    format:
        text, or json.
    """
    import json

    from backstay.cli.source import write_out

    found = _counted(Path(store))
    document = {"feedback": [one._asdict() for one in found]}
    told = json.dumps(document, indent=2) if format == "json" else "\n".join(map(_line, found))
    write_out((told or "No feedback was told yet.") + "\n", None)


def _counted(folder: Path) -> list[Count]:
    import sqlite3

    from backstay.hooks.feedback import counts

    if not folder.is_dir():
        raise Failed(
            f"{folder}: there is no such folder; the settings of the service name it as store"
        )
    try:
        return counts(folder)
    except (sqlite3.Error, OSError) as error:
        raise Failed(f"{folder}: the store of feedback cannot be read: {error}") from None


def _line(one: Count) -> str:
    """One way in which cards ended.

    >>> from backstay.hooks.feedback import Count
    >>> _line(Count("backstay-order-sign", "overridden", "", "discussed", 3))
    'backstay-order-sign  overridden     3  discussed'
    """
    cause = "|".join(filter(None, (one.system, one.reason)))
    return f"{one.service}  {one.outcome:<10}  {one.cards:>4}  {cause}".rstrip()
