"""To which lesions the earlier courses belong. A list without one would understate the dose."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.claims import Claim, Radiation
from backstay.exchange.problems import Unread

FACT = "prior_radiation"


def settle_radiation(
    told: list[Radiation], spans: dict[str, tuple[str, ...]], given: set[str]
) -> Iterator[Claim | Unread]:
    """The courses of each lesion; `given` are the lesions whose courses stand elsewhere too."""
    courses = whole_courses(told)
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
    yield from _portions(told, courses)


def disputed(told: list[Radiation], spans: dict[str, tuple[str, ...]]) -> set[str]:
    """The lesions that a course reached; a list from elsewhere cannot be told from it."""
    reached = {level for one in told for level in one.levels}
    return {lesion for lesion, span in spans.items() if reached & set(span)}


def whole_courses(told: list[Radiation]) -> list[Radiation]:
    """The courses, each once: phases and fractions whose course is not there stand for one without a dose."""
    above = {one.source: one.part_of for one in told}
    orphans: dict[str, list[Radiation]] = {}
    for one in told:
        top = _top(one.source, above)
        if one.part_of and (top not in above or above[top]):
            orphans.setdefault(top, []).append(one)
    lost = [
        Radiation(
            tuple(dict.fromkeys(level for one in parts for level in one.levels)),
            {},
            ", ".join(one.source for one in parts),
        )
        for parts in orphans.values()
    ]
    return [one for one in told if not one.part_of] + lost


def _top(source: str, above: dict[str, tuple[str, ...]]) -> str:
    """The course that a part belongs to at last, or the first resource on the way that is not there."""
    seen = {source}
    while parents := above.get(source):
        source = parents[0]
        if source in seen:  # parts that name each other in a circle
            return min(seen)
        seen.add(source)
    return source


def _portions(told: list[Radiation], courses: list[Radiation]) -> Iterator[Unread]:
    """A part of a course that is read as a whole says nothing more."""
    lost = {source for one in courses for source in one.source.split(", ")}
    for one in told:
        if one.part_of and one.source not in lost:
            why = "a part of a course of radiation; the course is read as a whole"
            yield Unread(one.source, why, counted=True)


def _elsewhere(courses: list[Radiation], placed: set[str]) -> Iterator[Claim | Unread]:
    for one in courses:
        for level in one.levels:
            if level not in placed:
                yield Unread(one.source, f"radiation at {level}, where no lesion is listed")
