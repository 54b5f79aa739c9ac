"""Computed values and other scores; the prognostic ones apart, with what they must be read with."""

from __future__ import annotations

from itertools import groupby

from backstay.present import measures
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Markup, el, join
from backstay.present.measures import Measure
from backstay.present.page.parts import cited, section
from backstay.present.person import patient
from backstay.present.values import describe
from backstay.present.words import heading, say, sentence


def computed_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    found = measures.computed(assessment, knowledge)
    if not found:
        return None
    items = [el("div", el("dt", label), el("dd", value)) for label, value in found]
    return section("computed", heading("computed"), el("dl", items, cls="pairs"))


def score_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """Other scores; the prognostic ones apart, under the words that no rule reads them."""
    plain = measures.measures(assessment, knowledge, prognostic=False)
    outlook = measures.measures(assessment, knowledge, prognostic=True)
    first = section("scores", heading("scores"), _table("scores", plain)) if plain else None
    if not outlook:
        return join(first)
    warning = el("p", " ".join(_warning(assessment, knowledge)))
    told = section("prognostic", heading("prognostic"), warning, _table("prognostic", outlook))
    return join(first, told)


def _warning(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    wanted = patient(assessment).get("wants_prognosis")
    told = [say("no_rule_reads")]
    if wanted is not True:
        told.append(say("not_for_patient", wanted=describe(knowledge, "wants_prognosis", wanted)))
    return told


def _table(name: str, found: list[Measure]) -> Markup:
    """A row for each score; a complete one is followed by what it must be read with."""
    heads = [say("score"), say("result"), say("band"), say("missing_head"), say("made_for")]
    top = el("tr", [el("th", head, scope="col") for head in heads])
    rows = [_rows(list(same), len(heads)) for _, same in groupby(found, key=lambda one: one.id)]
    caption = el("caption", heading(name), cls="vh")
    return el("table", caption, el("thead", top), el("tbody", rows), cls="t scores cards")


def _rows(same: list[Measure], width: int) -> Markup:
    """One score, at each of its lesions, and the limits of what is complete."""
    first = same[0]
    source = cited(first.links, first.status, most=1) if first.links else None
    doubt = el("div", say("perhaps"), cls="dim") if first.applies is None else None
    row = el(
        "tr",
        el("th", first.name, " ", source, scope="row"),
        el("td", [_result(one) for one in same], doubt),
        el("td", [el("div", one.band or say("no_band")) for one in same]),
        el("td", [el("div", _count(one)) for one in same]),
        el("td", first.population or say("not_known")),
    )
    return join(row, next((_limits(one, width) for one in same if one.complete), None))


def _result(one: Measure) -> Markup:
    at = f"{one.lesion}: " if one.lesion else None
    return el("div", at, el("b", one.points, cls=None if one.complete else "open"))


def _count(one: Measure) -> str:
    count = len(one.missing)
    if not count:
        return say("none")
    return say("one_item") if count == 1 else say("items", count=count)


def _limits(one: Measure, width: int) -> Markup:
    """The outcome that was published, the limits, and what was read."""
    told = " ".join(sentence(text) for text in (one.outcome, *one.pitfalls, one.partial) if text)
    cell = el("td", told, " ", cited(one.links, one.status), colspan=width)
    return el("tr", cell, cls="limits")
