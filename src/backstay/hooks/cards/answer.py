"""From a call and what is known of the person to the cards; mostly none."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.case.cases import Case
from backstay.exchange import Unread
from backstay.hooks.asked.call import Call
from backstay.hooks.cards.orders import order_cards
from backstay.hooks.cards.view import view_cards
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge
from backstay.plan.glance import glance


def cards_for(
    call: Call,
    case: Case,
    unread: Sequence[Unread],
    knowledge: Knowledge,
    settings: Settings,
) -> list[Card]:
    """The cards of a call; the same call gives the same ones again, uuids included.

    `unread` is what the record holds that gave no fact. The plan comes from `plan.glance`; nothing is judged here.
    """
    if call.hook == "patient-view":
        found = glance(case, knowledge)
        return view_cards(call, case, unread, found, knowledge, settings)
    return order_cards(call, case, unread, knowledge, settings)
