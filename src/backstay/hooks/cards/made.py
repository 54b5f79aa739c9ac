"""A card with what every card carries: where it comes from, a way to answer it, and a name that stays."""

from __future__ import annotations

from functools import cache
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

import msgspec

from backstay.exchange.binding_kinds import Override
from backstay.exchange.bindings import load_bindings
from backstay.hooks.asked.call import Call
from backstay.hooks.cards.gfm import plain
from backstay.hooks.messages import Card, Coding, Link, Source, Suggestion
from backstay.hooks.settings import Settings
from backstay.present.words import told

Indicator = Literal["info", "warning", "critical"]
OVERRIDES = "backstay-overrides"
LAUNCH = "/smart/launch"


def card(
    call: Call,
    settings: Settings,
    indicator: Indicator,
    summary: str,
    detail: str,
    suggestions: tuple[Suggestion, ...] = (),
) -> Card:
    """The card; the same call gives the same names again, so that an answer to either is an answer to both."""
    made = Card(
        summary=plain(summary),
        indicator=indicator,
        source=Source(label=told("cards", "source"), url=settings.base_url),
        detail=detail or None,
        suggestions=suggestions,
        selection_behavior="at-most-one" if suggestions else None,
        override_reasons=override_reasons(),
        links=_links(settings),
    )
    named = msgspec.structs.replace(
        made, suggestions=tuple(_named(call, made, one) for one in suggestions)
    )
    return msgspec.structs.replace(named, uuid=_uuid(call, named))


@cache
def override_reasons() -> tuple[Coding, ...]:
    """Reasons that a client may offer for going another way."""
    bindings = load_bindings()
    system = next(url for url, name in bindings.systems.items() if name == OVERRIDES)
    return tuple(
        Coding(system=system, code=one.id, display=one.display)
        for one in bindings.entries["overrides"]
        if isinstance(one, Override)
    )


def _links(settings: Settings) -> tuple[Link, ...]:
    if not settings.launches:
        return ()
    return (Link(label=told("cards", "launch"), url=settings.base_url + LAUNCH, type="smart"),)


def _named(call: Call, made: Card, one: Suggestion) -> Suggestion:
    return msgspec.structs.replace(one, uuid=_uuid(call, (made.summary, one)))


def _uuid(call: Call, content: object) -> str:
    whole = msgspec.json.encode((call.instance, call.hook, content))
    return str(uuid5(NAMESPACE_URL, whole.decode()))
