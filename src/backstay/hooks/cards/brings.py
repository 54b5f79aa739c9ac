"""What a drafted drug newly brings: interactions, organ doses, ceilings, alarms, allergies, pauses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import msgspec

from backstay.hooks.cards.before import HOLD
from backstay.hooks.cards.finding import GRAVE as GRAVEST_FIRST
from backstay.hooks.cards.finding import Finding
from backstay.hooks.cards.made import Indicator
from backstay.hooks.cards.proposed import Proposed
from backstay.knowledge import Knowledge
from backstay.plan.assessment import Statement
from backstay.plan.glance import Glance
from backstay.plan.medicines_shape import Medicines, Meeting, Told
from backstay.present import medicines, names
from backstay.present.reasons import Reason
from backstay.present.words import listed, sentence, told, word

GRAVE = ("contraindicated", "major")
ALLERGY = "taken_despite_an_allergy"
TOLERANT = "opioid_tolerant"
TRUE = "true"
MOST = 4


def brings(
    order: Proposed,
    drugs: tuple[str, ...],
    before: Glance,
    after: Glance,
    knowledge: Knowledge,
) -> Iterator[Finding]:
    """What holds with the drug on the list and did not without it."""
    old, new = before.medicines or Medicines(), after.medicines or Medicines()
    amounts = [
        *_alarms(order, _new(old.alarms, new.alarms, _told), knowledge),
        *_ceilings(order, _new(old.over_ceiling, new.over_ceiling, _told), knowledge),
    ]
    yield from _meetings(order, drugs, _new(old.interactions, new.interactions, _met), knowledge)
    yield from _twice(order, drugs, old, amounts)
    yield from amounts
    yield from _organs(order, _new(old.organ_doses, new.organ_doses, _told), knowledge)
    yield from _steroid(_new(old.steroid, new.steroid, _told), knowledge)
    yield from _paused(order, before, after)
    yield from _list_open(new)


def _met(one: Meeting) -> Hashable:
    return (one.id, tuple(one.pair), one.severity, one.truth)


def _told(one: Told) -> Hashable:
    return (one.id, tuple(one.about), one.truth)


def _new(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Hashable]) -> list[Any]:
    known = {key(one) for one in old}
    return [one for one in new if key(one) not in known]


def _meetings(
    order: Proposed, drugs: tuple[str, ...], new: list[Meeting], knowledge: Knowledge
) -> Iterator[Finding]:
    """Interactions. A moderate one, and a grave one that hangs on an open fact, makes no card by itself."""
    for one in new:
        sure = one.truth == TRUE
        phrase = "meets" if sure else "meets_ask"
        others = [names.fact(knowledge, name) for name in one.pair if name not in drugs]
        other = listed(others or [names.fact(knowledge, name) for name in one.pair])
        severity = word("severities", one.severity).lower()
        said = told("cards", phrase, what=order.what, other=other, severity=severity)
        loud = one.severity in GRAVE if sure else one.severity == "contraindicated"
        shown = medicines.meetings(_shown("interactions", one), knowledge)
        lines = _texts([reason for _, reason in shown])
        yield _finding(_gravity(one), said if loud else "", lines, one.truth, one.checked)


def _gravity(one: Meeting) -> Indicator:
    """Critical where a source that was read rules the pair out."""
    if one.truth != TRUE or one.severity not in GRAVE:
        return "info"
    ruled_out = one.severity == "contraindicated" and one.checked != "unverified"
    return "critical" if ruled_out else "warning"


def _alarms(order: Proposed, new: list[Told], knowledge: Knowledge) -> Iterator[Finding]:
    """Alarms; what is only for information stays in the assessment."""
    for one in new:
        if one.id == ALLERGY:
            yield _allergy(order, one)
        elif one.kind != "information":
            said = _alarm(order, one)
            shown = medicines.alarms(_shown("alarms", one), knowledge)
            lines = _texts([reason for _, reason in shown])
            yield _finding("warning" if said else "info", said, lines, one.truth, one.checked)


def _alarm(order: Proposed, one: Told) -> str:
    """An alarm that holds; of those that may hold, only the one that stops breathing in who is not used to it."""
    if one.kind != "alarm":
        return ""
    if one.truth == TRUE:
        return told("cards", "alarm", what=order.what, text=one.text.partition(". ")[0])
    asks = one.check_first == [TOLERANT]
    return told("cards", "not_tolerant", what=order.what) if asks else ""


def _allergy(order: Proposed, one: Told) -> Finding:
    """The drug is not taken yet, so only what the record says of the allergy is told."""
    said = told("cards", "allergy", what=order.what)
    text = (sentence(one.text.rpartition("taken, and ")[2]),)
    return Finding("critical", said, ((told("cards", "against"), text),))


def _organs(order: Proposed, new: list[Told], knowledge: Knowledge) -> Iterator[Finding]:
    """What kidneys, liver, weight and age leave of the dose."""
    for one in new:
        sure = one.truth == TRUE
        phrase = "organs_avoid" if one.avoid else "organs_dose"
        said = told("cards", phrase, what=order.what) if sure else ""
        lines = _texts(medicines.organ_doses(_shown("organ_doses", one), knowledge))
        grave: Indicator = "warning" if sure and one.avoid else "info"
        yield _finding(grave, said, lines, one.truth, one.checked)


def _ceilings(order: Proposed, new: list[Told], knowledge: Knowledge) -> Iterator[Finding]:
    """What surely is too much; of a dose that is not known nothing is said."""
    for one in new:
        if one.truth == TRUE:
            said = told("cards", "ceiling", what=order.what)
            lines = _texts(medicines.organ_doses(_shown("over_ceiling", one), knowledge))
            yield _finding("warning", said, lines, one.truth, one.checked)


def _steroid(new: list[Told], knowledge: Knowledge) -> Iterator[Finding]:
    for one in new:
        lines = _texts(medicines.steroid(_shown("steroid", one), knowledge))
        yield _finding("info", "", lines, one.truth, one.checked)


def _texts(found: list[Reason]) -> tuple[str, ...]:
    return tuple(one.text for one in found)


def _shown(key: str, one: object) -> dict[str, Any]:
    """One entry as the part of an assessment that has it."""
    return {"medicines": {key: [msgspec.to_builtins(one)]}}


def _finding(
    indicator: Indicator, said: str, lines: tuple[str, ...], truth: str, checked: str
) -> Finding:
    title = told("cards", "brings" if truth == TRUE else "perhaps")
    return Finding(indicator, said, ((title, lines),), (checked,) if truth == TRUE else ())


def _twice(
    order: Proposed, drugs: tuple[str, ...], old: Medicines, amounts: list[Finding]
) -> Iterator[Finding]:
    """The drug stands on the list already: added, or in its place? Doses that alarm may have been counted twice."""
    if any(one.drug in drugs for one in old.lines or ()):
        said = told("cards", "twice", what=order.what)
        ask = ((told("cards", "ask_first"), (told("cards", "twice_ask"),)),)
        gravest = min((GRAVEST_FIRST.index(one.indicator) for one in amounts), default=-1)
        yield Finding(GRAVEST_FIRST[gravest], said, ask)


def _paused(order: Proposed, before: Glance, after: Glance) -> Iterator[Finding]:
    """Reasons to pause it around what is planned, which came with it."""
    known = {one.rule for one in _reasons(before)}
    new = [one for one in _reasons(after) if one.rule not in known]
    if new:
        said = told("cards", "hold_new", what=order.what)
        lines = tuple(sentence(one.because) for one in new[:MOST])
        statuses = tuple(one.checked for one in new)
        yield Finding("warning", said, ((told("cards", "brings"), lines),), statuses)


def _reasons(found: Glance) -> list[Statement]:
    return [
        one
        for option in found.options
        if option.id == HOLD
        for one in option.statements
        if one.truth == TRUE and one.counts_as in ("recommend", "consider")
    ]


def _list_open(new: Medicines) -> Iterator[Finding]:
    """That the drug was checked as if taken, and against what."""
    lines = [told("cards", "checked_as_taken")]
    if not new.complete:
        lines.append(told("cards", "list_not_complete"))
    yield Finding("info", "", ((told("cards", "doubts"), tuple(lines)),))
