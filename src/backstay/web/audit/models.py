"""One event after another, each holding the hash of the one before. The database refuses changes and deletions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """What one person did or read. No foreign keys: what it names may go, the event stays."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)  # user name; "" is nobody signed in, "system" a command
    by_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60, db_index=True)  # past tense: fact_recorded, case_read
    patient = models.CharField(max_length=36, blank=True, db_index=True)  # the key, not the name
    about = models.CharField(max_length=60, blank=True)  # the key of what else it is about
    details = models.JSONField(default=dict)  # names of facts and counts, never their values
    previous = models.CharField(max_length=64)  # hash of the event before; 64 zeros for the first
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["by"], name="event_by")]

    guards = ("audit_event_no_update", "audit_event_no_delete", "audit_event_no_truncate")
