"""Patients, their episodes and facts, and who stands in which relation to them."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from backstay.web.people.models import Board, Person

STATES = ("known", "not_known", "not_done", "withdrawn")  # an answer; or entered in error
SOURCES = ("form", "bundle", "launch", "medicines", "demonstration")


class Patient(models.Model):
    """A person with, or suspected of, spinal metastases. Only here stands who it is."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    born = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=60, unique=True, null=True, blank=True)  # the hospital's
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Episode(models.Model):
    """One stretch of care: a case is assessed within it."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes")
    reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(closed_at=None), name="one_open_episode"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="episode_closes_after_it_opened",
            ),
        ]


class CareTeamMember(models.Model):
    """A person who cares for the patient in this episode."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="care_team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_teams")
    added_by = models.CharField(max_length=150)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode", "person"],
                condition=Q(ended_at=None),
                name="once_in_a_care_team",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")),
                name="care_ends_after_it_began",
            ),
        ]


class Listing(models.Model):
    """A case listed for a board: its members see it until the listing ends."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="listings")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="listings")
    listed_by = models.CharField(max_length=150)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode", "board"], condition=Q(ended_at=None), name="listed_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")),
                name="listing_ends_after_it_began",
            ),
        ]


class BreakGlass(models.Model):
    """Access in an emergency without a relation: a reason, an end, and a review by somebody else."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="broken_glass")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="broken_glass")
    reason = models.CharField(max_length=1000)
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(max_length=1000, blank=True)  # what the review found

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="glass_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="glass_ends"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="")),
                name="glass_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")),
                name="glass_reviewed_by_another",
            ),
        ]


class Lesion(models.Model):
    """A place in the spine that facts are about; its level never changes."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="lesions")
    level = models.CharField(max_length=12)  # T8, or T8-T10
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    removed_by = models.CharField(max_length=150, blank=True)  # entered in error
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=1000, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode", "level"], condition=Q(removed_at=None), name="level_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="lesion_removal_is_whole",
            ),
        ]

    guards = ("lesion_stays_where_it_is",)


class Imported(models.Model):
    """One reading of a record or a list: where it came from and what of it was not read."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="imports")
    source = models.CharField(max_length=20)
    named = models.CharField(max_length=200, blank=True)  # of a launch: the server
    sha256 = models.CharField(max_length=64, blank=True)
    unread = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="import_source_is_known"),
        ]

    guards = (
        "records_imported_no_update",
        "records_imported_no_delete",
        "records_imported_no_truncate",
    )


class Fact(models.Model):
    """One answer about one thing, for ever. A newer answer supersedes it; the newest of a chain holds.

    `value` is what a case document may hold under this name. Each answer is superseded at most once, so of two
    people who answer at the same time one is refused and shown the other's answer.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="facts")
    lesion = models.ForeignKey(
        Lesion, on_delete=models.PROTECT, related_name="facts", null=True, blank=True
    )
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default="known")
    value = models.JSONField(null=True, blank=True)
    observed = models.CharField(max_length=40, blank=True)  # a date or an instant, as a case has it
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    source = models.CharField(max_length=20)
    source_detail = models.CharField(max_length=200, blank=True)  # Observation/12, a line
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    why = models.CharField(max_length=1000, blank=True)  # why the answer before does not hold

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode", "name"],
                condition=Q(lesion=None, supersedes=None),
                name="one_first_answer",
            ),
            models.UniqueConstraint(
                fields=["lesion", "name"],
                condition=Q(lesion__isnull=False, supersedes=None),
                name="one_first_answer_of_a_lesion",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="fact_state_is_known"),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="fact_source_is_known"),
            models.CheckConstraint(
                condition=Q(state="known", value__isnull=False)
                | (~Q(state="known") & Q(value__isnull=True)),
                name="fact_has_a_value_when_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(supersedes__isnull=False) & ~Q(why="")),
                name="fact_withdrawn_with_a_reason",
            ),
        ]

    guards = (
        "records_fact_no_update", "records_fact_no_delete", "records_fact_no_truncate",
        "fact_lesion_is_of_the_episode", "fact_supersedes_its_own_question", "fact_value_is_not_null",
    )  # fmt: skip
