"""Where sources differ: reasons for and against that both hold, and named lists that give other answers."""

from __future__ import annotations

from typing import Any

from backstay.plan.assessment import Disagreement, Option
from backstay.plan.frameworks import about_choices, about_options
from backstay.reason import Evaluation


def disagreements(evaluation: Evaluation, options: list[Option]) -> list[Disagreement]:
    """Options with reasons on both sides, choices on which frameworks part, lists that disagree here."""
    return [
        *about_options(evaluation.program.knowledge, options),
        *about_choices(options),
        *_lists(evaluation),
    ]


def _lists(evaluation: Evaluation) -> list[Disagreement]:
    """Each switch whose lists give different answers here; the one in use is marked."""
    found = []
    knowledge = evaluation.program.knowledge
    for setting in knowledge.settings.values():
        places = evaluation.lesions if _by_lesion(evaluation, setting) else (evaluation.patient,)
        for env in places:
            answers = {
                name: env.get(definition) for name, definition in setting.alternatives.items()
            }
            if len({value for value in answers.values() if value is not None}) > 1:
                found.append(
                    Disagreement(
                        kind="list",
                        about=setting.about or setting.id,
                        lesion=env.get("@lesion"),
                        positions=[
                            _position(evaluation, setting, name, answers[name]) for name in answers
                        ],
                    )
                )
    return found


def _by_lesion(evaluation: Evaluation, setting: Any) -> bool:
    scopes = {evaluation.program.knowledge.scope_of(name) for name in setting.alternatives.values()}
    return "lesion" in scopes


def _position(evaluation: Evaluation, setting: Any, name: str, value: Any) -> dict[str, Any]:
    knowledge = evaluation.program.knowledge
    definition = knowledge.definitions[setting.alternatives[name]]
    return {
        "list": name,
        "label": definition.label,
        "value": value,
        "used": knowledge.chosen[setting.id] == name,
        "evidence": list(definition.evidence),
        "checked": definition.checked.status if definition.checked else "unverified",
    }
