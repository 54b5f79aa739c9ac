"""Who this is about and what matters to the person: first on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backstay.present import names
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import lesions, spine_known
from backstay.present.values import brief, describe, number
from backstay.present.words import listed, say, word

LINE = (
    "histology",
    "ecog",
    "karnofsky",
    "visceral_metastases",
    "brain_metastases",
    "comorbidities",
)
ASKED = ("accepts_surgery", "accepts_minor_procedure", "accepts_radiation", "accepts_systemic")


def patient(assessment: Assessment) -> Mapping[str, Any]:
    """The known facts of the person."""
    found: Mapping[str, Any] = (assessment.get("facts") or {}).get("patient") or {}
    return found


def who(assessment: Assessment, knowledge: Knowledge) -> str:
    """Age and sex, as far as they are known: "63, male"."""
    facts = patient(assessment)
    age = facts.get("age")
    years = say("age_not_known") if age is None else number(age)
    sex = facts.get("sex")
    said = say("sex_not_known") if sex is None else describe(knowledge, "sex", sex)
    return f"{years}, {said}"


def line(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Label and value of what a colleague would say first; unknown parts are left to the questions."""
    facts = patient(assessment)
    first = (names.fact(knowledge, "primary"), describe(knowledge, "primary", facts.get("primary")))
    rest = [
        (names.fact(knowledge, name), brief(knowledge, name, facts[name]))
        for name in LINE
        if facts.get(name) is not None
    ]
    return [first, *rest, (say("lesions"), _levels(assessment))]


def matters(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str]]:
    """What the person wants, and what nobody has asked yet."""
    facts = patient(assessment)
    goal = (
        describe(knowledge, "goal", facts["goal"]) if facts.get("goal") else say("goal_not_asked")
    )
    parts = [(say("goal"), f"{goal}.")]
    for key, held in (("accepts", True), ("declines", False), ("not_asked", None)):
        named = [word("wishes", name) for name in ASKED if facts.get(name) is held]
        if named:
            parts.append((say(key), f"{listed(named)}."))
    return [*parts, (say("prognosis"), say(_prognosis(facts.get("wants_prognosis"))))]


def _prognosis(wanted: bool | None) -> str:
    if wanted is None:
        return "prognosis_not_asked"
    return "prognosis_wanted" if wanted else "prognosis_not_wanted"


def _levels(assessment: Assessment) -> str:
    if not spine_known(assessment):
        return say("not_known")
    return ", ".join(lesion.title for lesion in lesions(assessment)) or say("none")
