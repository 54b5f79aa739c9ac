"""The questions with what was ticked, as the form shows them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from backstay.web.emergency.answers import WHEN
from backstay.web.emergency.asked import Asked, Question


class Row(NamedTuple):
    """A question and its answer."""

    asked: Question
    value: str

    @property
    def yes(self) -> bool:
        """Whether the sign is ticked."""
        return self.value == self.asked.sign

    @property
    def no(self) -> bool:
        """Whether its absence is."""
        return bool(self.value) and not self.yes


def rows(asked: Asked, typed: Mapping[str, str]) -> dict[str, Any]:
    """The parts of the form."""
    more = _groups(asked.more, typed)
    return {
        "cancer": Row(asked.cancer, typed.get(asked.cancer.id, "")),
        "signs": _groups(asked.signs, typed),
        "more": more,
        "more_given": any(row.value for _, group in more for row in group),
        "when": typed.get(WHEN, ""),
    }


def _groups(
    found: list[tuple[str, list[Question]]], typed: Mapping[str, str]
) -> list[tuple[str, list[Row]]]:
    return [(title, [Row(one, typed.get(one.id, "")) for one in group]) for title, group in found]
