"""`backstay manage backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from backstay.web.audit.record import SYSTEM, record
from backstay.web.site.backups import BackupProblem, back_up


class Command(BaseCommand):
    """Writes the whole database to one file."""

    help = (
        "Write the whole database to one new file, while the site runs. The file holds everything about every "
        "patient: keep it as safe as the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the command takes."""
        parser.add_argument("file", type=Path, help="a file that is not there yet")

    def handle(self, *, file: Path, **_: Any) -> None:
        """Record it first, so that the copy knows of itself."""
        if file.exists():
            raise CommandError(f"{file} is there already; name a new file", returncode=2)
        record("backup_begun", by=SYSTEM)
        try:
            back_up(file)
        except BackupProblem as problem:
            raise CommandError(str(problem), returncode=1) from None
        self.stdout.write(f"{file}: {file.stat().st_size} bytes")
