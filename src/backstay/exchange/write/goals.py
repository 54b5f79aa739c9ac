"""Goals: what matters most to the patient, where it is known, and what the team agreed on. None is made up."""

from __future__ import annotations

from collections.abc import Iterator

from backstay.exchange.write.words import say
from backstay.exchange.write.writing import Resource, Writing, own_concept, resource

FACT = "goal"


def wishes(writing: Writing) -> Iterator[Resource]:
    """What matters most to the patient."""
    wish = writing.case.patient.get(FACT)
    if wish is not None:
        text = say(f"goal_{wish}")
        yield resource(
            "Goal",
            writing.name("Goal", FACT),
            [text],
            lifecycleStatus="accepted",
            description=own_concept(f"goal.{wish}", text),
            subject=writing.subject,
            statusDate=writing.on[:10],
            expressedBy=writing.subject,
        )


def team_goals(writing: Writing) -> Iterator[Resource]:
    """What the team wrote down as goals."""
    decision = writing.decision
    for text in decision.goals if decision else ():
        yield resource(
            "Goal",
            writing.name("Goal", "team", text),
            [text],
            lifecycleStatus="accepted",
            description={"text": text},
            subject=writing.subject,
            statusDate=decision.decided_on[:10] if decision else None,
        )
