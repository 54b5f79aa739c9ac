"""Cards for draft orders: one for each order that something is to be known about before it is signed."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.case.cases import Case
from backstay.hooks.asked.call import Call
from backstay.hooks.cards.as_if import as_if_taken
from backstay.hooks.cards.brings import brings
from backstay.hooks.cards.concern import concerns
from backstay.hooks.cards.detail import foot
from backstay.hooks.cards.finding import Finding, gathered, gravest_first
from backstay.hooks.cards.gfm import bullets, escaped, joined
from backstay.hooks.cards.made import card
from backstay.hooks.cards.proposed import Proposed, proposals
from backstay.hooks.cards.replace import suggestions
from backstay.hooks.cards.verdict import HOLD, verdicts
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge
from backstay.plan.glance import Glance, glance
from backstay.present.words import told

MOST = 50  # orders of one call that are looked at


def order_cards(call: Call, case: Case, knowledge: Knowledge, settings: Settings) -> list[Card]:
    """A card for each order that is not in line with the plan; none for orders that are not known here."""
    orders = proposals(call, case, knowledge)[:MOST]
    if not orders:
        return []
    about = {HOLD, *(name for one in orders for name in (*one.options, *one.also))}
    found = glance(case, knowledge, about=about, medicines=True)
    if not concerns(case, found, knowledge):
        return []
    taken = _as_taken(case, orders, knowledge)
    made: list[Card] = []
    for one in orders:
        said = [
            *verdicts(one, case, found, knowledge),
            *_brought(one, orders, case, taken, found, knowledge),
        ]
        made += _cards(call, one, said, found, settings)
    return made


def _as_taken(case: Case, orders: list[Proposed], knowledge: Knowledge) -> Glance | None:
    """What holds if all drafted drugs are taken; None without one."""
    drafts = [one.medicine for one in orders if one.medicine is not None]
    if not drafts:
        return None
    return glance(as_if_taken(case, drafts, knowledge), knowledge, about=(HOLD,), medicines=True)


def _brought(
    order: Proposed,
    orders: list[Proposed],
    case: Case,
    taken: Glance | None,
    found: Glance,
    knowledge: Knowledge,
) -> Iterator[Finding]:
    """What this drug brings to what is taken and to the other drafts."""
    if order.medicine is None or taken is None:
        return
    others = [one.medicine for one in orders if one.medicine is not None and one is not order]
    before = found
    if others:
        without = as_if_taken(case, others, knowledge)
        before = glance(without, knowledge, about=(HOLD,), medicines=True)
    yield from brings(order, before, taken, knowledge)


def _cards(
    call: Call, order: Proposed, said: list[Finding], found: Glance, settings: Settings
) -> Iterator[Card]:
    ranked = gravest_first(said)
    if not ranked or not ranked[0].summary:
        return
    first = ranked[0]
    sections = [bullets(title, lines) for title, lines in gathered(ranked).items()]
    statuses = [status for one in ranked for status in one.statuses]
    if order.by_words:
        sections.append(escaped(told("cards", "by_words")))
    text = joined([*sections, foot(found, statuses)])
    more = suggestions(call, order, first.indicator)
    yield card(call, settings, first.indicator, first.summary, text, more)
