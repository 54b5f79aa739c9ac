"""Who may ask: tokens of clients, their keys, and tokens that were used already."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from backstay.exchange.smart.refused import Refused
from backstay.hooks.settings import Client
from backstay.hooks.trust.keys import KeyProblem, Known, known_clients
from backstay.hooks.trust.seen import Seen
from backstay.hooks.trust.token import ticket
from backstay.hooks.trust.untrusted import Untrusted

__all__ = ["KeyProblem", "Known", "Seen", "Untrusted", "admit", "known_clients"]


def admit(
    authorization: Sequence[str], address: str, known: Mapping[str, Known], seen: Seen, now: float
) -> Client:
    """The client whose token allows one call of `address`. `now`: seconds since 1970.

    Raises Untrusted, and Refused 503 where it cannot be known whether the token was used before.
    """
    found = ticket(authorization, address, known, now)
    try:
        first = seen.first_time(found.issuer, found.jti, found.until, now)
    except sqlite3.Error:
        raise Refused(503, ["The service cannot keep its records now; ask again."]) from None
    if not first:
        raise Untrusted("replayed")
    return found.client
