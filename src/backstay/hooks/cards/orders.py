"""Stub until the orders are in."""

from __future__ import annotations

from backstay.case.cases import Case
from backstay.hooks.asked.call import Call
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge


def order_cards(call: Call, case: Case, knowledge: Knowledge, settings: Settings) -> list[Card]:
    return []
