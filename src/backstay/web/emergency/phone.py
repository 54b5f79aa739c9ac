"""What to say on the phone: only what was ticked, and what was not."""

from __future__ import annotations

from collections.abc import Mapping

from backstay.present import names, times
from backstay.present.knows import Assessment
from backstay.present.urgency import Clock
from backstay.present.values import unit, value_word
from backstay.present.words import listed, sentence
from backstay.web.emergency.asked import CANCER, STARTED, Question, asked
from backstay.web.records.knowledge import knowledge

HERE = ("ward_physician", "nurse")  # who calls; what they do themselves is not asked for
MOST_UNKNOWN = 5


def sentences(shown: Assessment, facts: Mapping[str, str], found: Clock) -> list[str]:
    """The call in the order in which it is said."""
    return [sentence(one) for one in _parts(shown, facts, found) if one]


def _parts(shown: Assessment, facts: Mapping[str, str], found: Clock) -> list[str]:
    ticks = [one for one in asked().first if one.kind == "tick"]
    there = [_low(one.label) for one in ticks if facts.get(one.id) == one.sign]
    absent = [_low(one.label) for one in ticks if facts.get(one.id) not in (None, one.sign)]
    unknown = [_low(one.label) for one in ticks if one.id not in facts]
    return [
        _value(asked().cancer, facts)
        if CANCER in facts
        else "Whether there is cancer is not known",
        f"Warning signs: {listed(there)}" if there else "No warning sign is known yet",
        _since(facts, found),
        *(_value(one, facts) for one in asked().every if one.kind != "tick" and _more(one, facts)),
        f"Checked, and not there: {listed(absent)}" if absent else "",
        f"Not known: {listed(unknown, most=MOST_UNKNOWN)}" if unknown else "",
        _wanted(shown),
    ]


def _more(one: Question, facts: Mapping[str, str]) -> bool:
    return one.id != CANCER and one.id in facts


def _value(one: Question, facts: Mapping[str, str]) -> str:
    given = facts[one.id]
    if one.kind == "number":
        return f"{one.label}: {given} {unit(knowledge(), one.id)}".strip()
    said = dict(one.choices).get(given) or value_word(knowledge(), one.id, given)
    return f"{one.label}: {_low(said)}"


def _since(facts: Mapping[str, str], found: Clock) -> str:
    if STARTED not in facts or found.started is None or found.used is None:
        return "When the first sign was is not known"
    moment = times.short_moment(found.started)
    return f"First sign {moment}, {times.duration(found.used)} ago"


def _wanted(shown: Assessment) -> str:
    """What others do: asked for by its name."""
    steps = (shown.get("plan") or {}).get("steps") or []
    asked_for = [
        _low(names.title(knowledge(), one))
        for one in steps
        if one.get("within_hours") is not None and one.get("owner") not in HERE
    ]
    return f"I ask for {listed([*asked_for, 'your advice'])}"


def _low(text: str) -> str:
    """A label within a sentence; abbreviations stay as they are written."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
