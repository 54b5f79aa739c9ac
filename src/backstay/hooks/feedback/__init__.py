"""What was done with a card, stored once however often it is told."""

from __future__ import annotations

from pathlib import Path

from backstay.exchange.smart.refused import Refused
from backstay.hooks.feedback.kept import Count, counts, keep
from backstay.hooks.feedback.shape import read_feedback
from backstay.hooks.offered import BY_ID


def store(service_id: str, body: bytes, folder: Path) -> None:
    """Keep what a client tells about the cards of a service, in the store of this folder.

    Of each card: its uuid, the outcome, when, the code of the reason, and the uuids of accepted suggestions. Words
    that a person wrote may name a patient; only whether there were any is kept.
    Raises Refused: 404 for a service that is not offered, 400 and 413 for a wrong message, 503 for a full store.
    """
    if service_id not in BY_ID:
        raise Refused(404, [f"there is no such service; there are {', '.join(BY_ID)}"])
    told = read_feedback(body)
    keep(service_id, told, folder)


__all__ = ["Count", "counts", "store"]
