"""Every number opens: why an option stands where it stands, how a score or a value came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from backstay.plan.assess import prepared
from backstay.plan.values import plain
from backstay.present import explained, names, plan, reasons
from backstay.present.measures import measure
from backstay.present.strip import strip
from backstay.present.values import describe
from backstay.present.words import capital
from backstay.reason import evaluate
from backstay.web.cases.opened import Opened, level, page
from backstay.web.records.case import current_facts, level_named, read
from backstay.web.records.knowledge import knowledge
from backstay.web.records.models import Fact


@login_required
def option(request: HttpRequest, key: UUID, option: str) -> HttpResponse:
    """Why one option stands where it stands: each statement with its values, gaps and sources.

    What would change it takes as long as all the rest, so it comes after the page, or with it where asked for.
    """
    part = bool(request.htmx)  # type: ignore[attr-defined]
    whole = part or "changes" in request.GET

    def made(found: Opened) -> dict[str, Any]:
        one = explained.option_of(found.shown, option, level(request))
        if one is None:
            raise Http404
        known = knowledge()
        changes = {"asked": whole, "changes": explained.would_change(one, known)}
        if part:
            return changes
        told = explained.statements(one, known)
        return {
            **changes,
            "option": one,
            "title": names.option(known, option, one.get("lesion")),
            "check": reasons.check(known, one),
            "otherwise": reasons.otherwise(one),
            "last": reasons.last_line(known, one, counted=True),
            "owner": names.role(one.get("owner")),
            "holds": told["true"],
            "unknown": told["unknown"],
            "not_so": told["false"],
            "lesion": one.get("lesion") or "",
        }

    template = "_would_change.html" if part else "why_option.html"
    return page(request, key, template, made, what_if=whole)


@login_required
def score(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """How a score came about: its items with their points, what is missing, its bands, whom it is for."""

    def made(found: Opened) -> dict[str, Any]:
        same = [one for one in found.shown["scores"] if one["id"] == name]
        one = explained.at_lesion(same, level(request))
        entry = knowledge().scores.get(name)
        if one is None or entry is None:
            raise Http404
        return {
            "told": measure(knowledge(), one),
            "score": one,
            "entry": entry,
            "items": explained.items(one, knowledge()),
            "bands": explained.bands(one, entry),
            "strip": strip(one, entry, str(one["lesion"])) if name == "sins" else None,
            "sources": explained.sources(entry.evidence, knowledge()),
            "lesion": one.get("lesion") or "",
        }

    return page(request, key, "why_score.html", made)


@login_required
def value(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Where a value comes from: a fact with who gave it and when, or a definition with what it reads."""
    known = knowledge()
    if known.facts.find(name) is None and name not in known.definitions:
        raise Http404

    def made(found: Opened) -> dict[str, Any]:
        values = _environment(found.document, level(request))
        seen = {_path(fact): fact for fact in current_facts(found.episode)}
        shown = values.get(name)
        about = {
            "name": name,
            "title": capital(names.fact(known, name)),
            "value": describe(known, name, _plain(name, shown)),
            "known": shown is not None,
            "lesion": level(request),
        }
        return {
            **about,
            **_of_definition(name, values, seen, level(request)),
            **_of_fact(name, seen, level(request)),
        }

    return page(request, key, "why_value.html", made)


@login_required
def plan_in_time(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every step with when, who does it, what comes before it and what has to be chosen; and the team."""

    def made(found: Opened) -> dict[str, Any]:
        steps = plan.steps(found.shown, knowledge())
        return {
            "times": plan.by_time(steps),
            "choices": [one for one in steps if one.choice],
            "team": plan.team(found.shown),
            "here": "plan",
        }

    return page(request, key, "plan.html", made)


def _environment(document: dict[str, Any], lesion: str) -> Mapping[str, Any]:
    """The value of every name, of the person or at a lesion, as the rules read them."""
    program, _ = prepared(knowledge())
    found = evaluate(program, read(document))
    here = next((one for one in found.lesions if one["@lesion"] == lesion), None)
    if lesion and here is None:
        raise Http404
    return {**found.patient, **(here or {})}


def _plain(name: str, value: Any) -> Any:
    entry = knowledge().definitions.get(name)
    return plain(value, entry.decimals) if entry else plain(value)


def _of_definition(
    name: str, values: Mapping[str, Any], seen: dict[str, Fact], lesion: str
) -> dict[str, Any]:
    known = knowledge()
    entry = known.definitions.get(name)
    if entry is None:
        return {}
    reads = explained.reads(entry, known)
    inputs = explained.traced(reads, lambda one: _plain(one, values.get(one)), known)
    return {
        "entry": entry,
        "formulas": explained.formulas(entry, known),
        "inputs": [(one, _seen(seen, one.name, lesion)) for one in inputs],
        "sources": explained.sources(entry.evidence, known),
        "status": entry.checked.status if entry.checked else "",
        "read": entry.checked.read if entry.checked else "",
    }


def _of_fact(name: str, seen: dict[str, Fact], lesion: str) -> dict[str, Any]:
    fact = knowledge().facts.find(name)
    if fact is None:
        return {}
    return {"fact": fact, "seen": _seen(seen, name, lesion)}


def _seen(seen: dict[str, Fact], name: str, lesion: str) -> Fact | None:
    """Who gave a fact and when; a fact of the person also where a lesion is chosen."""
    return seen.get(f"{lesion}.{name}") or seen.get(name)


def _path(fact: Fact) -> str:
    return fact.name if fact.lesion is None else f"{level_named(fact.lesion)}.{fact.name}"
