"""Scores alone as text: the total or the interval, each item, what is missing, and what it may be read for."""

from __future__ import annotations

import textwrap
from typing import Any

from backstay.knowledge import Knowledge
from backstay.present import scored

WIDTH = 80


def scores_text(found: list[dict[str, Any]], knowledge: Knowledge) -> str:
    """Each score of an assessment with its items, band, population and pitfalls."""
    return "\n".join(_score(one, knowledge) for one in found)


def _score(one: dict[str, Any], knowledge: Knowledge) -> str:
    where = f" at {one['lesion']}" if one["lesion"] else ""
    lines = [f"{one['title']}{where}: {_total(one)}"]
    band = scored.band(knowledge, one)
    lines += [f"  {band}"] if band and one["applies"] is not False else []
    for line in scored.items(knowledge, one):
        lines.append(f"    {line.label:<44} {line.finding:<22} {line.points}")
    lines += [f"  missing: {', '.join(scored.missing(knowledge, one))}"] if one["missing"] else []
    lines += _said("outcome", one["outcome"]) + _said("population", one["population"])
    lines += _said("partial", one["partial"])
    for pitfall in one["pitfalls"]:
        lines += _said("note", pitfall)
    sources = ", ".join(knowledge.evidence[name].short for name in one["evidence"])
    return "\n".join([*lines, *_said("sources", f"{sources} ({one['checked']})")]) + "\n"


def _total(one: dict[str, Any]) -> str:
    if one["applies"] is False:
        return "does not apply to this person"
    if isinstance(one["total"], str):
        return f"grade {one['total']}"
    return scored.result(one)


def _said(key: str, text: str | None) -> list[str]:
    if not text:
        return []
    return textwrap.wrap(f"{key}: {text}", WIDTH, initial_indent="  ", subsequent_indent="    ")
