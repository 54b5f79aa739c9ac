"""Databases that several processes share: whole copies of a prepared one, since triggers forbid emptying tables.

On SQLite a copy is a folder, on PostgreSQL a database made from a template; both hold everybody of `world`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from served import environment, prepare

HERE = Path(__file__).parent
NUMBERS = count(1)


class Prepared:
    """A database that is prepared once and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.server = os.environ.get("DATABASE_URL", "")
        self.name = f"prepared_{os.getpid()}_{next(NUMBERS)}"
        if self.server:
            self.ask(f"CREATE DATABASE {self.name}")
            with settings_of({"DATABASE_URL": self.url(self.name)}):
                prepare(self.folder)
        else:
            prepare(self.folder)

    def url(self, name: str) -> str:
        """The address of a database of this server."""
        return self.server.rsplit("/", 1)[0] + f"/{name}"

    def ask(self, statement: str) -> None:
        """Have the server make or drop a database."""
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """The environment of processes that work on a fresh copy."""
        folder = Path(tempfile.mkdtemp(prefix="committed-"))
        name = f"copy_{os.getpid()}_{next(NUMBERS)}"
        shutil.copytree(self.folder, folder / "data")
        more = {"DATABASE_URL": self.url(name)} if self.server else {}
        if self.server:
            self.ask(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        try:
            yield environment(folder / "data", **more)
        finally:
            if self.server:
                self.ask(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(folder)


@contextmanager
def settings_of(more: dict[str, str]) -> Iterator[None]:
    """These variables for a while, for what starts meanwhile."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def started(env: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """A process of `writers.py` on the database of this environment."""
    command = [sys.executable, str(HERE / "writers.py"), *arguments]
    return subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def told(env: dict[str, str], *arguments: str) -> str:
    """What such a process writes, once it has ended well."""
    done = subprocess.run(
        [sys.executable, str(HERE / "writers.py"), *arguments], env=env, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def manage(env: dict[str, str], *arguments: str) -> Any:
    """A command of the application, run to its end."""
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True)
