"""A local protocol: differences only, each with an owner, a reason and a date; the checks of loading still hold."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import msgspec

from backstay.case.text import BadText, read_yaml
from backstay.knowledge.collect import Raw, entries_of, twice
from backstay.knowledge.data import KnowledgeError


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    id: str
    owner: str
    reason: str
    on: str  # the day it was decided
    set: dict[str, Any] = {}


class Overlay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site does differently, and who answers for it."""

    overlay: str
    owner: str
    reason: str
    on: str
    settings: dict[str, str] = {}
    replace: tuple[Change, ...] = ()
    remove: tuple[Change, ...] = ()
    add: dict[str, list[dict[str, Any]]] = {}


def read_overlay(text: str) -> Overlay:
    """Read an overlay's YAML text.

    Raises KnowledgeError.
    """
    try:
        tree = read_yaml(text)
        overlay = msgspec.convert(tree.value, Overlay, strict=False)
    except BadText as error:
        raise KnowledgeError([f"overlay:{error.line or 1}: {error.problem}"]) from None
    except msgspec.ValidationError as error:
        raise KnowledgeError([f"overlay: {error}"]) from None
    days = [overlay.on, *(change.on for change in (*overlay.replace, *overlay.remove))]
    problems = [f"overlay: on: {day} is not a day; 2026-11-23" for day in days if not _is_day(day)]
    signed: list[Overlay | Change] = [overlay, *overlay.replace, *overlay.remove]
    for one in signed:
        said = {"owner": one.owner, "reason": one.reason}
        problems += [f"overlay: {key} is empty" for key, text in said.items() if not text.strip()]
    if problems:
        raise KnowledgeError(problems)
    return overlay


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def apply(overlay: Overlay, raws: list[Raw]) -> tuple[list[Raw], dict[str, str]]:
    """The entries with the overlay's differences, and a mark for each entry that it touched.

    Raises KnowledgeError when it names an entry that does not exist.
    """
    by_id = {(raw.kind, raw.id): raw for raw in raws}
    problems: list[str] = []
    marks: dict[str, str] = {}
    for name, value in overlay.settings.items():
        _set(
            by_id,
            Change("settings", name, overlay.owner, overlay.reason, overlay.on, {"default": value}),
            problems,
        )
        marks[name] = (
            f"{value}, by overlay {overlay.overlay} ({overlay.owner}, {overlay.on}: {overlay.reason})"
        )
    for change in (*overlay.replace, *overlay.remove):
        if change.kind == "properties":
            problems.append(
                f"overlay: {change.id} must hold under every protocol; it cannot be changed"
            )
    for change in overlay.replace:
        _set(by_id, change, problems)
        marks[change.id] = (
            f"changed by overlay {overlay.overlay} ({change.owner}, {change.on}: {change.reason})"
        )
    for change in overlay.remove:
        if by_id.pop((change.kind, change.id), None) is None:
            problems.append(f"overlay: there is no {change.kind} entry {change.id} to remove")
        marks[change.id] = (
            f"removed by overlay {overlay.overlay} ({change.owner}, {change.on}: {change.reason})"
        )
    added = _added(overlay, by_id, problems, marks)
    problems += twice(added)
    if problems:
        raise KnowledgeError(problems)
    return [*by_id.values(), *added], marks


def _set(by_id: dict[tuple[str, str], Raw], change: Change, problems: list[str]) -> None:
    raw = by_id.get((change.kind, change.id))
    if raw is None:
        problems.append(f"overlay: there is no {change.kind} entry {change.id}")
        return
    if change.set.get("id", change.id) != change.id:
        problems.append(f"overlay: {change.id} keeps its id; add a new entry under the other")
    value = {**deepcopy(raw.value), **change.set}
    by_id[change.kind, change.id] = Raw(
        raw.kind, raw.id, value, raw.file, raw.line, raw.lines, raw.path
    )


def _added(
    overlay: Overlay,
    by_id: dict[tuple[str, str], Raw],
    problems: list[str],
    marks: dict[str, str],
) -> list[Raw]:
    from backstay.case.text import Lines, Tree

    added, bad = entries_of("overlay", Tree(overlay.add, Lines()))
    problems += bad
    for raw in added:
        if (raw.kind, raw.id) in by_id:
            problems.append(f"overlay: {raw.kind} {raw.id} exists; change it with replace")
        marks[raw.id] = (
            f"added by overlay {overlay.overlay} ({overlay.owner}, {overlay.on}: {overlay.reason})"
        )
    return added
