"""How a call is refused that nobody vouches for: always with the same words."""

from __future__ import annotations

from typing import Literal

from backstay.exchange.smart.refused import Refused

Reason = Literal[
    "no_token", "malformed", "algorithm", "type", "issuer", "key", "jku", "signature", "claims", "audience",
    "expired", "not_yet", "lifetime", "tenant", "replayed", "not_local",
]  # fmt: skip
SAID = "This call is not authorized."


class Untrusted(Refused):
    """A call without a token that can be trusted. `reason` is for the log alone: the answer never tells it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(401, [SAID])
        self.reason: Reason = reason
