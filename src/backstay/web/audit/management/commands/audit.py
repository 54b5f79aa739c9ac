"""`audit verify` follows the chain of events; `audit anchor` prints what to note elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backstay.web.audit import chain, guards


class Command(BaseCommand):
    """Registered under the name of this file."""

    help = "verify: is every event as it was written; anchor: print the number and hash of the last event"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be given."""
        does = parser.add_subparsers(dest="does", required=True)
        verify = does.add_parser("verify", help="exit 1 and say which event broke the chain")
        verify.add_argument(
            "--anchor", help="number:hash noted earlier; shows events cut from the end"
        )
        does.add_parser(
            "anchor", help="print number:hash of the last event; keep it outside this machine"
        )

    def handle(self, *args: Any, does: str, anchor: str | None = None, **options: Any) -> None:
        """Run one of the two. Raises CommandError where something does not hold."""
        if does == "anchor":
            self._anchor()
        else:
            self._verify(anchor)

    def _anchor(self) -> None:
        last = chain.last()
        if last is None:
            raise CommandError("There is no event yet, so there is no anchor.")
        self.stdout.write(str(last))

    def _verify(self, text: str | None) -> None:
        try:
            anchor = chain.read_anchor(text) if text else None
        except ValueError as problem:
            raise CommandError(str(problem), returncode=2) from None
        verified = chain.verify(anchor)
        lacking = guards.missing()
        for event in verified.breaks:
            self.stderr.write(f"event {event.number}: {event.says}")
        for name in lacking:
            self.stderr.write(
                f"trigger {name} is not in the database: rows it guards could be changed"
            )
        if verified.breaks or lacking:
            raise CommandError(f"{verified.events} events read; the audit does not hold.")
        self.stdout.write(f"{verified.events} events read, each as it was written.")
        if verified.last:
            self.stdout.write(f"Anchor to note elsewhere: {verified.last}")
