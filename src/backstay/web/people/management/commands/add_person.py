"""Add a person from the command line: the first administrator, before there is anybody to sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backstay.web.audit.record import SYSTEM
from backstay.web.people.actions import add_person
from backstay.web.people.refused import Refused
from backstay.web.people.roles import ROLES


class Command(BaseCommand):
    """Add a person and print the first password once."""

    help = "Add a person and print their first password, which is shown once and must be changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is and what they may do."""
        parser.add_argument("username")
        parser.add_argument("name", help="as others read it: 'Dr. Ines Halloran'")
        parser.add_argument("--work", default="", help="as the top bar says it: 'spine surgery'")
        parser.add_argument("--role", action="append", default=[], choices=list(ROLES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, or say why not."""
        told = {name: options[name] for name in ("username", "name", "work")}
        try:
            person, password = add_person(by=SYSTEM, roles=options["role"], **told)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{person.username} can sign in once with {password} and then chooses another."
        )
