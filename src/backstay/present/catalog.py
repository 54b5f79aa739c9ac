"""Entries of the knowledge as text: a line each, or one whole with what it rests on."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import msgspec

from backstay.knowledge import Knowledge

WIDTH = 88
# What a one-line list shows of each kind, the first that an entry has.
SHOWN = ("title", "because", "label", "asks", "text", "short", "intervention")


def entry_lines(knowledge: Knowledge, kind: str) -> str:
    """The entries of one kind, a line each."""
    found = entries(knowledge, kind)
    return "".join(f"{name}  {_gist(entry)}\n" for name, entry in sorted(found.items()))


def entries(knowledge: Knowledge, kind: str) -> dict[str, Any]:
    """The entries of one kind by id; facts of both scopes together."""
    if kind == "facts":
        return {**knowledge.facts.patient, **knowledge.facts.lesion}
    found: dict[str, Any] = getattr(knowledge, kind)
    return found


def _gist(entry: Any) -> str:
    said = next((str(getattr(entry, key)) for key in SHOWN if getattr(entry, key, None)), "")
    return textwrap.shorten(said, WIDTH - len(entry.id), placeholder=" ...") if said else ""


def entry_text(knowledge: Knowledge, kind: str, name: str) -> str:
    """One entry whole: where it stands, what it says, its sources and what was read of them."""
    entry = entries(knowledge, kind)[name]
    lines = [
        f"{kind[:-1] if kind.endswith('s') else kind} {name}",
        f"  {knowledge.where[kind, name]}",
        "",
    ]
    for key, value in json.loads(msgspec.json.encode(entry)).items():
        if key != "id" and value not in (None, [], {}, "", False):
            lines += _field(key, value, 2)
    mark = knowledge.marks.get(name)
    lines += [f"  local: {mark}"] if mark else []
    lines += _sources(knowledge, getattr(entry, "evidence", ()))
    return "\n".join(lines) + "\n"


def _field(key: str, value: Any, indent: int) -> list[str]:
    """One key with its value; lists and maps below it."""
    space = " " * indent
    if isinstance(value, dict):
        rows = [
            line for name, part in value.items() for line in _field(str(name), part, indent + 2)
        ]
        return [f"{space}{key}:", *rows]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = []
        for part in value:
            kept = {name: said for name, said in part.items() if said not in (None, [], {}, "")}
            inner = [
                line for name, said in kept.items() for line in _field(str(name), said, indent + 4)
            ]
            rows += [f"{space}  - {inner[0].strip()}", *inner[1:]]
        return [f"{space}{key}:", *rows]
    said = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return textwrap.wrap(
        f"{key}: {said}", WIDTH, initial_indent=space, subsequent_indent=space + "    "
    )  # fmt: skip


def _sources(knowledge: Knowledge, evidence: Any) -> list[str]:
    if not evidence:
        return []
    lines = ["", "  Sources and what was read:"]
    for name in evidence:
        source = knowledge.evidence[name]
        said = f"{source.citation} ({source.status}; read: {source.read})"
        lines += textwrap.wrap(said, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    return lines


def coverage_text(register: dict[str, Any]) -> str:
    """The register of coverage: what is covered, what is not and why, and the next review."""
    lines: list[str] = []
    for part, heading in (("covered", "Covered"), ("not_covered", "Not covered")):
        lines += [heading, "-" * len(heading)]
        for entry in register.get(part) or []:
            lines += _area(entry)
        lines.append("")
    return "\n".join(lines)


def _area(entry: dict[str, Any]) -> list[str]:
    review = entry.get("review") or {}
    status = f" [{entry['status']}]" if entry.get("status") else ""
    lines = [f"{entry['area']}{status}"]
    lines += [f"  in {entry['where']}"] if entry.get("where") else []
    if entry.get("note"):
        lines += textwrap.wrap(entry["note"], WIDTH, initial_indent="  ", subsequent_indent="  ")
    if review:
        lines.append(f"  {review.get('state', '')}; next review {review.get('next', 'not set')}")
    return lines
