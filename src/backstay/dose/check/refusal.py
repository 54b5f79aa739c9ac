"""What was said about a plan does not fit it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Made = TypeVar("Made")


class Unusable(ValueError):
    """Every problem of what was given, each with what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def attempt(made: Callable[[], Made], problems: list[str]) -> Made | None:
    """What a step makes; where it refuses, its problems join the others, so that all are named at once."""
    try:
        return made()
    except Unusable as refused:
        problems.extend(refused.problems)
        return None
