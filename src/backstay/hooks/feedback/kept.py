"""The store of feedback: one SQLite file that several processes write at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from backstay.exchange.smart.refused import Refused
from backstay.hooks.feedback.shape import Told

FILE = "feedback.sqlite3"
MOST_ROWS = 1_000_000  # of all cards; a client that invents cards fills no disk
MOST_OF_CARD = 20
WAIT_SECONDS = 5.0  # for another process that writes

_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY,
    service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL, at TEXT NOT NULL,
    suggestions TEXT NOT NULL, system TEXT NOT NULL, reason TEXT NOT NULL, commented INTEGER NOT NULL
) STRICT"""
_INDEX = "CREATE INDEX IF NOT EXISTS feedback_of_card ON feedback (service, card, at)"
_OF_CARD = """
SELECT card, outcome, at, suggestions, system, reason, commented FROM feedback
WHERE service = ? AND card = ? ORDER BY at, number"""
_COUNTS = """
WITH last AS (SELECT *, row_number() OVER (PARTITION BY service, card ORDER BY at DESC, number DESC) AS back
              FROM feedback)
SELECT service, outcome, system, reason, count(*) FROM last WHERE back = 1
GROUP BY service, outcome, system, reason ORDER BY service, outcome, count(*) DESC, system, reason"""


class Count(NamedTuple):
    """How many cards of a service ended in one way; only the last word on a card counts."""

    service: str
    outcome: str
    system: str
    reason: str
    cards: int


def keep(service: str, told: Sequence[Told], folder: Path) -> None:
    """Add entries, each once however often it is told. Raises Refused 503 when the store is full."""
    with _opened(folder) as store:
        with store:  # all of them or none
            store.execute("BEGIN IMMEDIATE")
            for one in told:
                _add(service, one, store)


def _add(service: str, one: Told, store: sqlite3.Connection) -> None:
    history = [Told(*row) for row in store.execute(_OF_CARD, (service, one.card))]
    if _is_known(one, history) or len(history) >= MOST_OF_CARD:
        return
    if (store.execute("SELECT max(number) FROM feedback").fetchone()[0] or 0) >= MOST_ROWS:
        raise Refused(503, ["the store of feedback is full; move its file away"])
    store.execute("INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", (service, *one))


def _is_known(one: Told, history: list[Told]) -> bool:
    """Whether the card stood so already at that time, or the same was told of the time after."""
    before = [each for each in history if each.at <= one.at][-1:]
    after = [each for each in history if each.at >= one.at][:1]
    return any(each._replace(at=one.at) == one for each in (*before, *after))


def counts(folder: Path) -> list[Count]:
    """How cards ended, by service, outcome and reason, the most frequent first.

    A store that is not there holds nothing.
    """
    if not (folder / FILE).exists():
        return []
    with _opened(folder) as store:
        return [Count(*row) for row in store.execute(_COUNTS)]


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / FILE
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # for nobody else on the machine
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute(_TABLE)
        store.execute(_INDEX)
        yield store
