"""What an option stands for: its title beside an order, and the reasons that hold."""

from __future__ import annotations

from collections.abc import Sequence

from backstay.hooks.cards.proposed import Proposed
from backstay.plan.assessment import Option, Statement
from backstay.present.words import say, sentence, told

FOR_IT = ("recommended", "consider")
CONTRA = ("contraindicated", "avoid")
MOST = 4  # reasons told under one title


def title(order: Proposed, option: Option, verdict: str) -> str:
    """The order by its own name, and the lesion that it is held against."""
    at = option.lesion
    what = say("at_lesion", what=order.what, lesion=at) if at else order.what
    return told("cards", "order_title", what=what, verdict=verdict)


def true(option: Option, kinds: tuple[str, ...]) -> list[Statement]:
    return [one for one in option.statements if one.truth == "true" and one.counts_as in kinds]


def texts(statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(one.because) for one in statements))[:MOST]


def why(options: list[Option]) -> tuple[str, ...]:
    found = [one for option in options for one in true(option, ("recommend",))]
    return texts(found)
