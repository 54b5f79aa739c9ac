"""What is looked at before any worker begins, so that what is wrong is said once and in full."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from backstay.hooks.service.configure import SettingsError
from backstay.hooks.settings import Settings
from backstay.hooks.trust import Seen
from backstay.knowledge import Knowledge, KnowledgeError, load_knowledge


def loaded(settings: Settings) -> Knowledge:
    """The knowledge that would answer, after the store was tried. Raises SettingsError."""
    problems = _store(settings)
    try:
        knowledge = load_knowledge(settings.overlay)
    except KnowledgeError as error:
        raise SettingsError([f"overlay: {error}", *problems]) from None
    if problems:
        raise SettingsError(problems)
    return knowledge


def _store(settings: Settings) -> list[str]:
    if settings.store is None:
        return []
    try:
        seen = Seen(Path(settings.store))
    except (OSError, sqlite3.Error) as error:
        return [f"store: {settings.store}: {error}"]
    writable = seen.writable()
    seen.close()
    return [] if writable else [f"store: {settings.store}: this cannot be written"]
