"""Whether a resource keeps what the mCODE profiles that it names ask for: presence, patterns, types and codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from profile_table import TABLE, VALUE_SETS

MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/"
PROFILES: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
CODES: dict[str, Any] = json.loads(VALUE_SETS.read_text(encoding="utf-8"))
Part = Any


def problems(resource: dict[str, Any]) -> list[str]:
    """Every way in which a resource, or one in the bundle that it is, breaks a profile that it names."""
    entries = [one.get("resource", {}) for one in resource.get("entry", ())]
    inside = [problem for one in entries for problem in problems(one)]
    return [*_own(resource), *inside]


def _own(resource: dict[str, Any]) -> Iterator[str]:
    name = f"{resource.get('resourceType')}/{resource.get('id')}"
    for url in resource.get("meta", {}).get("profile", ()):
        profile = PROFILES.get(url.partition("|")[0])
        if profile is None:
            if url.startswith(MCODE):
                yield f"{name}: the profile {url} is not in the table"
            continue
        if resource.get("resourceType") != profile["type"]:
            yield f"{name}: {url} is a profile of {profile['type']}"
        for rule in profile["rules"]:
            for problem in _broken(rule, resource):
                yield f"{name}: {rule['path']} {problem} ({url.removeprefix(MCODE)})"


def _broken(rule: dict[str, Any], resource: dict[str, Any]) -> Iterator[str]:
    *path, last = rule["path"].split(".")
    where = rule.get("where", {"at": None, "is": {}})
    holders = [resource]
    for depth, name in enumerate(path, 1):
        holders = [child for one in holders for child in _children(one, name)]
        if ".".join(path[:depth]) == where["at"]:
            holders = [one for one in holders if _holds(one, where["is"])]
    for holder in holders:
        found = _children(holder, last)
        if rule["path"] == where["at"]:
            found = [one for one in found if _holds(one, where["is"])]
        yield from _judged(rule, holder, found, last)


def _judged(rule: dict[str, Any], holder: Part, found: list[Part], last: str) -> Iterator[str]:
    if len(found) < rule.get("min", 0):
        yield "is missing"
    if len(found) > rule.get("max", len(found)):
        yield "stands too often"
    if "pattern" in rule and not all(_holds(one, rule["pattern"]) for one in found):
        yield f"is not {json.dumps(rule['pattern'])}"
    if "types" in rule:
        start = last.removesuffix("[x]")
        allowed = {start + one[0].upper() + one[1:] for one in rule["types"]}
        yield from (f"has the type {name}" for name in _names(holder, last) if name not in allowed)
    if "codes" in rule and not all(_coded(one, CODES[rule["codes"]]) for one in found):
        yield f"has no code of {rule['codes']}"


def _children(part: Part, name: str) -> list[Part]:
    found = [part[one] for one in _names(part, name)]
    return [child for one in found for child in (one if isinstance(one, list) else [one])]


def _names(part: Part, name: str) -> list[str]:
    """The keys of an element; of `value[x]` whatever type it has."""
    if not isinstance(part, dict):
        return []
    if not name.endswith("[x]"):
        return [name] if name in part else []
    start = name.removesuffix("[x]")
    return [
        one for one in part if one.startswith(start) and one[len(start) : len(start) + 1].isupper()
    ]


def _holds(part: Part, pattern: Part) -> bool:
    """Whether a part holds all of a pattern; of a list each must be met by one."""
    if isinstance(pattern, dict):
        return isinstance(part, dict) and all(
            name in part and _holds(part[name], one) for name, one in pattern.items()
        )
    if isinstance(pattern, list):
        return isinstance(part, list) and all(
            any(_holds(each, one) for each in part) for one in pattern
        )
    return bool(part == pattern)


def _coded(part: Part, codes: dict[str, Any]) -> bool:
    if isinstance(part, str):
        return part in codes["codes"]
    return any(
        one.get("system") == codes["system"] and one.get("code") in codes["codes"]
        for one in part.get("coding", ())
    )
