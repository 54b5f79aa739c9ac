"""What the page answers: the clock, what to do now, and why. All of it is the assessment's, in its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from backstay.case import read_case
from backstay.plan import as_document, assess
from backstay.present import names, plan, urgency
from backstay.present.book.links import linked
from backstay.present.clock import bar
from backstay.present.knows import Assessment
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import status_mark, status_word
from backstay.present.reasons import Reason, reason, sides
from backstay.present.remarks import remarks
from backstay.web.emergency.answers import document
from backstay.web.records.knowledge import knowledge

WIDE, NARROW = 416, 286  # of the clock, each drawn at its own size
# What the knowledge says not to wait for; each is shown where it holds for this person.
NOT_WAITED_FOR = (
    "dexamethasone-does-not-hold-up-imaging",
    "biopsy-does-not-hold-up-an-emergency",
    "pain-is-assessed-and-treated-promptly",
    "geriatric-assessment-does-not-hold-up-an-emergency",
    "emergency-radiation-does-not-wait-for-tissue",
    "a-threatened-cord-does-not-wait-for-a-hold",
)


class Told(NamedTuple):
    """A sentence with its sources."""

    text: str
    source: SafeString


class Step(NamedTuple):
    """One step of the plan as the page shows it."""

    step: plan.Step
    reasons: list[Told]
    harms: list[Told]


def assessment_of(facts: Mapping[str, str], now: datetime) -> Assessment:
    """The assessment of these facts, kept nowhere: not even for a moment, as those of cases are."""
    case = read_case(msgspec.json.encode(document(facts, now)), knowledge().facts)
    told = as_document(assess(case, knowledge(), what_if=False))
    return linked(told, knowledge(), reverse("library:index"))


def answer(shown: Assessment) -> dict[str, Any]:
    """The context of the answer."""
    found = urgency.clock(shown, knowledge())
    given = plan.steps(shown, knowledge())
    now, later = _split(shown, given)
    return {
        "level": found.level,
        "title": _title(found),
        "course": urgency.course(found),
        "left": urgency.remaining(found),
        "doubt": urgency.doubt(found),
        "why": [_told(shown, one) for one in found.reasons],
        "figures": _figures(found),
        "notices": [one.text for one in remarks(shown)],
        "now": now,
        "later": later,
        "not_waited_for": _not_waited_for(shown),
        "as_of": datetime.fromisoformat(str(shown["as_of"])),
    }


def _title(found: urgency.Clock) -> str:
    return "Emergency. Call now." if found.level == "emergency" else urgency.title(found)


def _figures(found: urgency.Clock) -> list[tuple[str, SafeString]]:
    drawn = [("wide-only", bar(found, width=WIDE)), ("narrow-only", bar(found, width=NARROW))]
    return [(cls, _safe(figure)) for cls, figure in drawn if figure is not None]


def _split(shown: Assessment, given: list[plan.Step]) -> tuple[list[Step], list[plan.Step]]:
    """Steps that have an hour, with their reasons, and what comes after them."""
    options = {(one["id"], one.get("lesion")): one for one in shown["options"]}
    hours = {
        (one["id"], one.get("lesion")): one.get("within_hours")
        for one in (shown.get("plan") or {}).get("steps") or []
    }
    now, later = [], []
    for one in given:
        place = one.id, one.lesion
        if hours.get(place) is None:
            later.append(one)
            continue
        found = sides(options[place])
        reasons = [_told(shown, each) for each in found.pro]
        now.append(Step(one, reasons, [_told(shown, each) for each in (*found.con, *found.harms)]))
    return now, later


def _not_waited_for(shown: Assessment) -> list[Told]:
    held: dict[str, Reason] = {}
    for option in shown["options"]:
        for one in option.get("statements") or []:
            said = reason(one)
            if one["rule"] in NOT_WAITED_FOR and said.truth == "true":
                held[one["rule"]] = said
    return [_told(shown, held[name]) for name in NOT_WAITED_FOR if name in held]


def _told(shown: Assessment, one: Reason) -> Told:
    return Told(one.text, _source(shown, one))


def _source(shown: Assessment, one: Reason) -> SafeString:
    """Sources as links into the library, with what was read of them as mark and word."""
    places = shown["book"]["sources"]
    links = [
        el("a", names.source(knowledge(), name), href=places.get(name)) for name in one.sources
    ]
    first = el("span", status_mark(one.status), links[:1], cls="held")
    rest = [[", ", link] for link in links[1:]]
    rule = [" ", el("a", "the rule", href=one.link, cls="no-print")] if one.link else None
    local = f" {one.local}" if one.local else None
    return _safe(
        join(el("span", first, rest, " ", status_word(one.status), rule, local, cls="src"))
    )


def _safe(markup: Markup) -> SafeString:
    """Markup is escaped where it is made."""
    return mark_safe(str(markup))  # noqa: S308
