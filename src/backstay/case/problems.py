"""What is wrong with a case: every problem with its place, the value given and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from backstay.case.text import SHOWN, Lines, Path, printable

T = TypeVar("T")

MOST_PROBLEMS = 500  # a hostile file could hold millions; nobody mends more at once


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended before a case can be read."""

    path: str  # "patient.ecog", "lesions[1].collapse"; empty for the text as a whole
    problem: str
    line: int | None = None
    value: str | None = None  # as given, shortened
    allowed: str | None = None
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = ", ".join(filter(None, [f"line {self.line}" if self.line else "", self.path]))
        given = f" = {self.value}" if self.value is not None else ""
        lines = [f"{place}{given}: {self.problem}" if place else self.problem]
        if self.nearest:
            lines.append(f"    did you mean: {' or '.join(self.nearest)}")
        if self.allowed:
            lines.append(f"    allowed: {self.allowed}")
        return "\n".join(lines)


class CaseError(ValueError):
    """The case cannot be read; `problems` lists all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        many = len(self.problems)
        head = f"the case cannot be read: {many} problem{'s' if many > 1 else ''}"
        super().__init__("\n".join([head, *map(str, self.problems)]))


class Refused(ValueError):
    """One value is not taken; the reader that knows its place turns this into a Problem."""

    def __init__(
        self, problem: str, allowed: str | None = None, nearest: tuple[str, ...] = ()
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.allowed = allowed
        self.nearest = nearest


class Report:
    """The problems found so far, and the line of each place in the text."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._problems: list[Problem] = []

    def add(self, path: Path, refused: Refused | str, value: str | None = None) -> None:
        if isinstance(refused, str):
            refused = Refused(refused)
        self._problems.append(
            Problem(
                path=dotted(path),
                line=self._line(path),
                value=value,
                problem=refused.problem,
                allowed=refused.allowed,
                nearest=refused.nearest,
            )
        )
        if len(self._problems) >= MOST_PROBLEMS:
            self._problems.append(Problem("", f"the first {MOST_PROBLEMS} problems are listed"))
            self._fail()

    def attempt(self, path: Path, given: object, read: Callable[[], T]) -> T | None:
        """What `read` returns, or None when it refuses; the refusal is kept."""
        try:
            return read()
        except Refused as refused:
            self.add(path, refused, shown(given))
            return None

    def finish(self) -> None:
        """Raise CaseError with all problems, in the order of the text."""
        if self._problems:
            self._fail()

    def _fail(self) -> NoReturn:
        raise CaseError(sorted(self._problems, key=lambda p: p.line or 0)) from None

    def _line(self, path: Path) -> int | None:
        while (line := self._lines.get(path)) is None and path:
            path = path[:-1]
        return line


def dotted(path: Path) -> str:
    """A path as people write it.

    >>> dotted(("lesions", 1, "collapse"))
    'lesions[1].collapse'
    """
    parts = [f"[{part}]" if isinstance(part, int) else f".{printable(str(part))}" for part in path]
    return "".join(parts).removeprefix(".")


def shown(given: object) -> str | None:
    """A given value in at most 60 characters, safe to print; nothing for an empty one."""
    if given is None:
        return None
    if isinstance(given, dict):
        return "a map"
    if isinstance(given, list | tuple):
        return "a list"
    if isinstance(given, int) and not isinstance(given, bool) and given.bit_length() > 200:
        return "a very large number"
    return printable(("true" if given else "false") if isinstance(given, bool) else str(given))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to three names that look like this one, the likeliest first.

    >>> nearest("Kindey", ["kidney", "breast"])
    ('kidney',)
    """
    if len(name) > SHOWN:
        return ()
    import difflib

    plain = {known.lower(): known for known in names}
    close = difflib.get_close_matches(name.lower().replace("-", "_"), plain, n=3, cutoff=0.7)
    return tuple(plain[match] for match in close)
