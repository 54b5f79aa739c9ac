"""Pages that a part of the case screen opens: all that is missing, all differences, doses, medicines."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from backstay.knowledge import Knowledge
from backstay.present import gaps
from backstay.present.knows import Assessment
from backstay.present.markup import Markup
from backstay.present.page.differ import differ_part
from backstay.present.page.medicines import all_medicine_part
from backstay.present.page.parts import anchor
from backstay.present.page.radiation import dose_sheet_part
from backstay.web.cases.opened import Opened, page
from backstay.web.cases.rail import open_scores, path_of
from backstay.web.records.knowledge import knowledge

BELOW = re.compile(r'href="#(source-[a-z0-9-]+)"')
Part = Callable[[Assessment, Knowledge], Markup | None]


@login_required
def missing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every open question and what it could change, and what nobody needs to wait for."""
    return page(
        request,
        key,
        "missing.html",
        lambda found: {
            "found": (held := gaps.gaps(found.shown, knowledge())),
            "asked": [(one, path_of(one, knowledge())) for one in held.matter],
            "scores": open_scores(found.shown, knowledge()),
        },
    )


@login_required
def differ(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where sources differ, all of it."""
    return _part(request, key, "Where sources differ", differ_part)


@login_required
def dose(request: HttpRequest, key: UUID) -> HttpResponse:
    """What cord and sac had, every limit, and what may still be given."""
    return _part(request, key, "Cord dose", dose_sheet_part)


@login_required
def medicines(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every medicine as it was read, what does not go together, what organs mean for it."""
    return _part(request, key, "Medicines", all_medicine_part)


def _part(request: HttpRequest, key: UUID, title: str, part: Part) -> HttpResponse:
    """A part of the printed plan as a page; its sources stand in the library."""

    def made(found: Opened) -> dict[str, Any]:
        told = part(found.shown, knowledge())
        return {"title": title, "part": led(told, found.shown) if told else None}

    return page(request, key, "part.html", made)


def led(part: Markup, shown: Assessment) -> Markup:
    """The part with its links to sources leading into the library, not to the end of a printed page."""
    where = {anchor(name): link for name, link in shown["book"]["sources"].items()}
    return Markup(BELOW.sub(lambda link: f'href="{escape(where.get(link[1], ""))}"', part))
