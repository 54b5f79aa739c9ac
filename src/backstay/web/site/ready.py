"""What must be there before a request can be answered."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from backstay.web.records.knowledge import knowledge
from backstay.web.site import tasks

LATE = 300  # seconds after which a task that nobody began is called late


def looked_at() -> dict[str, dict[str, Any]]:
    """Each thing with whether it is well. Late tasks are told and stop nobody: pages do not wait for them."""
    known = knowledge()
    told = {"knowledge": {"edition": known.edition, "fingerprint": known.fingerprint}}
    try:
        unapplied = _unapplied()
        lag = tasks.lag()
    except DatabaseError as error:
        return {"database": {"ok": False, "error": type(error).__name__}, **told}
    return {
        "database": {"ok": True},
        "migrations": {"ok": not unapplied, "unapplied": unapplied},
        "tasks": {"lag_seconds": round(lag, 1), "late": lag > LATE},
        **told,
    }


def _unapplied() -> int:
    """How many migrations the tables wait for. Once none is left, none comes while this process runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        return _all_applied()
    except _Waiting as waiting:
        return waiting.migrations


class _Waiting(Exception):
    """Raised so that only a good answer is kept."""

    def __init__(self, migrations: int) -> None:
        super().__init__(migrations)
        self.migrations = migrations


@cache
def _all_applied() -> int:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise _Waiting(len(plan))
    return 0
