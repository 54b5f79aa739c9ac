"""How a command ends when it cannot do what was asked."""

from __future__ import annotations

CHECK_FAILED = 1
INPUT_WRONG = 2
MISSING = 3


class Failed(Exception):
    """A message for standard error and an exit status; never a traceback."""

    def __init__(self, message: str, status: int = INPUT_WRONG) -> None:
        super().__init__(message)
        self.status = status
