"""The invariants of the specification, held against requests, answers and feedback, our own included.

Each problem begins with the name of the invariant, or with `shape`, and says where; it repeats no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

LONGEST_SUMMARY = 140  # a summary has fewer characters
SELECTION = ("at-most-one", "any")
ACTIONS = ("all", "any", "at-most-one")
Check = Callable[[dict[str, Any], str], Iterator[str]]


def response_problems(document: object) -> list[str]:
    """What breaks the specification in an answer with cards.

    >>> response_problems({"cards": []}), response_problems({})
    ([], ['shape: cards must be a list'])
    """
    if not isinstance(document, dict) or not isinstance(document.get("cards"), list):
        return ["shape: cards must be a list"]
    problems = list(_empties({**document, "cards": document["cards"] or [True]}, ""))
    for path, card in _objects(document, "cards", "", problems):
        problems += _card(card, path)
    for path, action in _objects(document, "systemActions", "", problems):
        problems += _action(action, path)
    return problems


def feedback_problems(document: object) -> list[str]:
    """What breaks the specification in what a client tells about cards."""
    if not isinstance(document, dict) or not isinstance(document.get("feedback"), list):
        return ["shape: feedback must be a list"]
    problems: list[str] = []
    for path, one in _objects(document, "feedback", "", problems):
        problems += _feedback(one, path)
    return problems


def request_problems(document: object) -> list[str]:
    """What breaks the invariants of a request; its fields are checked by `asked`."""
    if not isinstance(document, dict):
        return ["shape: a request must be an object"]
    given = document.get("fhirAuthorization")
    if given is None:
        return []
    problems = (
        []
        if document.get("fhirServer")
        else ["cds-r-1: fhirServer must stand beside fhirAuthorization"]
    )
    scope = given.get("scope") if isinstance(given, dict) else None
    if isinstance(scope, str) and "patient/" in scope and not given.get("patient"):
        problems.append("cds-r-2: fhirAuthorization.patient should name the patient of the scopes")
    return problems


def _card(card: dict[str, Any], path: str) -> Iterator[str]:
    summary = card.get("summary")
    if not isinstance(summary, str):
        yield f"shape: {path}.summary must be text"
    elif len(summary) >= LONGEST_SUMMARY:
        yield f"shape: {path}.summary must have fewer than {LONGEST_SUMMARY} characters"
    yield from _one_of(card, "indicator", ("info", "warning", "critical"), path)
    source = card.get("source")
    if not isinstance(source, dict) or not isinstance(source.get("label"), str):
        yield f"shape: {path}.source.label must be text"
    problems: list[str] = []
    links = list(_objects(card, "links", path, problems))
    suggestions = list(_objects(card, "suggestions", path, problems))
    reasons = list(_objects(card, "overrideReasons", path, problems))
    yield from problems
    for where, link in links:
        yield from _link(link, where)
    for where, suggestion in suggestions:
        yield from _suggestion(suggestion, where)
    for where, reason in reasons:
        if not reason.get("display"):
            yield f"cds-resp-4: {where}.display must be there"
    yield from _selection(card, [one for _, one in suggestions], path)


def _selection(card: dict[str, Any], suggestions: list[dict[str, Any]], path: str) -> Iterator[str]:
    behavior = card.get("selectionBehavior")
    if suggestions and behavior is None:
        yield f"cds-resp-6: {path}.selectionBehavior must stand beside suggestions"
    if behavior is not None:
        yield from _one_of(card, "selectionBehavior", SELECTION, path)
    recommended = sum(one.get("isRecommended") is True for one in suggestions)
    if behavior == "at-most-one" and recommended > 1:
        yield f"cds-resp-1: {path}.suggestions may recommend one at most"


def _suggestion(suggestion: dict[str, Any], path: str) -> Iterator[str]:
    if not isinstance(suggestion.get("label"), str):
        yield f"shape: {path}.label must be text"
    problems: list[str] = []
    for where, action in _objects(suggestion, "actions", path, problems):
        if not action.get("description"):
            problems.append(f"cds-resp-5: {where}.description must be there")
        problems += _action(action, where)
    yield from problems
    if suggestion.get("actionSelectionBehavior", "all") not in ACTIONS:
        yield f"cds-resp-7: {path}.actionSelectionBehavior must be one of {', '.join(ACTIONS)}"


def _action(action: dict[str, Any], path: str) -> Iterator[str]:
    yield from _one_of(action, "type", ("create", "update", "delete"), path)
    if action.get("type") == "delete":
        if "resource" in action or not action.get("resourceId"):
            yield f"cds-resp-2: {path} must have resourceId and no resource, because it deletes"
    elif not isinstance(action.get("resource"), dict):
        yield f"shape: {path}.resource must be a resource"


def _link(link: dict[str, Any], path: str) -> Iterator[str]:
    for name in ("label", "url"):
        if not isinstance(link.get(name), str):
            yield f"shape: {path}.{name} must be text"
    yield from _one_of(link, "type", ("absolute", "smart"), path)
    if link.get("type") != "smart" and "appContext" in link:
        yield f"cds-resp-3: {path}.appContext may stand only in a SMART link"


def _feedback(one: dict[str, Any], path: str) -> Iterator[str]:
    for name in ("card", "outcomeTimestamp"):
        if not isinstance(one.get(name), str):
            yield f"shape: {path}.{name} must be text"
    outcome = one.get("outcome")
    if outcome not in ("accepted", "overridden"):
        yield f"cds-fb-1: {path}.outcome must be accepted or overridden"
    problems: list[str] = []
    accepted = list(_objects(one, "acceptedSuggestions", path, problems))
    yield from problems
    if outcome == "accepted" and not accepted:
        yield f"cds-fb-2: {path}.acceptedSuggestions must be there, because the outcome is accepted"
    for where, suggestion in accepted:
        if not isinstance(suggestion.get("id"), str):
            yield f"shape: {where}.id must be text"
    reason = one.get("overrideReason")
    if "overrideReason" in one and not (
        isinstance(reason, dict) and (reason.get("reason") or reason.get("userComment"))
    ):
        yield f"cds-fb-3: {path}.overrideReason must have a reason, a userComment, or both"


def _one_of(
    holder: dict[str, Any], name: str, allowed: tuple[str, ...], path: str
) -> Iterator[str]:
    if holder.get(name) not in allowed:
        yield f"shape: {path}.{name} must be {' or '.join(allowed)}"


def _objects(
    holder: dict[str, Any], name: str, path: str, problems: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its place; what is no list or no object is a problem."""
    where = f"{path}.{name}".removeprefix(".")
    listed = holder.get(name, [])
    if not isinstance(listed, list):
        problems.append(f"shape: {where} must be a list")
        return
    for number, one in enumerate(listed):
        if isinstance(one, dict):
            yield f"{where}[{number}]", one
        else:
            problems.append(f"shape: {where}[{number}] must be an object")


def _empties(value: object, path: str) -> Iterator[str]:
    """Every null and everything empty; what stands in an `extension` is nobody's business here."""
    if value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
        yield f"shape: {path} is empty"
    elif isinstance(value, dict):
        for name, part in value.items():
            if name != "extension":
                yield from _empties(part, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _empties(part, f"{path}[{number}]")
