"""`backstay manage restore FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from backstay.web.audit.chain import verify
from backstay.web.audit.record import SYSTEM, record
from backstay.web.site.backups import BackupProblem, bring_back, is_empty


class Command(BaseCommand):
    """Puts a backup back."""

    help = (
        "Put a backup in the place of the database. Stop the site before. A database that holds people, patients "
        "or events is replaced only with --replace."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the command takes."""
        parser.add_argument("file", type=Path, help="what `backstay manage backup` wrote")
        parser.add_argument("--replace", action="store_true", help="give up what is there now")

    def handle(self, *, file: Path, replace: bool, **_: Any) -> None:
        """Put it back, bring its tables up to this version, and follow the chain of its events."""
        if not replace and not is_empty():
            raise CommandError(
                "the database is not empty: people, patients or events would be lost. With --replace they are; "
                "back it up before",
                returncode=2,
            )
        try:
            bring_back(file)
        except BackupProblem as problem:
            raise CommandError(str(problem), returncode=1) from None
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        found = verify()
        if found.breaks:
            told = "\n".join(f"event {one.number}: {one.says}" for one in found.breaks[:20])
            raise CommandError(f"restored, but the audit does not hold:\n{told}", returncode=1)
        record("backup_restored", by=SYSTEM)
        self.stdout.write(f"restored from {file}; the chain of {found.events} events holds")
