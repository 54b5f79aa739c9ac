"""To which lesions the earlier courses belong. A list without one would understate the dose."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.claims import Claim, Radiation
from backstay.exchange.problems import Unread

FACT = "prior_radiation"


def settle_radiation(
    courses: list[Radiation], spans: dict[str, tuple[str, ...]], given: set[str]
) -> Iterator[Claim | Unread]:
    """The courses of each lesion; `given` are the lesions whose courses stand elsewhere too."""
    unplaced = [one.source for one in courses if not one.levels]
    for source in unplaced:
        why = "was this radiation, did it reach the canal, and at which level?"
        yield Unread(source, why)
    for lesion, span in spans.items():
        here = [one for one in courses if set(one.levels) & set(span)]
        sources = ", ".join(one.source for one in here)
        why = "a course has no level" if unplaced else "it is given in another form too"
        if here and (unplaced or lesion in given):
            yield Unread(sources, f"{FACT} at {lesion} is left open: {why}")
        elif here:
            yield Claim(FACT, lesion, [one.course for one in here], sources)
    yield from _elsewhere(courses, {level for span in spans.values() for level in span})


def disputed(courses: list[Radiation], spans: dict[str, tuple[str, ...]]) -> set[str]:
    """The lesions that a course reached; a list from elsewhere cannot be told from it."""
    reached = {level for one in courses for level in one.levels}
    return {lesion for lesion, span in spans.items() if reached & set(span)}


def _elsewhere(courses: list[Radiation], placed: set[str]) -> Iterator[Claim | Unread]:
    for one in courses:
        for level in one.levels:
            if level not in placed:
                yield Unread(one.source, f"radiation at {level}, where no lesion is listed")
