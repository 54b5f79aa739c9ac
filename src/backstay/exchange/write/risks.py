"""Prognostic scores as RiskAssessments: published outcomes in words, beside the population they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backstay.exchange.write.scores import lines, result_line, score_id, written_scores
from backstay.exchange.write.words import notes, say, sourced
from backstay.exchange.write.writing import (
    Resource,
    Writing,
    coding,
    concept,
    device_id,
    filled,
    resource,
    to,
)
from backstay.knowledge import Knowledge
from backstay.knowledge.entries import Band
from backstay.plan.assessment import ScoreResult
from backstay.version import VERSION


def risk_assessments(writing: Writing) -> Iterator[Resource]:
    """One for each prognostic score whose population the person may be of."""
    for one in written_scores(writing):
        if one.prognostic:
            yield _risk(writing, one)


def _risk(writing: Writing, one: ScoreResult) -> Resource:
    bands = writing.knowledge.scores[one.id].bands
    possible = [band for band in bands if band.id in one.possible_bands]
    narrowed = possible if len(possible) < len(bands) or len(bands) == 1 else []
    certain = len(narrowed) == 1 and one.applies is True
    return resource(
        "RiskAssessment",
        writing.name("RiskAssessment", one.id, one.lesion),
        [result_line(one), *(_outcome(band) for band in narrowed), _asked(writing)],
        status="final" if certain else "preliminary",
        method=concept(one.title, coding("backstay-scores", one.id, one.title)),
        subject=writing.subject,
        occurrenceDateTime=writing.on,
        performer=to(device_id(VERSION), "Backstay"),
        basis=[to(score_id(writing, one), one.title)],
        prediction=[_prediction(band, one, certain, writing.knowledge) for band in narrowed],
        note=notes(
            [
                result_line(one),
                *lines(one, writing.knowledge),
                say("no_probability"),
                _asked(writing),
            ]
        ),
    )


def _prediction(
    band: Band, one: ScoreResult, certain: bool, knowledge: Knowledge
) -> dict[str, Any]:
    """One band that the total may lie in. Its figures stay in the sentence in which they were published."""
    status, evidence = band.status or one.checked, band.evidence or tuple(one.evidence)
    why = sourced(band.label, status, evidence, knowledge)
    return filled(
        {
            "outcome": concept(_outcome(band)),
            "rationale": why if certain else f"{say('possible')} {why}",
        }
    )


def _outcome(band: Band) -> str:
    return band.outcome or band.label


def _asked(writing: Writing) -> str:
    """Whether the patient wants to hear of it stands with every figure."""
    wants = writing.case.patient.get("wants_prognosis")
    return say("no_prognosis" if wants is False else "ask_prognosis")
