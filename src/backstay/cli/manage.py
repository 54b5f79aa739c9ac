"""`backstay manage`: commands of the application's framework, with our settings."""

from __future__ import annotations

import gc
from typing import Annotated

from cyclopts import App, Parameter

from backstay.cli.app import app
from backstay.cli.needs_web import needs_web, set_up

# What follows is all the framework's, `--help` and `--version` too.
manage_app = App(name="manage", help_flags=[], version_flags=[])
app.command(manage_app)


@manage_app.default
def manage(*arguments: Annotated[str, Parameter(allow_leading_hyphen=True)]) -> None:
    """Back up, restore and look after the application's database; alone it lists the commands.

    Example: backstay manage backup /var/backups/backstay.sqlite3

    Parameters
    ----------
    arguments:
        a command of Django or of the application, and what it takes.
    """
    needs_web()
    gc.enable()  # a command may run long
    set_up(None)
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["backstay manage", *arguments])
    utility.prog_name = "backstay manage"
    utility.execute()
