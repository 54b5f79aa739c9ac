"""Why an option stands where it stands, in lines: for, against, cautions, what to check first."""

from __future__ import annotations

from collections.abc import Collection

from backstay.exchange.write.words import facts_named, say, sourced, word
from backstay.knowledge import Knowledge
from backstay.medicines.proposals.proposal import Reason
from backstay.plan.assessment import Option, Statement

SAYS = {
    "recommend": "for",
    "consider": "for",
    "avoid": "against",
    "contraindicated": "against",
    "caution": "caution",
}
ORDER = tuple(SAYS)
AGAINST = tuple(name for name, kind in SAYS.items() if kind == "against")


def stance_line(option: Option) -> str:
    """The stance, and what it would be if the patient had not declined."""
    line = say("stance", stance=word("stances", option.stance))
    if option.otherwise is None:
        return line
    return f"{line} {say('otherwise', stance=word('stances', option.otherwise))}"


def reason_lines(option: Option, knowledge: Knowledge, kinds: Collection[str] = ORDER) -> list[str]:
    """Every statement that holds, with its sources and how well they were checked."""
    held = [one for one in option.statements if one.truth == "true" and one.says in kinds]
    ordered = sorted(held, key=lambda one: ORDER.index(one.says))
    return [say(SAYS[one.says], text=statement_line(one, knowledge)) for one in ordered]


def statement_line(one: Statement, knowledge: Knowledge) -> str:
    """One statement or clock with its sources."""
    line = sourced(one.because, one.checked, one.evidence, knowledge)
    return line if one.local is None else say("local", text=line, local=one.local)


def reason_line(one: Reason, knowledge: Knowledge) -> str:
    """One reason of a medicine with its sources."""
    return sourced(one.text, one.checked, one.evidence, knowledge)


def check_lines(option: Option, knowledge: Knowledge) -> list[str]:
    """What must be known before the option, and what is found out meanwhile."""
    found = []
    for when in ("before", "meanwhile"):
        names = [one.fact for one in option.check_first if one.when == when]
        if names:
            found.append(say(f"check_{when}", facts=facts_named(names, knowledge)))
    return found
