"""What is not answered or not read, and why."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not answered: the HTTP status, and every problem in words that hold no patient data."""

    def __init__(self, status: int, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.status = status
        self.problems = problems
