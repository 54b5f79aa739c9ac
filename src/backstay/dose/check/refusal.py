"""What was said about a plan does not fit it."""

from __future__ import annotations

from collections.abc import Sequence


class Unusable(ValueError):
    """Every problem of what was given, each with what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
