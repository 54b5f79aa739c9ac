"""The invariants of the specification, each with what it allows and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from backstay.hooks.invariants import feedback_problems, request_problems, response_problems

CARD = {"summary": "s", "indicator": "info", "source": {"label": "l"}}
LINK = {"label": "l", "url": "https://a.example", "type": "absolute"}
ACTION = {"type": "create", "description": "d", "resource": {"resourceType": "Task"}}
SUGGESTION = {"label": "l", "actions": [ACTION]}
TOLD = {"card": "c", "outcome": "overridden", "outcomeTimestamp": "2026-03-14T09:30:00Z"}


def without(holder: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in holder.items() if name not in names}


def cards(*given: Any, **beside: Any) -> dict[str, Any]:
    return {"cards": list(given), **beside}


def card(**fields: Any) -> dict[str, Any]:
    return cards({**CARD, **fields})


def suggested(*suggestions: Any, behavior: str = "any") -> dict[str, Any]:
    return card(suggestions=list(suggestions), selectionBehavior=behavior)


def acting(**fields: Any) -> dict[str, Any]:
    return suggested({"label": "l", "actions": [{**ACTION, **fields}]})


RIGHT = {
    "no card": cards(),
    "a card": cards(CARD),
    "139 signs": card(summary="s" * 139),
    "links": card(links=[LINK, {**LINK, "type": "smart", "appContext": "x"}]),
    "suggestions": suggested(SUGGESTION, {**SUGGESTION, "actionSelectionBehavior": "any"}),
    "one recommended": suggested(
        {**SUGGESTION, "isRecommended": True}, SUGGESTION, behavior="at-most-one"
    ),
    "not recommended": suggested(
        *[{**SUGGESTION, "isRecommended": False}] * 2, behavior="at-most-one"
    ),
    "two recommended": suggested(*[{**SUGGESTION, "isRecommended": True}] * 2),
    "reasons": card(overrideReasons=[{"code": "c", "display": "d"}]),
    "system actions": cards(systemActions=[ACTION]),
    "action of the system in silence": cards(systemActions=[without(ACTION, "description")]),
    "a deletion": suggested(
        {"label": "l", "actions": [{"type": "delete", "description": "d", "resourceId": "T/1"}]}
    ),
    "extension": card(extension={"x": [None, {}]}),
}


@pytest.mark.parametrize("document", RIGHT.values(), ids=RIGHT)
def test_what_is_right_has_no_problem(document: dict[str, Any]) -> None:
    assert response_problems(document) == []


WRONG: dict[str, tuple[Any, str]] = {
    "list": ([], "shape: cards must be a list"),
    "empty": ({}, "shape: cards must be a list"),
    "cards no list": ({"cards": {}}, "shape: cards must be a list"),
    "card no object": (cards(3), "shape: cards[0] must be an object"),
    "no summary": (cards(without(CARD, "summary")), "shape: cards[0].summary must be text"),
    "140 signs": (card(summary="s" * 140), "shape: cards[0].summary must have fewer than 140"),
    "no indicator": (cards(without(CARD, "indicator")), "shape: cards[0].indicator must be info"),
    "indicator": (card(indicator="hard-stop"), "shape: cards[0].indicator must be info or warning"),
    "no source": (cards(without(CARD, "source")), "shape: cards[0].source.label must be text"),
    "no label": (card(source={"url": "u"}), "shape: cards[0].source.label must be text"),
    "null": (card(detail=None), "shape: cards[0].detail is empty"),
    "blank": (card(detail=" "), "shape: cards[0].detail is empty"),
    "empty list": (card(links=[]), "shape: cards[0].links is empty"),
    "empty object": (card(links=[{**LINK, "x": {}}]), "shape: cards[0].links[0].x is empty"),
    "null in a resource": (acting(resource={"a": [None]}), "actions[0].resource.a[0] is empty"),
    "links no list": (card(links=LINK), "shape: cards[0].links must be a list"),
    "link without url": (card(links=[without(LINK, "url")]), "shape: cards[0].links[0].url must"),
    "link without type": (card(links=[without(LINK, "type")]), "links[0].type must be absolute"),
    "at most one": (
        suggested(*[{**SUGGESTION, "isRecommended": True}] * 2, behavior="at-most-one"),
        "cds-resp-1: cards[0].suggestions",
    ),
    "delete with resource": (
        acting(type="delete", resourceId="T/1"),
        "cds-resp-2: cards[0].suggestions[0].actions[0]",
    ),
    "delete of nothing": (
        suggested({"label": "l", "actions": [{"type": "delete", "description": "d"}]}),
        "cds-resp-2: cards[0]",
    ),
    "app context": (card(links=[{**LINK, "appContext": "x"}]), "cds-resp-3: cards[0].links[0]"),
    "reason": (card(overrideReasons=[{"code": "c"}]), "cds-resp-4: cards[0].overrideReasons[0]"),
    "action in silence": (
        suggested({"label": "l", "actions": [without(ACTION, "description")]}),
        "cds-resp-5: cards[0].suggestions[0].actions[0]",
    ),
    "no behavior": (card(suggestions=[SUGGESTION]), "cds-resp-6: cards[0].selectionBehavior"),
    "action behavior": (
        suggested({**SUGGESTION, "actionSelectionBehavior": "some"}),
        "cds-resp-7: cards[0].suggestions[0].actionSelectionBehavior",
    ),
    "behavior": (suggested(SUGGESTION, behavior="all"), "cards[0].selectionBehavior must be"),
    "suggestion unnamed": (suggested({"actions": [ACTION]}), "suggestions[0].label must be text"),
    "action type": (acting(type="replace"), "actions[0].type must be create or update or delete"),
    "action of nothing": (acting(resource="Task/1"), "actions[0].resource must be a resource"),
    "system action": (cards(systemActions=[{"type": "create"}]), "systemActions[0].resource must"),
    "system actions empty": (cards(systemActions=[]), "shape: systemActions is empty"),
}


@pytest.mark.parametrize(("document", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(document: Any, said: str) -> None:
    assert [said in problem for problem in response_problems(document)] == [True]


FEEDBACK: dict[str, tuple[Any, list[str]]] = {
    "overridden": ([TOLD], []),
    "accepted": ([{**TOLD, "outcome": "accepted", "acceptedSuggestions": [{"id": "s"}]}], []),
    "reason": ([{**TOLD, "overrideReason": {"reason": {"code": "c"}}}], []),
    "comment": ([{**TOLD, "overrideReason": {"userComment": "c"}}], []),
    "none": ([], []),
    "no list": ({}, ["shape: feedback must be a list"]),
    "no object": ([3], ["shape: feedback[0] must be an object"]),
    "no card": ([without(TOLD, "card")], ["shape: feedback[0].card must be text"]),
    "no time": (
        [without(TOLD, "outcomeTimestamp")],
        ["shape: feedback[0].outcomeTimestamp must be text"],
    ),
    "outcome": ([{**TOLD, "outcome": "ignored"}], ["cds-fb-1: "]),
    "nothing accepted": ([{**TOLD, "outcome": "accepted"}], ["cds-fb-2: "]),
    "accepted empty": (
        [{**TOLD, "outcome": "accepted", "acceptedSuggestions": []}],
        ["cds-fb-2: "],
    ),
    "accepted nameless": (
        [{**TOLD, "outcome": "accepted", "acceptedSuggestions": [{}]}],
        ["shape: feedback[0].acceptedSuggestions[0].id must be text"],
    ),
    "no reason": ([{**TOLD, "overrideReason": {}}], ["cds-fb-3: "]),
    "reason null": ([{**TOLD, "overrideReason": None}], ["cds-fb-3: "]),
    "reason text": ([{**TOLD, "overrideReason": "x"}], ["cds-fb-3: "]),
}


@pytest.mark.parametrize(("listed", "said"), FEEDBACK.values(), ids=FEEDBACK)
def test_feedback_keeps_its_invariants(listed: Any, said: list[str]) -> None:
    problems = feedback_problems({"feedback": listed})
    assert len(problems) == len(said)
    assert all(problem.startswith(one) for problem, one in zip(problems, said, strict=True))


SCOPES = {"scope": "launch patient/*.rs"}
REQUESTS: dict[str, tuple[Any, list[str]]] = {
    "no access": ({}, []),
    "access": ({"fhirServer": "s", "fhirAuthorization": {"scope": "user/*.rs"}}, []),
    "patient": ({"fhirServer": "s", "fhirAuthorization": {**SCOPES, "patient": "p"}}, []),
    "no server": ({"fhirAuthorization": {}}, ["cds-r-1: "]),
    "no patient": ({"fhirServer": "s", "fhirAuthorization": SCOPES}, ["cds-r-2: "]),
    "both": ({"fhirAuthorization": SCOPES}, ["cds-r-1: ", "cds-r-2: "]),
    "no object": (3, ["shape: "]),
    "access no object": ({"fhirServer": "s", "fhirAuthorization": 3}, []),
}


@pytest.mark.parametrize(("document", "said"), REQUESTS.values(), ids=REQUESTS)
def test_requests_keep_their_invariants(document: Any, said: list[str]) -> None:
    problems = request_problems(document)
    assert len(problems) == len(said)
    assert all(problem.startswith(one) for problem, one in zip(problems, said, strict=True))


def test_feedback_that_is_no_object_is_refused() -> None:
    assert feedback_problems([]) == ["shape: feedback must be a list"]
