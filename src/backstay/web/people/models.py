"""Who signs in, the roles and board seats they hold, what was kept for them and what they were told."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from backstay.web.people.roles import ROLES


class People(BaseUserManager["Person"]):
    """How a person is made and found."""

    def create_user(self, username: str, password: str | None = None, **more: object) -> Person:
        """Make one. Without a password nobody can sign in with one."""
        person = self.model(username=username, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who works with cases. People are never deleted, they are made inactive."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)  # as others read it: Dr. Ines Halloran
    work = models.CharField(max_length=200, blank=True)  # as the top bar says it: spine surgery
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True)  # j, k, /: some people's tools need them off
    # Set while the password is one that an administrator read out: it opens only the page to choose another.
    first_password_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two names that differ by case alone are read as one, by people and at sign-in.
            models.UniqueConstraint(Lower("username"), name="username_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleHeld(models.Model):
    """A role that a person holds or held."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=40)
    given_by = models.CharField(max_length=150)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(role__in=sorted(ROLES)), name="role_is_known"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at=None), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("since")),
                name="role_ends_after_it_began",
            ),
        ]


class Board(models.Model):
    """A standing board, whose members see the cases that are listed for it."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's seat on a board."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    given_by = models.CharField(max_length=150)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(ended_at=None), name="one_seat_on_a_board"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("since")),
                name="seat_ends_after_it_began",
            ),
        ]


class Draft(models.Model):
    """What a person had typed into a form and not saved."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=300)  # the path it posts to, which holds keys and no data
    page = models.CharField(max_length=300, blank=True)  # the path of the page that it stands on
    data = models.JSONField(default=dict)  # name of a field: the list of its values
    late = models.BooleanField(default=False)  # it was sent after the session had ended
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "form"], name="one_draft_of_a_form"),
        ]


class Notice(models.Model):
    """Something a person is told on their first page: access in an emergency, an answered challenge."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)  # a key, as in the audit
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
