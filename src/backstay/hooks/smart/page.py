"""The page that a launch opens: the assessment of the patient, whose it is, and what of the record was not read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backstay.exchange import Unread
from backstay.exchange.smart.refused import Refused
from backstay.exchange.smart.whom import whom
from backstay.hooks.asked import case_of
from backstay.hooks.asked.call import Call
from backstay.knowledge import Knowledge
from backstay.plan import as_document, assess
from backstay.present import html
from backstay.present.markup import Markup, el
from backstay.present.page.style import policy, style

_TITLE = "Backstay could not open this page"
_LOST = "what could not be had from the record"


def page(call: Call, knowledge: Knowledge, now: datetime, banner: bool) -> str:
    """The whole page. Raises Refused for data of another person, or when there is no patient."""
    case, unread = case_of(call, knowledge, now)
    document = as_document(assess(case, knowledge))
    name, born = whom(call.resources)
    told = [*(Unread(_LOST, doubt) for doubt in call.doubts), *unread]
    record = {
        "name": name,
        "born": born,
        "banner": banner,
        "unread": [one._asdict() for one in told],
    }
    return html({**document, "record": record}, knowledge)


def refusal(refused: Refused) -> str:
    """A page that says why there is none, in words that hold no patient data."""
    said: list[Any] = [el("li", problem) for problem in refused.problems]
    css = style(_TITLE)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(css)),
        el("title", _TITLE),
        Markup(f"<style>{css}</style>"),  # our own text
    )
    told = el("section", el("h1", _TITLE), el("ul", said, cls="list"), cls="notice notes")
    body = el("body", el("main", told, cls="sheet"))
    return f"<!DOCTYPE html>\n{Markup(el('html', head, body, lang='en'))}\n"
