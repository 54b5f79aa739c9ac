"""Cards for draft orders: one for each order that something is to be known about before it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from backstay.case.cases import Case
from backstay.exchange import Unread
from backstay.hooks.asked.call import Call
from backstay.hooks.cards.as_if import as_if_taken
from backstay.hooks.cards.before import HOLD
from backstay.hooks.cards.brings import brings
from backstay.hooks.cards.concern import concerns
from backstay.hooks.cards.detail import doubts, foot
from backstay.hooks.cards.finding import Finding, gathered, gravest_first
from backstay.hooks.cards.gfm import bullets, escaped, joined
from backstay.hooks.cards.made import card
from backstay.hooks.cards.proposed import Proposed, proposals
from backstay.hooks.cards.replace import suggestions
from backstay.hooks.cards.verdict import verdicts
from backstay.hooks.messages import Card
from backstay.hooks.settings import Settings
from backstay.knowledge import Knowledge
from backstay.plan.glance import Glance, glance
from backstay.present.words import told

MOST = 50  # orders of one call that are looked at
MOST_LINES, MOST_PERHAPS = 6, 3  # under one title


def order_cards(
    call: Call,
    case: Case,
    unread: Sequence[Unread],
    knowledge: Knowledge,
    settings: Settings,
) -> list[Card]:
    """A card for each order that is not in line with the plan; none for orders that are not known here."""
    drafts = proposals(call, case, knowledge)
    orders = drafts[:MOST]
    if not orders:
        return []
    about = {HOLD, *(name for one in orders for name in (*one.options, *one.also))}
    found = glance(case, knowledge, about=about, medicines=True)
    if not concerns(case, found, knowledge):
        return []
    after = _as_taken(case, orders, found, knowledge)
    open_ = tuple(doubts(call, case, unread, found, knowledge))
    made: list[Card] = []
    for one in orders:
        said = [*_said(one, orders, case, found, after, knowledge), _silent(open_)]
        made += _cards(call, one, said, found, settings)
    once = list({one.uuid: one for one in made}.values())  # equal orders are told together
    return [*once, *_left_out(call, len(drafts) - MOST, found, settings)]


def _as_taken(case: Case, orders: list[Proposed], found: Glance, knowledge: Knowledge) -> Glance:
    """What holds if the drugs among the orders are taken; without one nothing else does."""
    drugs = [one.medicine for one in orders if one.medicine is not None]
    if not drugs:
        return found
    return glance(as_if_taken(case, drugs, knowledge), knowledge, about=(HOLD,), medicines=True)


def _said(
    order: Proposed,
    orders: list[Proposed],
    case: Case,
    found: Glance,
    after: Glance,
    knowledge: Knowledge,
) -> Iterator[Finding]:
    """What the plan says of an order, and what a drug brings to what is taken and to the other drafts."""
    yield from verdicts(order, case, found, knowledge)
    if order.medicine is not None:
        others = [one for one in orders if one is not order]
        before = _as_taken(case, others, found, knowledge)
        yield from brings(order, order.medicine.drugs, before, after, knowledge)


def _silent(lines: tuple[str, ...]) -> Finding:
    """What stands below any card and makes none by itself."""
    return Finding("info", "", ((told("cards", "doubts"), lines),))


def _left_out(call: Call, count: int, found: Glance, settings: Settings) -> Iterator[Card]:
    """That not all was looked at, which must not be taken for agreement."""
    if count > 0:
        yield card(call, settings, "info", told("cards", "too_many", count=count), foot(found, ()))


def _cards(
    call: Call, order: Proposed, said: Iterable[Finding], found: Glance, settings: Settings
) -> Iterator[Card]:
    ranked = gravest_first(said)
    if not ranked[0].summary:
        return
    first = ranked[0]
    sections = [bullets(title, _first(title, lines)) for title, lines in gathered(ranked).items()]
    statuses = [status for one in ranked for status in one.statuses]
    if order.by_words:
        sections.append(escaped(told("cards", "by_words")))
    text = joined(sections, foot(found, statuses))
    more = suggestions(call, order, first.indicator)
    yield card(call, settings, first.indicator, first.summary, text, more)


def _first(title: str, lines: list[str]) -> list[str]:
    """The gravest lines, fewer of what may not hold, and how many more there are."""
    most = MOST_PERHAPS if title == told("cards", "perhaps") else MOST_LINES
    left = len(lines) - most
    return lines if left <= 0 else [*lines[:most], told("cards", "more_lines", count=left)]
