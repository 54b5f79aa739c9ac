"""The process that does what was put off until after an answer."""

from __future__ import annotations

import os

import django

from backstay.web.site.logs import begin_logs
from backstay.web.site.parent import end_with_parent


def work() -> None:
    """Do tasks until told to stop; one that has begun is finished."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstay.web.site.settings")
    django.setup()
    begin_logs()
    from django.core.management import call_command

    call_command("db_worker", queue_name="*", startup_delay=False)


if __name__ == "__main__":
    end_with_parent()
    work()
