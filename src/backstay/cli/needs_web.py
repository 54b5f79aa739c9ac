"""What the commands of the application need, and the one message where it is missing."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from backstay.cli.fail import MISSING, Failed

NEEDED = (
    "django", "allauth", "rules", "csp", "django_permissions_policy", "django_htmx", "template_partials",
    "django_tasks", "django_tasks_db", "whitenoise", "gunicorn", "environs", "dj_database_url",
    "prometheus_client", "structlog",
)  # fmt: skip
INSTALL = 'pip install "backstay[web]"'


def needs_web() -> None:
    """End with exit status 3 where the extra `web` is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Failed(f"missing: {' and '.join(missing)}; install with: {INSTALL}", MISSING)


def set_up(data: str | None, **more: str) -> None:
    """Read the settings; a problem in them ends the command with exit status 2.

    What the command writes, its owner alone may read.
    """
    os.umask(0o077)
    if data is not None:
        os.environ["BACKSTAY_DATA"] = str(Path(data).resolve())
    os.environ.update(more)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstay.web.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from environs import EnvError

    try:
        django.setup()
    except (EnvError, ImproperlyConfigured, OSError, ValueError) as error:
        raise Failed(f"these settings cannot be used: {error}") from None
