"""The words of CDS Hooks 2.0.1. What has its default is left out: no null and nothing empty leaves here."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from backstay.exchange.smart.refused import Refused


class Message(msgspec.Struct, rename="camel", frozen=True, kw_only=True, omit_defaults=True):
    """Any part of an answer; its fields have the names of the specification in camelCase."""


class Coding(Message, frozen=True):
    code: str
    system: str | None = None
    display: str | None = None


class Source(Message, frozen=True):
    """Where the advice of a card comes from."""

    label: str
    url: str | None = None
    icon: str | None = None
    topic: Coding | None = None


class Link(Message, frozen=True):
    label: str
    url: str
    type: Literal["absolute", "smart"]
    app_context: str | None = None


class Action(Message, frozen=True):
    type: Literal["create", "update", "delete"]
    description: str
    resource: dict[str, Any] | None = None
    resource_id: str | None = None


class Suggestion(Message, frozen=True):
    label: str
    uuid: str | None = None
    is_recommended: bool | None = None
    actions: tuple[Action, ...] = ()


class Card(Message, frozen=True):
    """One piece of advice; the summary has fewer than 140 characters."""

    summary: str
    indicator: Literal["info", "warning", "critical"]
    source: Source
    uuid: str | None = None
    detail: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    selection_behavior: Literal["at-most-one", "any"] | None = None
    override_reasons: tuple[Coding, ...] = ()
    links: tuple[Link, ...] = ()


class Cards(Message, frozen=True):
    """The answer to a call. No card is the commonest one, and the only list that may be empty."""

    cards: tuple[Card, ...]


def outcome(refused: Refused) -> bytes:
    """The body of a refusal: an OperationOutcome with one issue for each problem."""
    code = {
        401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 408: "timeout",
        412: "incomplete", 413: "too-long", 415: "not-supported", 500: "exception", 503: "transient",
    }  # fmt: skip
    issue = [
        {"severity": "error", "code": code.get(refused.status, "invalid"), "diagnostics": problem}
        for problem in refused.problems
    ]
    return msgspec.json.encode({"resourceType": "OperationOutcome", "issue": issue})
