"""What is wrong with DICOM files: every problem with its file, place, reason and what to do.

No message repeats a name, a number, a date or an identifier of a person: only the name of the file,
the name of an element, and figures of the geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from backstay.case.text import printable

T = TypeVar("T")


class DicomProblem(ValueError):
    """The files cannot be used; `problems` lists all that is wrong with them."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class Refused(ValueError):
    """One value is not taken: where, what, and what to do. Who knows the file turns it into a problem."""

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(f"{where}: {what}; {todo}")


class Findings:
    """The problems of one file found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[str] = []

    def add(self, refused: Refused) -> None:
        self.problems.append(f"{printable(self.file)}: {refused}")

    def attempt(self, read: Callable[[], T]) -> T | None:
        """What `read` returns, or None when it refuses; the refusal is kept."""
        try:
            return read()
        except Refused as refused:
            self.add(refused)
            return None

    def finish(self) -> None:
        """Raise DicomProblem with all problems found."""
        if self.problems:
            raise DicomProblem(self.problems)
