"""The page of a plan: verdicts, histograms, numbers, what is asked, and on what it rests. No name of a person."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from backstay.present import cites
from backstay.present.histograms.figure import NARROW, Figure, figure
from backstay.present.histograms.numbers import number, span
from backstay.present.histograms.tables import asked, limits, measures, missing, targets
from backstay.present.knows import Knowledge
from backstay.present.marks import mark, sprite
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import anchor, section, status_mark
from backstay.present.page.style import policy, style
from backstay.present.values import clean
from backstay.present.words import capital, heading, listed, say, sentence, word


def page(document: dict[str, Any], knowledge: Knowledge, title: str | None = None) -> str:
    """The document of `backstay dose dvh` as one HTML page that needs nothing else; `title` is the user's own."""
    headline = clean(title) if title else heading("dvh")
    css = (
        style(f"{headline}, {_course(document)}", heading("dvh"), say("dvh_checks")) + _more_style()
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(css)),
        el("title", headline),
        Markup(f"<style>{css}</style>"),  # our own text; what varies in it is escaped for CSS
    )
    main = el("main", *_parts(document, knowledge, headline), id="main", cls="sheet dvh-page")
    body = el("body", sprite(), el("a", say("skip"), cls="skip", href="#main"), main)
    return f"<!DOCTYPE html>\n{el('html', head, body, lang='en')}\n"


def _more_style() -> str:
    assets = files("backstay.present").joinpath("assets")
    return assets.joinpath("histograms.css").read_text(encoding="utf-8")


def _parts(document: dict[str, Any], knowledge: Knowledge, headline: str) -> list[Markup | None]:
    wide, narrow = figure(document), figure(document, NARROW, "dvh-narrow")
    check = document.get("check")
    return [
        _head(document, headline),
        _verdict(check, wide, knowledge) if check else el("p", say("dvh_no_check"), cls="notice"),
        _asked(check) if check else None,
        _figure(wide, narrow),
        section("measures", heading("dvh_measures"), measures(document, wide)),
        section("coverage", heading("dvh_coverage"), _covered(check, wide)) if check else None,
        _notes(document),
        _sources(document, knowledge),
        _foot(document),
    ]


def _head(document: dict[str, Any], headline: str) -> Markup:
    brand = el("span", mark("brand"), " ", heading("dvh"), cls="brand")
    return join(
        el("div", brand, el("span", _course(document), cls="end dim xs"), cls="row no-print"),
        el("div", el("h1", headline), el("p", _course(document), cls="dim"), cls="person"),
    )


def _course(document: dict[str, Any]) -> str:
    total = document.get("sum")
    if total:
        counts = listed([str(one["fractions"]) for one in total["courses"]])
        return say("dvh_sum", ab=number(total["alpha_beta"]), counts=counts)
    parts, dose = document["fractions"], document["prescription"]
    if parts is None:
        told = say("dvh_fractions_unknown")
    else:
        told = say("dvh_one_fraction") if parts == 1 else say("dvh_course", fractions=parts)
    return told if dose is None else f"{told}, {say('dvh_prescribed', dose=number(dose))}"


def _verdict(check: dict[str, Any], drawn: Figure, knowledge: Knowledge) -> Markup:
    counts = check["counts"]
    told = say("dvh_counts", kept=counts["pass"], broken=counts["fail"], unknown=counts["unknown"])
    return section(
        "limits",
        heading("dvh_verdict", title=check["title"]),
        el(
            "p",
            say("dvh_population", rules=check["rules"], population=check["population"]),
            cls="dim xs",
        ),
        el("p", _without(check), cls="notice") if check["without"] else None,
        el("p", told, cls="verdict") if check["results"] else None,
        limits(check["results"], drawn, knowledge) if check["results"] else None,
        missing(check["results"]),
    )


def _without(check: dict[str, Any]) -> str:
    others = check["other_rules"]
    told = say("dvh_no_limit", why=check["without"])
    return f"{told} {say('dvh_others', names=listed(others))}" if others else told


def _asked(check: dict[str, Any]) -> Markup | None:
    more = []
    if check["set_aside"]:
        more.append(say("dvh_set_aside", names=listed(check["set_aside"])))
    if check["unnamed"]:
        more.append(say("dvh_unnamed", names=listed(check["unnamed"])))
    if not check["asked"] and not more:
        return None
    rest = [el("p", text, cls="xs dim") for text in more]
    return section("asked", heading("dvh_asked"), asked(check["asked"]), rest)


def _figure(wide: Figure, narrow: Figure) -> Markup:
    left_out = el("p", say("dvh_not_drawn", names=listed(wide.left_out)), cls="xs dim")
    return section(
        "histograms",
        heading("dvh_figure"),
        el("div", wide.svg, cls="figure wide-only"),
        el("div", narrow.svg, cls="figure narrow-only"),
        el("p", say("dvh_legend"), cls="xs dim"),
        left_out if wide.left_out else None,
    )


def _covered(check: dict[str, Any], drawn: Figure) -> Markup:
    if not check["coverage"]:
        return el("p", say("dvh_no_coverage"))
    return targets(check["coverage"], drawn)


def _notes(document: dict[str, Any]) -> Markup:
    items = [
        *(el("li", sentence(text)) for text in document["notes"]),
        *(
            el("li", el("b", one["name"], ": "), sentence(text))
            for one in document["structures"]
            for text in one["warnings"]
        ),
        *(el("li", status_mark(one["checked"]), " ", sentence(one["text"])) for one in document["cautions"]),
        *(el("li", text) for text in _sampling(document["sampling"])),
    ]  # fmt: skip
    return section("notes", heading("dvh_notes"), el("ul", items, cls="list small"))


def _sampling(found: dict[str, Any]) -> Iterable[str]:
    if found:
        per = found["per_slab"]
        yield say(
            "dvh_sampled",
            rows=_between(*found["row_mm"]),
            slices=_between(per[0], per[-1]),
            slabs=_between(*found["slab_mm"]),
            engine=", ".join(found["engine"]),
            rule=capital("; ".join(found["slab_rule"])),
        )


def _between(low: float, high: float) -> str:
    return number(low) if low == high else span([low, high])


def _sources(document: dict[str, Any], knowledge: Knowledge) -> Markup | None:
    check = document.get("check") or {"evidence": [], "results": []}
    used = [*check["evidence"]]
    used += [name for one in (*check["results"], *document["cautions"]) for name in one["evidence"]]
    if not used:
        return None
    found = [cites.source(knowledge, name) for name in dict.fromkeys(used)]
    items = [
        el(
            "li",
            status_mark(one.status), " ", el("b", one.short), ". ", one.citation, " ", one.place,
            f" ({say('what_was_read', read=one.read)}; {word('status', one.status)})" if one.read else None,
            id=anchor(one.id),
        )
        for one in sorted(found, key=lambda one: one.short.lower())
    ]  # fmt: skip
    return section("sources", heading("dvh_sources"), el("ul", items, cls="sources-plain"))


def _foot(document: dict[str, Any]) -> Markup:
    lines: list[Markup | str] = [el("b", say("dvh_checks"))]
    known = document["knowledge"]
    lines.append(say("edition", edition=clean(known["edition"])))
    told = say("fingerprint", fingerprint=clean(known["fingerprint"]))
    lines.append(el("span", told, cls="code"))
    return el("footer", [[el("span", line), " "] for line in lines], cls="foot")
