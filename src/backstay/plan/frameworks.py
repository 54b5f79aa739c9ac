"""The map of disagreement: where frameworks part about an option or a choice, and on which facts."""

from __future__ import annotations

from typing import Any

from backstay.knowledge import Knowledge
from backstay.plan.assessment import Disagreement, Option, Statement
from backstay.plan.stances import BIT, settle

FOR_OR_AGAINST = ("recommend", "consider", "avoid", "contraindicated")
DISPUTED = "disputed"


def about_options(knowledge: Knowledge, options: list[Option]) -> list[Disagreement]:
    """Each disputed option: what each framework makes of it, and on what they part."""
    found = []
    for option in options:
        held = [s for s in option.statements if s.truth == "true" and s.says in FOR_OR_AGAINST]
        if DISPUTED in (option.stance, option.otherwise):
            found.append(
                Disagreement(
                    kind="option",
                    about=option.id,
                    lesion=option.lesion,
                    positions=[_position(said) for said in held],
                    frameworks=_stances(held),
                    parts_on=_ends_it(knowledge, option) or _differ_on(held),
                )
            )
    return found


def about_choices(options: list[Option]) -> list[Disagreement]:
    """Lesions where frameworks recommend other treatments that exclude each other."""
    groups: dict[str, list[Option]] = {}
    for option in options:
        if option.choice is not None:
            groups.setdefault(option.choice, []).append(option)
    found = []
    for group in groups.values():
        named = _recommended_by(group)
        if len({tuple(names) for names in named.values()}) > 1:
            held = [s for o in group for s in o.statements if _recommends(s)]
            found.append(
                Disagreement(
                    kind="choice",
                    about="|".join(sorted(option.id for option in group)),
                    lesion=group[0].lesion,
                    positions=[],
                    frameworks=[
                        {"framework": name, "options": listed} for name, listed in named.items()
                    ],
                    parts_on=_differ_on(held),
                )
            )
    return found


def _stances(held: list[Statement]) -> list[dict[str, Any]]:
    """What each framework makes of the option by its own reasons alone."""
    true: dict[str | None, int] = {}
    for said in held:
        true[said.framework] = true.get(said.framework, 0) | BIT[said.counts_as]
    listed = sorted(true, key=lambda name: (name is None, name or ""))
    return [{"framework": name, "stance": settle(true[name], 0).stance} for name in listed]


def _recommends(said: Statement) -> bool:
    return said.truth == "true" and said.says == "recommend" and said.framework is not None


def _recommended_by(group: list[Option]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for option in group:
        for said in option.statements:
            if _recommends(said) and option.id not in found.setdefault(str(said.framework), []):
                found[str(said.framework)].append(option.id)
    return {name: sorted(listed) for name, listed in sorted(found.items())}


def _ends_it(knowledge: Knowledge, option: Option) -> list[str]:
    """Facts that alone, with another value, leave reasons on one side only; a refusal settles nothing."""
    refusal = knowledge.interventions[option.id].declined_by
    facts = {change.fact for change in option.would_change if change.stance != DISPUTED}
    return sorted(facts - {refusal})


def _differ_on(held: list[Statement]) -> list[str]:
    """Names that some of these reasons read and others do not."""
    read = [frozenset(said.facts) for said in held]
    return sorted(frozenset().union(*read) - frozenset.intersection(*read)) if read else []


def _position(said: Statement) -> dict[str, Any]:
    return {
        "framework": said.framework,
        "rule": said.rule,
        "says": said.says,
        "because": said.because,
        "evidence": said.evidence,
        "checked": said.checked,
    }
