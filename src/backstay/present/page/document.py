"""The whole page: the clock first, then lesions, options, plan, questions and sources."""

from __future__ import annotations

from backstay.present.knows import Assessment, Knowledge
from backstay.present.marks import sprite
from backstay.present.markup import Markup, el, join
from backstay.present.page.evidence import computed_part, differ_part, score_part, source_part
from backstay.present.page.head import head, title
from backstay.present.page.lesions import lesion_part
from backstay.present.page.options import option_part
from backstay.present.page.plan import change_part, missing_part, plan_part
from backstay.present.page.style import policy, style
from backstay.present.values import clean
from backstay.present.words import heading, say


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
    left = join(missing_part(assessment, knowledge), computed_part(assessment, knowledge))
    right = join(change_part(assessment, knowledge), differ_part(assessment, knowledge))
    return [
        head(assessment, knowledge),
        lesion_part(assessment, knowledge),
        option_part(assessment, knowledge),
        plan_part(assessment, knowledge),
        el("div", el("div", left), el("div", right), cls="halves clear"),
        score_part(assessment, knowledge),
        source_part(assessment, knowledge),
    ]


def _foot(assessment: Assessment) -> Markup:
    known = assessment.get("knowledge") or {}
    edition = say("edition", edition=clean(str(known.get("edition") or say("not_known"))))
    print_ = say(
        "fingerprint", fingerprint=clean(str(known.get("fingerprint") or say("not_known")))
    )
    lines = [el("b", say("supports")), edition, el("span", print_, cls="code"), say("replay_hint")]
    return el("footer", [[el("span", line), " "] for line in lines], cls="foot")
