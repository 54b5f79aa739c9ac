"""Challenges: somebody expected another answer for a patient, and says which and why."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from backstay.web.people.models import Person


class Challenge(models.Model):
    """A case with an expected answer that the knowledge does not give. It names no patient."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="challenges")
    entry = models.CharField(max_length=120)  # the id of the rule, score or intervention
    case = models.TextField()  # YAML of the facts alone
    expected = models.TextField()  # as the cases of the knowledge say it
    why = models.TextField()
    fingerprint = models.CharField(max_length=80)  # of the knowledge that was challenged
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="challenge_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="challenge_answer_is_whole",
            ),
        ]
