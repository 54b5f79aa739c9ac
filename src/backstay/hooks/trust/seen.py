"""Tokens that were used already, in a file that all processes of the service share."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

FILE = "tokens.sqlite3"
WAIT = 2.0  # seconds for another process that is writing
TABLE = (
    "CREATE TABLE IF NOT EXISTS seen (issuer TEXT NOT NULL, jti TEXT NOT NULL, until REAL NOT NULL, "
    "PRIMARY KEY (issuer, jti)) STRICT, WITHOUT ROWID"
)


class Seen:
    """A register of tokens until they end. A token is in it once, whichever process saw it first."""

    def __init__(self, folder: Path) -> None:
        """Open the register, or begin one. Raises sqlite3.Error and OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(folder / FILE, os.O_CREAT | os.O_RDWR, 0o600))  # for nobody else here
        self._file = sqlite3.connect(folder / FILE, timeout=WAIT, isolation_level=None)
        _share(self._file)
        # A process that dies loses nothing. A machine that dies may forget the last tokens, which end in minutes.
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute(TABLE)
        self._file.execute("CREATE INDEX IF NOT EXISTS ends ON seen (until)")

    def first_time(self, issuer: str, jti: str, until: float, now: float) -> bool:
        """Whether this token was never used, and from now on it was. `until`, `now`: seconds since 1970.

        Raises sqlite3.Error where the register cannot be asked: then nothing is known, and nothing may be allowed.
        """
        with self._file:  # ends the transaction, or undoes it
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute("DELETE FROM seen WHERE until < ?", (now,))
            try:
                self._file.execute(
                    "INSERT OR FAIL INTO seen VALUES (?, ?, ?)", (issuer, jti, until)
                )
            except sqlite3.IntegrityError:
                return False
        return True

    def count(self) -> int:
        """How many tokens are kept. Raises sqlite3.Error."""
        found: int = self._file.execute("SELECT count(*) FROM seen").fetchone()[0]
        return found

    def writable(self) -> bool:
        """Whether a token could be kept now."""
        try:
            with self._file:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.execute("INSERT INTO seen VALUES ('', 'ready', 0)")
                self._file.execute("DELETE FROM seen WHERE issuer = ''")
        except sqlite3.Error:
            return False
        return True

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _share(file: sqlite3.Connection) -> None:
    """Let readers and a writer work at once. Raises sqlite3.OperationalError.

    Processes that begin together exclude each other here, and for this one change SQLite itself does not wait.
    """
    until = time.monotonic() + WAIT
    while not _is_shared(file):
        if time.monotonic() > until:
            raise sqlite3.OperationalError(
                "other programs hold this file, or its disk cannot share it"
            )
        time.sleep(0.01)


def _is_shared(file: sqlite3.Connection) -> bool:
    try:
        return bool(file.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",))
    except sqlite3.OperationalError:
        return False
