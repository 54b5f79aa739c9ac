"""Backup and restore on real databases: a file of SQLite, and a PostgreSQL where one runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from running import clean_environment

SERVER = os.environ.get("DATABASE_URL", "")
COUNT = (
    "from backstay.web.audit.chain import verify;"
    "from backstay.web.audit.models import Event;"
    "from backstay.web.records.models import Fact, Patient;"
    "print(Patient.objects.count(), Fact.objects.count(), len(verify().breaks),"
    " list(Event.objects.order_by('-pk').values_list('action', flat=True)[:1]))"
)
LOAD = (
    "from django.core.management import call_command; call_command('migrate', verbosity=0);"
    "call_command('createcachetable', verbosity=0);"
    "from backstay.web.records.demonstration.load import load; load()"
)
REMOVE = "from backstay.web.records.models import Fact; Fact.objects.first().delete()"
ANOTHER = (
    "from backstay.web.audit.record import SYSTEM; from backstay.web.people.models import Person;"
    "from backstay.web.records.actions import open_case;"
    "open_case(by=Person.objects.get(username='cole'), name='Somebody Later')"
)


class Site:
    """A database of its own, and the commands that work on it."""

    def __init__(self, data: Path, name: str) -> None:
        self.data, self.name = data, name
        url = {"DATABASE_URL": f"{SERVER.rsplit('/', 1)[0]}/{name}"} if name else {}
        self.environment = clean_environment(data, **url)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "backstay", "manage", *arguments],
            env=self.environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def run(self, code: str) -> str:
        done = self.manage("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With the invented hospital; copied for each test."""
    name = ""
    if SERVER:
        if shutil.which("pg_dump") is None:
            pytest.skip("no pg_dump here: apt-get install postgresql-client")
        name = _new_database()
    site = Site(tmp_path_factory.mktemp("hospital") / "data", name)
    site.run(LOAD)
    yield site
    _drop(name)


@pytest.fixture
def sites(hospital: Site, tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """One with the invented hospital, and an empty one; both of the engine under test."""
    names = ["", ""]
    if SERVER:
        names = [_new_database(hospital.name), _new_database()]
    shutil.copytree(hospital.data, tmp_path / "full")
    yield Site(tmp_path / "full", names[0]), Site(tmp_path / "empty", names[1])
    for name in names:
        _drop(name)


def _new_database(like: str = "template1") -> str:
    name = f"backup_{uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {like}")
    return name


def _drop(name: str) -> None:
    if name:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.mark.db
def test_what_was_backed_up_comes_back(sites: tuple[Site, Site], tmp_path: Path) -> None:
    full, empty = sites
    to = tmp_path / "backup"
    written = full.manage("backup", str(to))
    assert written.returncode == 0 and "bytes" in written.stdout, written.stderr
    assert to.stat().st_mode & 0o777 == 0o600, "its owner alone reads it"
    back = empty.manage("restore", str(to))
    assert back.returncode == 0 and "the chain of" in back.stdout, back.stderr
    patients, facts, breaks, last = empty.run(COUNT).split()
    assert (patients, breaks, last) == ("12", "0", "['backup_restored']")
    assert full.run(COUNT).split()[1] == facts
    refused = empty.manage("shell", "--no-imports", "-c", REMOVE)
    assert refused.returncode != 0, "what is restored is kept by the same triggers"


@pytest.mark.db
def test_a_database_in_use_is_replaced_only_when_told(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    full, _ = sites
    to = tmp_path / "backup"
    assert full.manage("backup", str(to)).returncode == 0
    full.run(ANOTHER)
    assert full.run(COUNT).split()[0] == "13"
    refused = full.manage("restore", str(to))
    assert refused.returncode == 2 and "--replace" in refused.stderr
    assert full.run(COUNT).split()[0] == "13", "nothing was touched"
    assert full.manage("restore", str(to), "--replace").returncode == 0
    assert full.run(COUNT).split()[0] == "12"


@pytest.mark.db
def test_what_is_no_backup_changes_nothing(sites: tuple[Site, Site], tmp_path: Path) -> None:
    full, _ = sites
    before = full.run(COUNT)
    wrong = tmp_path / "wrong"
    for content in (b"", b"not a database" * 400, b"SQLite format 3\x00" + b"\xff" * 4096):
        wrong.write_bytes(content)
        done = full.manage("restore", str(wrong), "--replace")
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert full.run(COUNT) == before
    missing = full.manage("restore", str(tmp_path / "nothing"), "--replace")
    assert missing.returncode == 1 and "there is no such file" in missing.stderr


@pytest.mark.db
def test_a_backup_never_takes_the_place_of_a_file(sites: tuple[Site, Site], tmp_path: Path) -> None:
    full, _ = sites
    there = tmp_path / "backup"
    there.write_text("of yesterday")
    done = full.manage("backup", str(there))
    assert done.returncode == 2 and "is there already" in done.stderr
    assert there.read_text() == "of yesterday"
    nowhere = full.manage("backup", str(tmp_path / "no" / "folder"))
    assert nowhere.returncode == 1 and "could not be written" in nowhere.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(bool(SERVER), reason="looks into a file of SQLite")
def test_a_backup_that_was_changed_is_found_by_its_chain(
    sites: tuple[Site, Site], tmp_path: Path
) -> None:
    full, empty = sites
    to = tmp_path / "backup"
    full.manage("backup", str(to))
    with sqlite3.connect(to) as file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE audit_event SET by_name = 'Nobody' WHERE id = 5")
    file.close()
    done = empty.manage("restore", str(to))
    assert done.returncode == 1 and "event 5: it was changed after it was written" in done.stderr


@pytest.mark.skipif(bool(SERVER), reason="looks into a file of SQLite")
def test_a_database_of_something_else_is_refused(sites: tuple[Site, Site], tmp_path: Path) -> None:
    other = tmp_path / "other"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE songs (name TEXT)")
    file.close()
    done = sites[1].manage("restore", str(other))
    assert done.returncode == 1 and "no backup of Backstay" in done.stderr


@pytest.mark.skipif(bool(SERVER), reason="writes to a file of SQLite")
def test_a_backup_while_others_write_is_whole(sites: tuple[Site, Site], tmp_path: Path) -> None:
    full, empty = sites
    writing = subprocess.Popen(
        [sys.executable, "-m", "backstay", "manage", "shell", "--no-imports", "-c",
         "from backstay.web.audit.record import SYSTEM, record\nfor _ in range(300): record('noted', by=SYSTEM)"],
        env=full.environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    to = tmp_path / "backup"
    try:
        assert full.manage("backup", str(to)).returncode == 0
    finally:
        assert writing.wait(120) == 0
    assert empty.manage("restore", str(to)).returncode == 0
