"""Words that take back what a code beside them says: ruled out, suspected, once, of the family."""

from __future__ import annotations

from collections.abc import Iterable

from backstay.exchange.binding_kinds import Hedge


def hedge_of(words: Iterable[str], hedges: dict[str, Hedge], among: tuple[str, ...]) -> str | None:
    """The first of the hedges named in `among` that any of the words carries; None for plain words."""
    plain = [" ".join(one.lower().split()) for one in words]
    for name in among:
        if any(_carries(text, hedges[name]) for text in plain):
            return name
    return None


def _carries(text: str, hedge: Hedge) -> bool:
    return (
        text in hedge.whole
        or any(_begins(text, word) for word in hedge.starts)
        or any(_begins(text[::-1], word[::-1]) for word in hedge.ends)
    )


def _begins(text: str, word: str) -> bool:
    """Whether a text begins with a whole word, or with a sign such as ? before any other."""
    after = text[len(word) : len(word) + 1]
    return text.startswith(word) and (not after.isalnum() if word[-1].isalnum() else after != "")
