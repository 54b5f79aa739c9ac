"""Where sources differ, other scores, and the sources with what was read."""

from __future__ import annotations

from backstay.present import cites, differ, measures
from backstay.present.knows import Assessment, Knowledge
from backstay.present.markup import Child, Markup, el, join
from backstay.present.measures import Measure
from backstay.present.page.parts import anchor, cited, section, status_mark, table
from backstay.present.person import patient
from backstay.present.values import describe
from backstay.present.words import capital, heading, listed, say, sentence, word


def differ_part(assessment: Assessment, knowledge: Knowledge) -> Markup:
    found = differ.disputes(assessment, knowledge)
    items = [el("li", el("b", one.about), f": {one.told}.") for one in found]
    disputes = [el("ul", items, cls="list", title=say("see_option"))] if items else []
    lists = [_comparison(one) for one in differ.comparisons(assessment, knowledge)]
    body = [*disputes, *lists] or [el("p", say("no_differences"), cls="s")]
    return section("differ", heading("differ"), *body)


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
    first = section("scores", heading("scores"), *_measures(plain)) if plain else None
    if not outlook:
        return join(first)
    warning = el("p", " ".join(_warning(assessment, knowledge)), cls="s")
    return join(first, section("prognostic", heading("prognostic"), warning, *_measures(outlook)))


def source_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    found = cites.cited(assessment, knowledge)
    if not found:
        return None
    groups = [
        join(_status_head(status), " ", el("ul", [_cited(one) for one in group]))
        for status, group in found.items()
    ]
    return section("sources", heading("sources"), el("div", groups, cls="sources"))


def _status_head(status: str) -> Markup:
    return el("h3", status_mark(status), " ", capital(word("status", status)))


def _comparison(one: differ.Comparison) -> Markup:
    rows: list[list[Child]] = [
        [
            [row.name, el("b", f" ({say('used')})") if row.used else None],
            row.says,
            _status(row.status),
        ]
        for row in one.rows
    ]
    told = el("p", say("all_agree"), cls="s") if one.agree else None
    heads = [say("list"), say("says"), say("read")]
    title = capital(one.title)
    return join(table(heads, rows, caption=title, cls="t lists", seen=True), told)


def _status(status: str | None) -> Markup | None:
    return join(status_mark(status), " ", status) if status else None


def _warning(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    wanted = patient(assessment).get("wants_prognosis")
    told = [say("no_rule_reads")]
    if wanted is not True:
        told.append(say("not_for_patient", wanted=describe(knowledge, "wants_prognosis", wanted)))
    return told


def _measures(found: list[Measure]) -> list[Markup | None]:
    """Complete scores whole; those with gaps as an interval, with their limits folded."""
    whole = [
        el("li", _told(one), " ", el("span", _limits(one), cls="xs dim"))
        for one in found
        if one.complete
    ]
    open_ = [el("li", _told(one), " ", _folded(one)) for one in found if not one.complete]
    return [
        el("ul", whole, cls="list") if whole else None,
        el("h3", say("incomplete"), cls="s") if whole and open_ else None,
        el("ul", open_, cls="list twos") if open_ else None,
    ]


def _told(one: Measure) -> Markup:
    missing = say("score_needs", facts=listed(one.missing)) if one.missing else ""
    return join(
        el("b", one.title),
        ": ",
        el("b", one.result, cls="open" if one.missing else None),
        f", {one.band}" if one.band else None,
        ". ",
        f"{sentence(one.outcome)} " if one.outcome else None,
        el("span", sentence(missing), cls="dim") if missing else None,
    )


def _folded(one: Measure) -> Markup:
    """For whom the score was made; its limits open."""
    made_for = el("span", _population(one), cls="xs dim")
    limits = el("p", _pitfalls(one), " ", cited(one.links, one.status))
    return join(made_for, el("details", el("summary", say("limits")), limits, cls="idle xs dim"))


def _limits(one: Measure) -> Markup:
    """For whom the score was made, its limits, and what was read."""
    told = " ".join(part for part in (_population(one), _pitfalls(one)) if part)
    return join(told, " ", cited(one.links, one.status))


def _population(one: Measure) -> str:
    return sentence(say("population", population=one.population)) if one.population else ""


def _pitfalls(one: Measure) -> str:
    return " ".join(sentence(text) for text in (*one.pitfalls, one.partial) if text)


def _cited(one: cites.Cited) -> Markup:
    read = el("span", f" ({say('what_was_read', read=one.read)})", cls="dim") if one.read else None
    # Paper shows the short name and where to find it; the whole citation needs the page.
    whole = el("span", " ", one.citation, cls="cite" if one.place else None)
    place = f" {one.place}" if one.place else None
    return el("li", el("b", one.short), ".", whole, place, read, " ", id=anchor(one.id))
