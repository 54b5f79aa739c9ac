"""Rules that the database keeps by triggers, each written once for both engines.

A trigger holds against every writer: an update of many rows, a script, a console. On SQLite it goes with its table
when a later migration makes that table anew, so each model names its triggers in `guards`, and `missing` tells
which of them the database lacks: the command `audit verify` asks, and so does a test.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW WHEN {when}
BEGIN SELECT RAISE(ABORT, '{name}: {says}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN
    RAISE EXCEPTION '{name}: {says}'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}';
  END IF;
  RETURN {row};
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"()
"""
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


class Guard(NamedTuple):
    """What one trigger refuses: an INSERT, UPDATE, DELETE or TRUNCATE for which `when` is true, in SQL of both."""

    name: str
    table: str
    event: str
    says: str
    when: str = "true"


def guarded(*guards: Guard) -> migrations.RunPython:
    """An operation of a migration that sets these triggers."""

    def up(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            for statement in _made(guard, editor.connection.vendor):
                editor.execute(statement, params=None)

    def down(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in reversed(guards):
            for statement in _dropped(guard, editor.connection.vendor):
                editor.execute(statement, params=None)

    return migrations.RunPython(up, down)


def append_only(table: str) -> migrations.RunPython:
    """An operation of a migration after which rows of a table are added and nothing else."""
    return guarded(
        Guard(f"{table}_no_update", table, "UPDATE", "what was written stays as it is"),
        Guard(f"{table}_no_delete", table, "DELETE", "what was written is never deleted"),
        Guard(f"{table}_no_truncate", table, "TRUNCATE", "what was written is never deleted"),
    )


def missing() -> list[str]:
    """The triggers that models name and this database does not have."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(name for name in named() if name not in standing)


def named() -> list[str]:
    """The triggers that the models name, as this engine has them."""
    every = [name for model in apps.get_models() for name in getattr(model, "guards", ())]
    # SQLite has no TRUNCATE: there a table is emptied by DELETE.
    return [name for name in every if connection.vendor != "sqlite" or "truncate" not in name]


def _made(guard: Guard, vendor: str) -> list[str]:
    told = guard._asdict()
    if vendor == "sqlite":
        return [] if guard.event == "TRUNCATE" else [SQLITE.format(**told)]
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        POSTGRESQL_FUNCTION.format(**told, row=row),
        POSTGRESQL_TRIGGER.format(**told, each=each),
    ]


def _dropped(guard: Guard, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{guard.name}"']
    return [f'DROP FUNCTION IF EXISTS "{guard.name}"() CASCADE']
