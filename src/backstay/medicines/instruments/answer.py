"""The answer of pain to treatment by the international consensus, from two times."""

from __future__ import annotations

from math import isfinite

import msgspec

from backstay.case.values import Interval
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Checked
from backstay.reason import judge

Amount = float | Interval | None
RESPONSE = "pain_response"  # the definition that says it
PAIN = ("pain_at_treatment", "pain_intensity")
OPIOID = ("oral_morphine_at_treatment", "daily_morphine_equivalent")
WORDS = {
    "pain_at_treatment": "pain before", "pain_intensity": "pain after",
    "oral_morphine_at_treatment": "daily oral morphine equivalent before",
    "daily_morphine_equivalent": "daily oral morphine equivalent after",
}  # fmt: skip


class Response(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One of complete, partial, indeterminate and progression; None where it is not known."""

    response: str | None
    missing: tuple[str, ...]  # facts that would decide
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked | None


def response(
    before: tuple[Amount, Amount], after: tuple[Amount, Amount], knowledge: Knowledge
) -> Response:
    """How pain at one place answered, from (pain 0 to 10, oral morphine equivalent in mg a day) before and after.

    A number may be an interval, or None where it is not known; what could be several answers is None, with what is
    missing. Indeterminate is an answer: neither better nor worse by the consensus. A rise from no opioid to some
    counts as progression while pain is not less, and pain and opioid that both rise are indeterminate, both by the
    letter. Raises ValueError for numbers that cannot be. Source: the definition `pain_response`.

    >>> from backstay.knowledge import load_knowledge
    >>> response((6, 60), (4, 60), load_knowledge()).response
    'partial'
    """
    told = dict(zip((PAIN[0], OPIOID[0], PAIN[1], OPIOID[1]), (*before, *after), strict=True))
    problems = [text for name, value in told.items() for text in _wrong(name, value, knowledge)]
    if problems:
        raise ValueError("; ".join(problems))
    judged = judge(RESPONSE, {name: _number(value) for name, value in told.items()}, knowledge)
    definition = knowledge.definitions[RESPONSE]
    return Response(
        response=judged.value, missing=_open(told) if judged.value is None else (), note=definition.note,
        evidence=definition.evidence, checked=definition.checked,
    )  # fmt: skip


def _open(told: dict[str, Amount]) -> tuple[str, ...]:
    """What is not one number yet."""
    return tuple(
        n for n, v in told.items() if v is None or (isinstance(v, Interval) and v.low < v.high)
    )


def _number(value: Amount) -> Amount:
    """As rules read it: a range of one number is that number."""
    if isinstance(value, Interval):
        return (
            float(value.low)
            if value.low == value.high
            else Interval(float(value.low), float(value.high))
        )
    return None if value is None else float(value)


def _wrong(name: str, value: Amount, knowledge: Knowledge) -> list[str]:
    """What is wrong with a number, by the range of the fact it stands for."""
    if value is None:
        return []
    low, high = value if isinstance(value, Interval) else (value, value)
    fact = knowledge.fact(name if name in PAIN else OPIOID[0])
    assert fact is not None and fact.min is not None and fact.max is not None
    if isfinite(low) and fact.min <= low <= high <= fact.max:
        return []
    said = f"{low:g}" if low == high else f"{low:g}-{high:g}"
    return [f"{WORDS[name]}: {said} cannot be; expected {fact.min:g} to {fact.max:g}"]
