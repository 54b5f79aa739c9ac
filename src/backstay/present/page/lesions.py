"""The lesions: the spine, stability, and four questions about each."""

from __future__ import annotations

from backstay.present import scored
from backstay.present.knows import Assessment, Knowledge
from backstay.present.lesions import Lesion, lesions, spine_known
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.noms import noms_part
from backstay.present.page.parts import section, table
from backstay.present.spine.figure import spine
from backstay.present.strip import strip
from backstay.present.values import describe
from backstay.present.words import capital, heading, say, sentence

MOST_BESIDE, MOST_TABLES = 2, 3  # tables beside the spine, below it; more lesions share one table


def lesion_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    """The spine beside the questions; the tables of more than two lesions stand below."""
    found = lesions(assessment)
    figure = spine(found, _description(knowledge, found), known=spine_known(assessment))
    questions = noms_part(assessment, knowledge, found) if found else _no_lesion(assessment)
    stability = _stability(knowledge, found)
    beside = [stability] if len(found) > MOST_TABLES else [questions]
    below = [questions] if len(found) > MOST_TABLES else []
    if len(found) <= MOST_BESIDE:
        beside.append(stability)
    elif len(found) <= MOST_TABLES:
        below.append(stability)
    left = section("spine", heading("spine"), figure, cls="figure")
    return join(el("div", left, el("div", beside, cls="stack"), cls="split"), below)


def _no_lesion(assessment: Assessment) -> Markup:
    known = spine_known(assessment)
    return section("noms", heading("noms"), el("p", say("no_lesions" if known else "lesions_not_known")))


def _stability(knowledge: Knowledge, found: list[Lesion]) -> Markup | None:
    return _sins_table(knowledge, found) if len(found) > MOST_TABLES else _sins(knowledge, found)


def _sins(knowledge: Knowledge, found: list[Lesion]) -> Markup | None:
    if not found:
        return None
    return section("sins", heading("sins"), el("div", [_sins_one(knowledge, one) for one in found], cls="tables"))


def _sins_one(knowledge: Knowledge, lesion: Lesion) -> Markup:
    score = lesion.sins
    if score is None:
        return el("div", el("p", el("b", _sins_caption(knowledge, lesion))), strip(None, lesion.name))
    rows: list[list[Child]] = [
        [one.label, one.finding, el("span", one.points, cls="num" if one.known else "num open")]
        for one in scored.items(knowledge, score)
    ]
    heads = [say("item"), say("finding"), say("points")]
    caption = _sins_caption(knowledge, lesion)
    return el("div", table(heads, rows, caption=caption, cls="t sins", seen=True), strip(score, lesion.name))


def _sins_caption(knowledge: Knowledge, lesion: Lesion) -> str:
    if lesion.sins is None:
        return say("score_at", score="SINS", lesion=lesion.title, result=say("not_known"))
    return scored.caption(knowledge, lesion.sins, lesion)


def _sins_table(knowledge: Knowledge, found: list[Lesion]) -> Markup:
    """SINS of many lesions in one table: a row for each, its points item by item."""
    scored_items = [scored.items(knowledge, one.sins) if one.sins else [] for one in found]
    labels = [item.label for item in max(scored_items, key=len, default=[])]
    rows: list[list[Child]] = []
    for lesion, items in zip(found, scored_items, strict=True):
        cells: list[Child] = [item.points for item in items] or [say("not_known")] * len(labels)
        rows.append([lesion.title, *cells, el("b", scored.result(lesion.sins)), scored.band(knowledge, lesion.sins)])
    heads = [say("lesion"), *labels, say("total"), say("band")]
    title = heading("sins")
    return section("sins", title, table(heads, rows, caption=title, cls="t narrow"))


def _description(knowledge: Knowledge, found: list[Lesion]) -> str:
    """The figure in words, for those who cannot see it."""
    return " ".join(_told(knowledge, one) for one in found) or say("lesions_not_known")


def _told(knowledge: Knowledge, lesion: Lesion) -> str:
    facts = lesion.facts
    parts = [say("bone_is", bone=describe(knowledge, "bone", facts.get("bone")))]
    parts.append(say("sins", result=scored.result(lesion.sins)))
    if lesion.sins is not None:
        parts += [gap for gap in [scored.gaps(knowledge, lesion.sins)] if gap]
    parts.append(_canal(knowledge, lesion))
    if facts.get("prior_radiation"):
        told = describe(knowledge, "prior_radiation", facts["prior_radiation"])
        parts.append(say("earlier_radiation", courses=told))
    return sentence(say("where", lesion=lesion.title, text=capital("; ".join(parts))))


def _canal(knowledge: Knowledge, lesion: Lesion) -> str:
    name = "cauda_compression" if lesion.below_conus else "escc"
    return say("cauda" if lesion.below_conus else "escc", grade=describe(knowledge, name, lesion.facts.get(name)))
