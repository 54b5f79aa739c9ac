"""Resources, and the few searches that prefetch templates use."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Resource = dict[str, Any]
DATES = ("effectiveDateTime", "performedDateTime", "recordedDate", "authoredOn", "authored")


class NotFoundError(LookupError):
    """There is no such resource."""


def find(resources: list[Resource], query: str, base: str, most: int) -> Resource:
    """A read (`Patient/p1`) or one page of a search (`Condition?patient=p1`). Raises NotFoundError."""
    parts = urlsplit(query)
    kind, _, name = parts.path.partition("/")
    of_kind = [one for one in resources if one["resourceType"] == kind]
    if name:
        for one in of_kind:
            if one["id"] == name:
                return one
        raise NotFoundError
    asked = dict(parse_qsl(parts.query))
    found = [one for one in of_kind if all(_fits(one, *pair) for pair in asked.items())]
    if asked.get("_sort", "").startswith("-"):
        found.sort(key=_date, reverse=True)
    return _page(found, kind, asked, base, most)


def _page(
    found: list[Resource], kind: str, asked: dict[str, str], base: str, most: int
) -> Resource:
    size, start = min(int(asked.get("_count", most)), most), int(asked.get("_offset", 0))
    entries = [
        {"fullUrl": f"{base}/{kind}/{one['id']}", "resource": one, "search": {"mode": "match"}}
        for one in found[start : start + size]
    ]
    bundle: Resource = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
    if start + size < len(found):
        following = urlencode({**asked, "_offset": start + size})
        bundle["link"] = [{"relation": "next", "url": f"{base}/{kind}?{following}"}]
    return {**bundle, "entry": entries} if entries else bundle


def _fits(one: Resource, name: str, value: str) -> bool:
    if name == "patient":
        about = one.get("subject") or one.get("patient") or {}
        return str(about.get("reference", "")).endswith(f"Patient/{value}")
    if name == "status":
        return bool(one.get("status") == value)
    if name in ("code", "category"):
        concepts = one.get(name) or []
        listed = concepts if isinstance(concepts, list) else [concepts]
        codings = [coding for concept in listed for coding in concept.get("coding", [])]
        return any(value in (c.get("code"), f"{c.get('system')}|{c.get('code')}") for c in codings)
    return name.startswith("_")


def _date(one: Resource) -> str:
    return next((str(one[name]) for name in DATES if name in one), "")
