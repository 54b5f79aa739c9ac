"""The four NOMS questions of a lesion, each with its answer and why."""

from __future__ import annotations

from typing import Any, NamedTuple

from backstay.present import names, scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion
from backstay.present.person import patient
from backstay.present.values import brief, describe
from backstay.present.words import capital, say, word

NEUROLOGY = (
    "motor_power_worst",
    "limb_weakness",
    "gait_disturbance",
    "ambulatory",
    "myelopathy",
    "sphincter_dysfunction",
    "cauda_equina_syndrome",
)
FITNESS = (
    "ecog_before_deficit",
    "ecog",
    "visceral_metastases",
    "expected_survival_months",
    "systemic_options",
)
MOST = 3  # facts named beside an answer


class Answer(NamedTuple):
    letter: str
    question: str
    answer: str
    because: str
    known: bool
    shared: str = ""  # what holds for the person, whichever lesion


def noms(assessment: Assessment, knowledge: Knowledge, lesion: Lesion) -> list[Answer]:
    """N, O, M and S of one lesion; an answer that rests on a missing fact says "not known"."""
    return [
        _neurologic(assessment, knowledge, lesion),
        _oncologic(assessment, knowledge, lesion),
        _mechanical(knowledge, lesion),
        _systemic(assessment, knowledge),
    ]


def _neurologic(assessment: Assessment, knowledge: Knowledge, lesion: Lesion) -> Answer:
    answer = _cauda(lesion) if lesion.below_conus else _cord(lesion)
    deficit = [_told(knowledge, name, value) for name, value in _known(assessment, NEUROLOGY)]
    shared = "; ".join(deficit) or say("neurology_not_known")
    return _answer("N", answer, [canal(knowledge, lesion)])._replace(shared=shared)


def _cord(lesion: Lesion) -> str:
    defined = lesion.defined
    if defined.get("high_grade_compression") is True:
        return "high_grade"
    if defined.get("cauda_compressed") is True:
        return "cauda_compressed"
    return "low_grade" if defined.get("low_grade_compression") is True else ""


def _cauda(lesion: Lesion) -> str:
    """Where there is no cord, a free cord is no answer: only what is known of the cauda is."""
    compressed = lesion.defined.get("cauda_compressed")
    if compressed is None:
        return ""
    return "cauda_compressed" if compressed else "cauda_free"


def canal(knowledge: Knowledge, lesion: Lesion) -> str:
    """What was seen in the canal, by the scale that holds at this level."""
    if lesion.below_conus:
        found = lesion.facts.get("cauda_compression")
        return say("cauda", grade=describe(knowledge, "cauda_compression", found))
    return say("escc", grade=describe(knowledge, "escc", lesion.facts.get("escc")))


def _oncologic(assessment: Assessment, knowledge: Knowledge, lesion: Lesion) -> Answer:
    found = defined(assessment, lesion, "radiosensitivity")
    primary = describe(knowledge, "primary", patient(assessment).get("primary"))
    because = [say("primary", primary=primary)]
    used = (assessment.get("settings") or {}).get("radiosensitivity_list")
    if used:
        because.append(say("list_used", name=list_name(used)))
    return _answer("O", found or "", because)


def list_name(value: str) -> str:
    """The name of a published list that a setting names."""
    return word("lists", value)


def defined(assessment: Assessment, lesion: Lesion, name: str) -> Any:
    """A definition at the lesion, else of the whole person."""
    if name in lesion.defined:
        return lesion.defined[name]
    return ((assessment.get("definitions") or {}).get("patient") or {}).get(name)


def _mechanical(knowledge: Knowledge, lesion: Lesion) -> Answer:
    score = lesion.sins
    band = scored.band(knowledge, score)
    because = [say("sins", result=scored.result(score))]
    if score is not None:
        because += [gap for gap in [scored.gaps(knowledge, score)] if gap]
    return Answer(
        "M", _question("M"), capital(band or say("not_known")), "; ".join(because), bool(band)
    )


def _systemic(assessment: Assessment, knowledge: Knowledge) -> Answer:
    fit = patient(assessment).get("fit_for_surgery")
    answer = "" if fit is None else ("fit" if fit else "not_fit")
    told = [_told(knowledge, name, value) for name, value in _known(assessment, FITNESS)]
    judged = say("fitness_not_judged") if fit is None else say("fitness_judged")
    return _answer("S", answer, [judged, *told])


def _known(assessment: Assessment, wanted: tuple[str, ...]) -> list[tuple[str, Any]]:
    facts = patient(assessment)
    return [(name, facts[name]) for name in wanted if facts.get(name) is not None][:MOST]


def _told(knowledge: Knowledge, name: str, value: Any) -> str:
    return say("told", fact=names.fact(knowledge, name), value=brief(knowledge, name, value))


def _answer(letter: str, answer: str, because: list[str]) -> Answer:
    shown = word("answers", answer) if answer else say("not_known")
    return Answer(letter, _question(letter), capital(shown), "; ".join(because), bool(answer))


def _question(letter: str) -> str:
    return say(f"noms_{letter}")
