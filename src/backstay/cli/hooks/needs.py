"""What the commands of the service need, and the one message where it is missing."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from backstay.cli.fail import MISSING, Failed

if TYPE_CHECKING:
    from backstay.hooks.settings import Settings
    from backstay.knowledge import Knowledge

NEEDED = (
    "starlette", "uvicorn", "httptools", "httpx", "joserfc", "prometheus_client", "structlog"
)  # fmt: skip
UNUSABLE = "these settings cannot be used:"
INSTALL = 'pip install "backstay[hooks]"'


def needs_hooks() -> None:
    """End with exit status 3 where the extra `hooks` is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Failed(f"missing: {' and '.join(missing)}; install with: {INSTALL}", MISSING)


def the_settings(path: str, *, open_mode: bool = False) -> Settings:
    """The settings in a file. Every problem ends the command with exit status 2."""
    from backstay.hooks.service.configure import SettingsError, read_settings

    try:
        return read_settings(Path(path), open_mode=open_mode)
    except SettingsError as error:
        raise Failed(f"{UNUSABLE}\n{error}") from None


def the_knowledge_of(settings: Settings) -> Knowledge:
    """The knowledge that would answer, after the store was tried. Problems end the command with exit status 2."""
    from backstay.hooks.service.configure import SettingsError
    from backstay.hooks.service.preparing import loaded

    try:
        return loaded(settings)
    except SettingsError as error:
        raise Failed(f"{UNUSABLE}\n{error}") from None
