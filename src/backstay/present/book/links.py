"""An assessment that says where in the book each of its rules, scores and sources stands."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from backstay.knowledge import Knowledge
from backstay.present.book.addresses import Key, addresses


def linked(document: dict[str, Any], knowledge: Knowledge, base: str) -> dict[str, Any]:
    """The assessment with `link` on what stands in the book at `base`; `book` tells where, and its sources."""
    found = _links(knowledge, base)
    told = dict(document)
    told["options"] = [_option(one, found) for one in document["options"]]
    told["scores"] = [_with(one, found, ("scores", one["id"])) for one in document["scores"]]
    urgency = document.get("urgency") or {}
    told["urgency"] = {
        **urgency,
        "because": [
            _with(one, found, ("clocks", one["rule"])) for one in urgency.get("because") or []
        ],
    }
    told["book"] = {
        "at": f"{_slashed(base)}index.html",
        "sources": {name: found["evidence", name] for name in knowledge.evidence},
    }
    return told


@lru_cache(maxsize=4)
def _links(knowledge: Knowledge, base: str) -> dict[Key, str]:
    """Where every entry stands; the same for every person, so it is worked out once."""
    return {key: f"{_slashed(base)}{address}" for key, address in addresses(knowledge).items()}


def _slashed(base: str) -> str:
    return base if base.endswith("/") else f"{base}/"


def _option(option: dict[str, Any], found: dict[Key, str]) -> dict[str, Any]:
    statements = [
        _with(one, found, ("statements", one["rule"])) for one in option.get("statements") or []
    ]
    return {**_with(option, found, ("interventions", option["id"])), "statements": statements}


def _with(one: dict[str, Any], found: dict[Key, str], key: Key) -> dict[str, Any]:
    return {**one, "link": found[key]} if key in found else one
