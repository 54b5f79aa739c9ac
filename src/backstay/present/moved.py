"""What moved between two assessments of one person: the clock, stability, the stance of options."""

from __future__ import annotations

from typing import NamedTuple

from backstay.present import lesions, names, scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.words import say, word


class Moved(NamedTuple):
    """One option that has another stance, or another check before it."""

    title: str
    lesion: str | None
    was: str
    now: str

    @property
    def told(self) -> str:
        """ "Separation surgery at T8 is now Not indicated"."""
        return say("is_now", what=self.title, now=word("stances", self.now))


def moved(before: Assessment, after: Assessment, knowledge: Knowledge) -> list[Moved]:
    """Options with another stance, what was or is offered at the head, in the order of the assessment."""
    then = {(one["id"], one.get("lesion")): str(one["stance"]) for one in before["options"]}
    found = []
    for one in after["options"]:
        was, now = then.get((one["id"], one.get("lesion"))), str(one["stance"])
        if was is not None and was != now:
            title = names.short_option(knowledge, str(one["id"]), one.get("lesion"))
            found.append(Moved(title, one.get("lesion"), was, now))
    return sorted(found, key=_rank)


ORDER = ("recommended", "disputed", "consider", "contraindicated")


def _rank(one: Moved) -> tuple[int, bool]:
    """What enters or leaves the strongest stance first; lesions before the whole person."""
    places = [ORDER.index(name) for name in (one.was, one.now) if name in ORDER]
    return min(places, default=len(ORDER)), one.lesion is None


def others(before: Assessment, after: Assessment, knowledge: Knowledge) -> list[str]:
    """The clock and the stability of lesions, where they are others now."""
    return [*_clock(before, after), *_stability(before, after, knowledge)]


def _clock(before: Assessment, after: Assessment) -> list[str]:
    was, now = (str(one["urgency"]["level"]) for one in (before, after))
    if was == now:
        return []
    return [say("urgency_now", now=word("levels", now), was=word("levels", was))]


def _stability(before: Assessment, after: Assessment, knowledge: Knowledge) -> list[str]:
    def told(assessment: Assessment) -> dict[str, str]:
        found = lesions.lesions(assessment)
        return {one.name: scored.caption(knowledge, one.sins, one) for one in found}

    then = told(before)
    return [f"{text}." for lesion, text in told(after).items() if then.get(lesion) != text]


def line(options: list[Moved], others: list[str]) -> str:
    """What moved in one sentence: the weightiest, and how many more."""
    if not options:
        return others[0] if others else say("nothing_moves")
    rest = len(options) - 1
    first = options[0].told
    if not rest:
        return say("one_moves", first=first)
    return (
        say("two_move", first=first) if rest == 1 else say("several_move", first=first, rest=rest)
    )
