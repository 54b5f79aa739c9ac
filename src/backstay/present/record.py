"""The record behind a page: whom it is about, and what in it gave no fact."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present.knows import Assessment
from backstay.present.values import clean
from backstay.present.words import say


class Left(NamedTuple):
    """Something in the record that gave no fact, or a fact that needs a look."""

    what: str
    why: str
    taken: bool


def whom(assessment: Assessment) -> str | None:
    """Whose page it is, for who must be sure of it; None where the page was not read from a record.

    >>> whom({"record": {"name": "Ann Other", "born": None}})
    'Ann Other, born on a day not given'
    """
    record = assessment.get("record")
    if record is None or not record.get("banner", True):
        return None
    name, born = record.get("name"), record.get("born")
    if not name and not born:
        return say("whom_not_known")
    return say(
        "whom",
        name=clean(name or say("name_not_known")),
        born=clean(born or say("born_not_known")),
    )


def left(assessment: Assessment) -> list[Left]:
    """What was not read; what was taken with a doubt comes last."""
    found = (assessment.get("record") or {}).get("unread") or []
    told = [Left(clean(one["resource"]), clean(one["why"]), bool(one["counted"])) for one in found]
    return sorted(told, key=lambda one: one.taken)


def counted(assessment: Assessment) -> str | None:
    """That something was not read, for the head of the page."""
    number = len(left(assessment))
    if not number:
        return None
    return say("unread_count_one") if number == 1 else say("unread_count", count=number)
