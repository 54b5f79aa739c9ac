"""One answer to be recorded, and what to do when somebody else answered first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from backstay.web.records.models import Episode, Fact, Lesion

Place = tuple[int | None, str]  # the lesion (None is the patient) and the name of the fact


class Answer(NamedTuple):
    """What somebody says about one fact.

    `supersedes` is the newest answer that they saw. `why` is given for a correction: the answer before was
    wrong and holds for no time. Without it the answer before held until then, and stays in the course.
    """

    name: str
    lesion: Lesion | None = None
    state: str = "known"  # known | not_known | not_done | withdrawn
    value: Any = None  # as a case document holds it; numbers may carry a unit
    observed: str = ""  # a date or an instant; "" is not known
    why: str = ""
    supersedes: Fact | None = None
    detail: str = ""  # where in its source it stands: Observation/12

    @property
    def place(self) -> Place:
        """What it is about."""
        return self.lesion.pk if self.lesion else None, self.name


class Clash(NamedTuple):
    """An answer and the one that is there now, which its giver had not seen."""

    answer: Answer
    current: Fact | None


class Superseded(Exception):
    """Somebody else answered meanwhile; nothing was recorded. `clashes` has both versions of each."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = list(clashes)
        names = ", ".join(clash.answer.name for clash in self.clashes)
        super().__init__(f"answered by somebody else meanwhile: {names}")


def newest(episode: Episode) -> dict[Place, Fact]:
    """The newest answer of every chain, whatever its state, by what it is about."""
    found = episode.facts.filter(superseded_by=None).select_related("lesion")
    return {(fact.lesion_id, fact.name): fact for fact in found}
