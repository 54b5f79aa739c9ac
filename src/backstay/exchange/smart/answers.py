"""One answer to a query: a resource, a Bundle of them with perhaps a next page, or an error."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Answer(NamedTuple):
    """What a query gave. `failed`: the server could not answer it; not `whole`: some of it is missing."""

    resources: tuple[msgspec.Raw, ...] = ()
    next_page: str | None = None
    failed: bool = False
    whole: bool = True


class NotAnswerError(ValueError):
    """What stands in the place of an answer is none; the message says why and holds nothing of it."""


class _Part(msgspec.Struct, frozen=True, rename={"resource_type": "resourceType"}):
    """Any piece of a Bundle or an OperationOutcome."""


class _Kind(_Part, frozen=True):
    resource_type: str


class _Link(_Part, frozen=True):
    relation: str | None = None
    url: str | None = None


class _Entry(_Part, frozen=True):
    resource: msgspec.Raw = msgspec.Raw(b"")


class _Bundle(_Part, frozen=True):
    entry: tuple[_Entry, ...] = ()
    link: tuple[_Link, ...] = ()
    total: int | None = None


class _Issue(_Part, frozen=True):
    severity: str | None = None


class _Outcome(_Part, frozen=True):
    issue: tuple[_Issue, ...] = ()


_KIND = msgspec.json.Decoder(_Kind)
_BUNDLE = msgspec.json.Decoder(_Bundle)
_OUTCOME = msgspec.json.Decoder(_Outcome)


def read_answer(raw: bytes | msgspec.Raw, kinds: tuple[str, ...], *, first: bool = True) -> Answer:
    """What stands in the place of an answer to a query for `kinds`; no kinds: for any.

    Only the first page can say that fewer came than there are. Raises NotAnswerError.
    """
    kind = _kind(raw)
    if kind == "OperationOutcome":
        return Answer(failed=True)
    if kind == "Bundle":
        return _of_bundle(raw, first)
    if kinds and kind not in kinds:
        raise NotAnswerError(f"must be a Bundle or {' or '.join(kinds)}")
    return Answer((msgspec.Raw(bytes(raw)),))


def _kind(raw: bytes | msgspec.Raw) -> str:
    try:
        return _KIND.decode(raw).resource_type
    except msgspec.DecodeError:
        raise NotAnswerError("must be a FHIR resource") from None


def _of_bundle(raw: bytes | msgspec.Raw, first: bool) -> Answer:
    try:
        bundle = _BUNDLE.decode(raw)
        held = [(_kind(one.resource), one.resource) for one in bundle.entry if bytes(one.resource)]
    except (msgspec.DecodeError, NotAnswerError):
        raise NotAnswerError("must be a Bundle whose entries hold resources") from None
    resources = tuple(one for kind, one in held if kind != "OperationOutcome")
    next_page = next((one.url for one in bundle.link if one.relation == "next" and one.url), None)
    fewer = first and next_page is None and (bundle.total or 0) > len(resources)
    lost = any(kind == "OperationOutcome" and _is_error(one) for kind, one in held)
    return Answer(resources, next_page, whole=not fewer and not lost)


def _is_error(raw: msgspec.Raw) -> bool:
    """Whether an outcome beside the results tells more than a warning; one that cannot be read does."""
    try:
        return any(one.severity in ("error", "fatal") for one in _OUTCOME.decode(raw).issue)
    except msgspec.DecodeError:
        return True
