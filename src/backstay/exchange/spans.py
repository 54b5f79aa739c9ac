"""The levels that each lesion spans. A lesion inside another one cannot be judged apart from it."""

from __future__ import annotations

from backstay.exchange.claims import Claim, Reading
from backstay.exchange.problems import Unread

Spans = dict[str, tuple[str, ...]]  # lesion -> its levels, from above downward


def spans_of(claims: list[Claim], reading: Reading, unread: list[Unread]) -> Spans:
    """All lesions in anatomical order, without those that lie inside another."""
    order = reading.vocabulary.lesion["level"].values
    spans: Spans = {}
    for level in sorted({one.level for one in claims if one.level}, key=order.index):
        here = [one for one in claims if one.level == level]
        outer = next((name for name, span in spans.items() if level in span), None)
        if outer is None:
            spans[level] = _span(level, here, order, unread)
        else:
            why = f"{level} lies inside the lesion {outer} to {spans[outer][-1]}; which is it?"
            unread += [Unread(one.source, f"{one.fact}: {why}") for one in here]
    return spans


def _span(
    level: str, here: list[Claim], order: tuple[str, ...], unread: list[Unread]
) -> tuple[str, ...]:
    ends = {str(one.value): one.source for one in here if one.fact == "to_level" and one.value}
    if not ends:
        return (level,)
    start = order.index(level)
    end, source = next(iter(ends.items()))
    if len(ends) > 1 or order.index(end) < start:
        unread.append(
            Unread(source, f"to_level: {' and '.join(ends)} cannot end the lesion {level}")
        )
        return (level,)
    return order[start : order.index(end) + 1]
