"""Single symptom scores out of the map that a questionnaire fills. None is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backstay.case.values import Value


def edmonton(symptom: str) -> Callable[[Mapping[str, Value]], Value]:
    """The function that gives one Edmonton symptom score; unknown while nobody scored it.

    >>> edmonton("tiredness")({"esas": {"tiredness": 7.0}})
    7.0
    """

    def score(facts: Mapping[str, Value]) -> Value:
        scores = facts.get("esas")
        return scores.get(symptom) if isinstance(scores, dict) else None

    return score
