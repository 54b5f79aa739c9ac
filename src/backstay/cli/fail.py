"""How a command ends when it cannot do what was asked."""

from __future__ import annotations

CHECK_FAILED = 1
INPUT_WRONG = 2
MISSING = 3


def printable(text: str) -> str:
    """A text that cannot steer a terminal: what is not printable is spelled out, lines are kept.

    >>> printable("a\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text
    )


class Failed(Exception):
    """A message for standard error and an exit status; never a traceback."""

    def __init__(self, message: str, status: int = INPUT_WRONG) -> None:
        super().__init__(message)
        self.status = status
