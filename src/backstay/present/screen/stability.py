"""SINS of the chosen lesion, item by item, and what was seen in the canal."""

from __future__ import annotations

from backstay.present import names, scored
from backstay.present.knows import Knowledge
from backstay.present.lesions import Lesion
from backstay.present.markup import Markup, el
from backstay.present.noms import canal
from backstay.present.page.parts import Where, cited
from backstay.present.scored import Line
from backstay.present.strip import strip
from backstay.present.words import capital, heading, say


def stability_part(knowledge: Knowledge, lesion: Lesion, where: Where) -> Markup:
    """The result, its strip, the items, and the grade of compression."""
    return el(
        "section",
        _result(knowledge, lesion),
        strip_of(knowledge, lesion),
        _items(knowledge, lesion),
        el("p", el("b", capital(canal(knowledge, lesion))), cls="canal s"),
        _source(knowledge, lesion, where),
        cls="stability",
        aria_label=heading("sins"),
    )


def strip_of(knowledge: Knowledge, lesion: Lesion) -> Markup | None:
    """The strip of one lesion, where the knowledge has the score."""
    known = knowledge.scores.get("sins")
    return strip(lesion.sins, known, lesion.name) if known else None


def _result(knowledge: Knowledge, lesion: Lesion) -> Markup:
    """ "SINS at T8: 11 of 18", and the band."""
    told = scored.caption(knowledge, lesion.sins, lesion)
    opens = (lesion.sins or {}).get("opens")
    return el("h3", el("a", told, href=opens) if opens else told)


def _items(knowledge: Knowledge, lesion: Lesion) -> Markup | None:
    found = scored.items(knowledge, lesion.sins) if lesion.sins else []
    if not found:
        return None
    rows = [_row(one) for one in found]
    caption = el("caption", heading("sins"), cls="vh")
    top = el(
        "tr", [el("th", head, scope="col") for head in (say("item"), say("result"), say("points"))]
    )
    return el("table", caption, el("thead", top, cls="vh"), el("tbody", rows), cls="t t-tight sins")


def _row(one: Line) -> Markup:
    points = el("b", one.points, cls=None if one.known else "open")
    top = f"/{one.top}" if one.top else None
    return el(
        "tr",
        el("th", one.label, scope="row"),
        el("td", one.finding),
        el("td", points, top, cls="num"),
    )


def _source(knowledge: Knowledge, lesion: Lesion, where: Where) -> Markup | None:
    """Where the score stands in the book, and its own paper."""
    score = lesion.sins
    if score is None:
        return None
    known = knowledge.scores.get(str(score["id"]))
    link = el("a", known.title, href=score["link"]) if known and score.get("link") else None
    given = [(name, names.source(knowledge, name)) for name in score.get("evidence") or ()]
    status = str(score.get("checked") or "unverified")
    paper = cited(given, status, most=1, where=where) if given else None
    return el("p", link, " ", paper, cls="xs dim")
