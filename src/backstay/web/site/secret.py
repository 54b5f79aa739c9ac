"""The key that signs sessions, made once and kept where only its owner reads it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The key in a folder; made at the first call, with mode 0600. Two that start at once agree on one."""
    path = folder / "secret-key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".secret-key-{os.getpid()}"
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first, and its key counts
        fresh.unlink()
    return path.read_text()
