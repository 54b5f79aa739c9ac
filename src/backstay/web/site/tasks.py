"""Work after an answer. The one module that knows django-tasks: Django 6 has the same interface built in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.core.management import call_command
from django.db.models import QuerySet
from django_tasks import task
from django_tasks_db.models import DBTaskResult

DAY = timedelta(days=1)
NEVER = 9999  # the year
KEPT = 7  # days that the result of a task is kept


@task()
def tidy() -> None:
    """Remove sessions that have ended and old results of tasks; do it again in a day."""
    tidy.using(
        run_after=datetime.now(UTC) + DAY
    ).enqueue()  # first, so that a failure ends one day's only
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)
    structlog.get_logger().info("tidied", task="tidy")


def begin() -> None:
    """Put off the daily work, unless it waits already."""
    if not waiting().filter(task_path=tidy.module_path).exists():
        tidy.enqueue()


def waiting() -> QuerySet[DBTaskResult[..., Any]]:
    """Tasks that nobody has begun."""
    return DBTaskResult.objects.filter(status="READY")


def lag() -> float:
    """For how many seconds the oldest task has been due and not begun; 0 when none is due."""
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    if oldest is None:
        return 0.0
    due: datetime = oldest.enqueued_at
    if oldest.run_after.year < NEVER:  # a task for any time carries the end of all time
        due = max(due, oldest.run_after)
    return max(0.0, (datetime.now(UTC) - due).total_seconds())
