"""The whole database as one file, and back: by SQLite's own online copy, or by PostgreSQL's programs."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from shutil import which

from django.db import connection

PARTS = ("people_person", "records_patient", "audit_event")  # one row of these and it is not empty


class BackupProblem(Exception):
    """What went wrong, and what to do."""


def back_up(to: Path) -> None:
    """Write a copy that only its owner reads, while the site runs. Raises BackupProblem.

    The file appears under its name when it is whole, so a half-written one is never taken for a backup.
    """
    if to.exists():
        raise BackupProblem(f"{to} is there already; name a new file")
    fresh = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        fresh.touch(mode=0o600)
        _written(fresh)
        os.link(fresh, to)  # refuses a file that came meanwhile
    except (OSError, sqlite3.Error) as error:
        raise BackupProblem(f"{to}: the backup could not be written: {error}") from None
    finally:
        fresh.unlink(missing_ok=True)


def bring_back(source: Path) -> None:
    """Put a backup in the place of everything that is there. Raises BackupProblem; then nothing was changed."""
    if not source.is_file():
        raise BackupProblem(f"{source}: there is no such file")
    if connection.vendor == "sqlite":
        _restore_sqlite(source)
    else:
        _run_postgresql(["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                         "--exit-on-error", f"--dbname={_name()}", str(source)])  # fmt: skip
    connection.close()


def is_empty() -> bool:
    """Whether the database holds nobody and nothing happened in it; one without tables is empty too."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        return not any(_has_rows(cursor, table) for table in PARTS if table in there)


def _has_rows(cursor: object, table: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # type: ignore[attr-defined]  # noqa: S608
    return cursor.fetchone() is not None  # type: ignore[attr-defined]


def _written(fresh: Path) -> None:
    if connection.vendor != "sqlite":
        _run_postgresql(["pg_dump", "--format=custom", "--no-owner", f"--file={fresh}", _name()])
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(fresh)) as copy:
        connection.connection.backup(copy)
        # One file without a log beside it, so that moving it moves all of it.
        copy.execute("PRAGMA journal_mode=DELETE")
    _check_sqlite(fresh)


def _restore_sqlite(source: Path) -> None:
    _check_sqlite(source)
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
        connection.connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as error:
        raise BackupProblem(
            f"{source}: it could not be put back: {error}. Stop the site and try again"
        ) from None


def _check_sqlite(path: Path) -> None:
    """Whether a file is whole and one of ours. Raises BackupProblem."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            names = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise BackupProblem(f"{path}: this is no backup of a SQLite database: {error}") from None
    if said != "ok":
        raise BackupProblem(f"{path}: this file is damaged: {said}")
    if missing := set(PARTS) - names:
        raise BackupProblem(f"{path}: this is no backup of Backstay: it has no {min(missing)}")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run_postgresql(command: list[str]) -> None:
    """One of PostgreSQL's programs on our database; the password does not show in the list of processes."""
    program = which(command[0])
    if program is None:
        raise BackupProblem(
            f"{command[0]} is missing; it comes with PostgreSQL (apt-get install postgresql-client)"
        )
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(told[key]) for name, key in names.items() if told.get(key)}
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, and no shell)
        [program, *command[1:]], env={**os.environ, **given}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise BackupProblem(f"{command[0]} failed: {done.stderr.strip()[-2000:]}")
