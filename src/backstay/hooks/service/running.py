"""What a worker holds while it runs: knowledge, keys, stores and connections."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx

from backstay.hooks.service.aside import THREADS
from backstay.hooks.service.fetching import new_client
from backstay.hooks.service.warming import warm
from backstay.hooks.settings import Settings
from backstay.hooks.trust import Known, Seen, known_clients
from backstay.knowledge import load_knowledge

YOUNG = 20_000  # objects after which garbage is looked for: a call makes fewer and keeps none


class Running:
    """One worker, ready. It holds nothing of any call."""

    def __init__(self, settings: Settings) -> None:
        """Load everything before the first call. Raises KnowledgeError, KeyProblem, OSError, sqlite3.Error."""
        assert settings.store is not None  # `serve` gives a folder for this run where none is set
        self.settings = settings
        self.store = Path(settings.store)
        self.known: Mapping[str, Known] = known_clients(settings)
        self.seen = Seen(self.store)
        self.knowledge = load_knowledge(settings.overlay)
        warm(self.knowledge, settings, datetime.now(UTC))
        self.client: httpx.AsyncClient = new_client()
        self.threads = ThreadPoolExecutor(THREADS, "aside")
        self.calls = 0  # that have begun and are not answered
        settle()

    def ready(self) -> bool:
        """Whether a call could be answered now."""
        return self.seen.writable()

    def edition(self) -> dict[str, str]:
        """Which knowledge answers."""
        overlay = {"overlay": self.knowledge.overlay} if self.knowledge.overlay else {}
        return {
            "edition": self.knowledge.edition,
            "fingerprint": self.knowledge.fingerprint,
            **overlay,
        }

    async def end(self) -> None:
        """Let go of threads, connections and files."""
        self.threads.shutdown()
        await self.client.aclose()
        self.seen.close()


def settle() -> None:
    """What is loaded stays, so the search for garbage need not walk it again; what calls leave is looked for.

    A command turns that search off as it begins, which a service must not keep.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
