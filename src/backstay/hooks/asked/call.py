"""One call as it stands: what was asked, what came with it, and what must still be fetched."""

from __future__ import annotations

import msgspec

from backstay.exchange.smart.gathering import Gathering
from backstay.hooks.offered import Hook
from backstay.hooks.settings import Client


class Call(Gathering, frozen=True, kw_only=True):
    """A checked request. The functions of this package take one and give the next one."""

    service: str
    hook: Hook
    instance: str
    client: Client | None = None  # None in open mode
    selections: tuple[str, ...] = ()
    drafts: tuple[msgspec.Raw, ...] = ()  # resources of draftOrders
