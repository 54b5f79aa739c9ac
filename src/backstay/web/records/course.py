"""Which answers of a chain are the course of a fact over time, and which were corrections.

An answer that supersedes another **without** `why` is a newer value: what was seen before was so then, and
stays with its date. One **with** `why` is a correction: the answer before never held, and leaves the course.
An answer seen at the same time as a later one of the chain, or at a time that cannot be told from it, gives
way to the later one. Answers without a date, of another state than known, and of removed lesions are in no
course. Only facts that are one plain value have one: pain, strength, a laboratory value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backstay.case import Vocabulary
from backstay.case.dates import Moment, after, read_moment
from backstay.web.records.models import Fact

ONE_VALUE = ("choice", "yes_no", "number", "count")


def course(newest: Fact, earlier: Mapping[int, Fact], vocabulary: Vocabulary) -> list[Fact]:
    """The newest answer and those before it that were so at their time, the oldest answer first.

    `earlier` holds the superseded answers by primary key. An answer that was given later about an earlier
    time is part of the course too; the case then holds what was seen last.
    """
    known = vocabulary.scope("patient" if newest.lesion_id is None else "lesion").get(newest.name)
    if known is None or known.kind not in ONE_VALUE or not newest.observed:
        return [newest]
    kept, moments = [newest], [read_moment(newest.observed)]
    for fact in _not_corrected(newest, earlier):
        if fact.state != "known" or not fact.observed:
            continue
        moment = read_moment(fact.observed)
        if all(_apart(moment, other) for other in moments):
            kept.append(fact)
            moments.append(moment)
    return kept[::-1]


def _not_corrected(newest: Fact, earlier: Mapping[int, Fact]) -> Iterator[Fact]:
    """Down the chain, without the answers that the one after them corrected."""
    later, fact = newest, earlier.get(newest.supersedes_id or 0)
    while fact is not None:
        if not later.why:
            yield fact
        later, fact = fact, earlier.get(fact.supersedes_id or 0)


def _apart(one: Moment, other: Moment) -> bool:
    return after(one, other) or after(other, one)
