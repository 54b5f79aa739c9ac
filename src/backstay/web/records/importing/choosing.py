"""What the reader chose, from the fields of the form to answers that can be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from backstay.case.dates import after, read_moment
from backstay.web.records.importing.comparing import Compared, Row

FIELD, LESION = "take:", "lesion:"  # at the start of the names of fields
KEEP = "keep"
AGAINST = "Chosen over what was recorded, when a record was read"


class Chosen(NamedTuple):
    """The rows that are taken, each with the number of its offer, and the lesions to be added."""

    taken: tuple[tuple[Row, int], ...]
    lesions: tuple[str, ...]
    open: tuple[Row, ...]  # that ask and were not answered


def chosen(both: Compared, given: Mapping[str, str]) -> Chosen:
    """The choices of a form."""
    lesions = tuple(one for one in both.new_lesions if given.get(f"{LESION}{one}"))
    rows = [row for row in both.rows if row.level not in both.new_lesions or row.level in lesions]
    taken = tuple((row, int(given[f"{FIELD}{row.key}"])) for row in rows if _takes(row, given))
    unanswered = tuple(row for row in rows if row.asks and not _answered(row, given))
    return Chosen(taken, lesions, unanswered)


def as_proposed(both: Compared) -> dict[str, str]:
    """The fields as the page first shows them: what is new is taken, what differs is open."""
    proposed = {f"{LESION}{one}": "1" for one in both.new_lesions}
    return proposed | {
        f"{FIELD}{row.key}": "0" for row in both.rows if row.kind in ("new", "again")
    }


def _takes(row: Row, given: Mapping[str, str]) -> bool:
    return row.kind != "same" and given.get(f"{FIELD}{row.key}") in _numbers(row)


def _answered(row: Row, given: Mapping[str, str]) -> bool:
    return given.get(f"{FIELD}{row.key}") in {KEEP, *_numbers(row)}


def _numbers(row: Row) -> list[str | None]:
    return [str(number) for number in range(len(row.offers))]


def why(row: Row, number: int) -> str:
    """Why the answer before does not hold; "" where the new one is simply newer."""
    before = row.recorded
    if before is None or before.state != "known" or row.kind == "again":
        return ""
    newer = bool(before.observed) and after(
        read_moment(row.offers[number].at), read_moment(before.observed)
    )
    return "" if newer else AGAINST
