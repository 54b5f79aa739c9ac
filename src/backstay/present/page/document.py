"""The whole page: the decision first, clock at its head, then every option with its reasons and sources."""

from __future__ import annotations

from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import lesions
from backstay.present.marks import sprite
from backstay.present.markup import Markup, el, join
from backstay.present.medicines import listed_at_all
from backstay.present.page.brief import brief_part
from backstay.present.page.differ import differ_part
from backstay.present.page.full import full_part
from backstay.present.page.head import board_part, head, old_part, title
from backstay.present.page.lesions import lesion_part
from backstay.present.page.medicines import all_medicine_part, medicine_part
from backstay.present.page.open import (
    all_changes_part,
    all_missing_part,
    change_part,
    missing_part,
)
from backstay.present.page.parts import status_mark
from backstay.present.page.plan import beside_part, plan_part, team_line
from backstay.present.page.radiation import dose_sheet_part
from backstay.present.page.record import unread_part
from backstay.present.page.scores import computed_part, score_part
from backstay.present.page.sources import source_part
from backstay.present.page.style import policy, style
from backstay.present.reasons import READ
from backstay.present.values import clean
from backstay.present.words import capital, heading, say, word


def html(assessment: Assessment, knowledge: Knowledge) -> str:
    """The plan as one HTML document that needs nothing else."""
    css = style(title(assessment))
    page = el("html", _head(assessment, css), el("body", *_body(assessment, knowledge)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _head(assessment: Assessment, css: str) -> Markup:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(css)),
        el("title", f"{heading('report')}, {title(assessment)}"),
        # The style sheet is our own text, and what varies in it is escaped for CSS.
        Markup(f"<style>{css}</style>"),
    )


def _body(assessment: Assessment, knowledge: Knowledge) -> list[Markup | None]:
    return [
        sprite(),
        el("a", say("skip"), cls="skip", href="#main"),
        el("main", *_parts(assessment, knowledge), _foot(assessment), id="main", cls="sheet"),
    ]


def _parts(assessment: Assessment, knowledge: Knowledge) -> list[Markup | None]:
    """The decision, which fits on two pages of paper, then everything that it rests on."""
    return [*_decision(assessment, knowledge), _details(assessment, knowledge)]


def _decision(assessment: Assessment, knowledge: Knowledge) -> list[Markup | None]:
    spine = lesion_part(assessment, knowledge)
    plan = join(plan_part(assessment, knowledge), beside_part(assessment, knowledge))
    # Without a lesion the plan stands beside the spine, so that no room is left empty.
    beside, below = (None, plan) if lesions(assessment) else (plan, None)
    # What is taken has a place of its own beside the plan; first doses alone find room at the end.
    drugs, taken = medicine_part(assessment, knowledge), listed_at_all(assessment)
    return [
        head(assessment, knowledge),
        el("div", spine, brief_part(assessment, knowledge), beside, cls="lesions"),
        below,
        drugs if taken else None,
        el(
            "div",
            el("div", missing_part(assessment, knowledge)),
            el("div", change_part(assessment, knowledge)),
            el("div", differ_part(assessment, knowledge), None if taken else drugs),
            cls="thirds",
        ),
    ]


def _details(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """All options and reasons, computed values, scores and sources."""
    columns = join(
        board_part(assessment, knowledge),
        old_part(assessment),
        full_part(assessment, knowledge),
        all_medicine_part(assessment, knowledge),
        dose_sheet_part(assessment, knowledge),
        all_missing_part(assessment, knowledge),
        all_changes_part(assessment, knowledge),
        computed_part(assessment, knowledge),
    )
    title = el("h2", heading("details"), id="details", cls="part")
    return el(
        "div",
        title,
        _legend(),
        team_line(assessment, "print-only"),
        el("div", columns, cls="flow"),
        unread_part(assessment),
        score_part(assessment, knowledge),
        source_part(assessment, knowledge),
        cls="details",
    )


def _legend() -> Markup:
    """What the marks say. Paper leaves out the words behind the marks, and what holds for most."""
    marks = [join(status_mark(name), " ", capital(word("status", name)), ". ") for name in READ[:2]]
    last = join(status_mark(READ[2]), " ", say("details_legend"))
    paper = el("span", " ", say("robust_legend"), cls="print-only")
    return el("p", say("details_lead"), " ", marks, last, paper, cls="xs dim")


def _foot(assessment: Assessment) -> Markup:
    known = assessment.get("knowledge") or {}
    edition = say("edition", edition=clean(str(known.get("edition") or say("not_known"))))
    print_ = say(
        "fingerprint", fingerprint=clean(str(known.get("fingerprint") or say("not_known")))
    )
    at = (assessment.get("book") or {}).get("at")
    book = el("a", say("the_library"), href=at, cls="no-print") if at else None
    lines = [el("b", say("supports")), edition, el("span", print_, cls="code"), say("replay_hint")]
    shown = [[el("span", line), " "] for line in lines]
    return el("footer", shown, book, cls="foot")
