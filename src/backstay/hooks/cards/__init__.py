"""Cards: the clock and the plan in one, and what speaks against a proposed order."""

from backstay.hooks.cards.answer import cards_for

__all__ = ["cards_for"]
