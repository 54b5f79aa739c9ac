"""Logs as JSON lines on standard output, by an allow-list: what is not on it never leaves."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import msgspec
import structlog

OWN = Path(__file__).parents[1]
Event = MutableMapping[str, Any]
Quoted = Callable[[logging.LogRecord], bool]


def begin_lines(allowed: tuple[str, ...], quoted: Quoted) -> None:
    """Send what this process logs through the allow-list; of other programs' records `quoted` says whose words."""

    def only_allowed(_logger: Any, _method: str, event: Event) -> Event:
        return {
            key: event[key]
            for key in allowed
            if event.get(key) is not None and event.get(key) != {}
        }

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            only_allowed,
            as_line,
        ],
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [Lines(quoted)]
    root.setLevel(logging.WARNING)  # what asks other servers would name their addresses below that


def as_line(_logger: Any, _method: str, event: Event) -> bytes:
    """One JSON object. In bytes, it leaves with its end of line in one write: workers share the output."""
    return msgspec.json.encode(event)


class Lines(logging.Handler):
    """Records of other programs. Few of them are quoted, and never with their arguments."""

    def __init__(self, quoted: Quoted) -> None:
        super().__init__()
        self.quoted = quoted

    def emit(self, record: logging.LogRecord) -> None:
        """One line for one record."""
        error = record.exc_info[1] if record.exc_info else None
        quoted = isinstance(record.msg, str) and error is None and self.quoted(record)
        structlog.get_logger().log(
            record.levelno,
            record.name,
            said=record.msg if quoted else None,
            error=None if error is None else type(error).__name__,
            at=None if error is None else where(error),
        )


def where(error: BaseException) -> str | None:
    """The deepest line of ours that an error came through; its message may hold data and is not told."""
    own = [one for one in traceback.extract_tb(error.__traceback__) if _is_own(one.filename)]
    return f"{Path(own[-1].filename).relative_to(OWN)}:{own[-1].lineno}" if own else None


def _is_own(path: str) -> bool:
    return Path(path).is_relative_to(OWN)
