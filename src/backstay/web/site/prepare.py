"""What is done before a site is served: tables, the cache, the files of the pages."""

from __future__ import annotations

from django.core.management import call_command

from backstay.web.site import tasks


def prepare() -> None:
    """Bring tables, cache and files up to this version. Safe to run again, and at every start."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    tasks.begin()
