"""The tables of the page: limits with their verdicts, targets, and every structure in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from backstay.present import names
from backstay.present.histograms.figure import Figure, sample
from backstay.present.histograms.numbers import number, span
from backstay.present.knows import Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Child, Markup, el, join
from backstay.present.page.parts import anchor, status_mark, status_word
from backstay.present.words import capital, listed, plain, say, word

ORDER = ("fail", "unknown", "pass")
SHAPES = {"pass": "recommended", "fail": "contraindicated", "unknown": "needs_facts"}
FRAMES = {
    "pass": "consider",
    "fail": "contraindicated",
    "unknown": "needs_facts",
}  # what is broken is darkest
MEASURES = ("volume_cc", "mean", "min", "d98", "d50", "d2", "d0_035cc", "d0_03cc", "max")
EQD2 = MEASURES[1:]


def verdict(status: str) -> Markup:
    """A verdict as word, shape and border."""
    shape = mark(f"s-{SHAPES[status]}")
    return el("span", shape, word("dvh_status", status), cls=f"stance stance-{FRAMES[status]}")


def limits(results: Sequence[dict[str, Any]], figure: Figure, knowledge: Knowledge) -> Markup:
    """Every limit: broken ones first, then what is not known, then what is kept."""
    letters = {line.number: line.letter for line in figure.lines}
    rows = [
        _limit(one, letters, knowledge)
        for status in ORDER
        for one in results
        if one["status"] == status and not one["missing"]
    ]
    heads = ("status", "organ", "value", "bound", "margin", "source")
    return _table(heads, rows, "limits", numbers=("value", "margin"))


def missing(results: Sequence[dict[str, Any]]) -> Markup | None:
    """Organs that have limits and no structure, each with how many."""
    found = Counter(one["organ_title"] for one in results if one["missing"])
    if not found:
        return None
    told = listed([say("dvh_limits_of", organ=name, count=count) for name, count in found.items()])
    return el("p", verdict("unknown"), " ", say("dvh_missing", organs=told), cls="s")


def _limit(one: dict[str, Any], letters: dict[int, str], knowledge: Knowledge) -> Markup:
    unit = word("dvh_unit", one["unit"])
    letter = letters.get(one["number"])
    drawn = one["structure"] or say("dvh_no_structure")
    who = join(
        el("b", capital(one["organ_title"])),
        el("br"),
        el("span", f"{letter}: " if letter else "", drawn, cls="why"),
    )
    why = [el("span", el("br"), capital(text), cls="why") for text in (*one["why"], *_range(one))]
    bound = f"{word('dvh_sense', one['sense'])} {number(one['limit'])} {unit}"
    return el(
        "tr",
        el("th", verdict(one["status"]), scope="row"),
        _cell("organ", who),
        _cell("value", _valued(one, unit), cls="n"),
        _cell("bound", join(f"{one['measure']} {bound}", why), cls="long"),
        _cell("margin", "" if one["margin"] is None else span(one["margin"]), cls="n"),
        _cell("source", _source(one, knowledge)),
    )


def _valued(one: dict[str, Any], unit: str) -> str:
    return number(None) if one["value"] is None else f"{span(one['value'])} {unit}"


def _range(one: dict[str, Any]) -> Iterable[str]:
    """What the source says beside the limit."""
    if one["region"]:
        yield one["region"]
    if one["upper"] is not None:
        yield say("dvh_upper", upper=number(one["upper"]))
    if one["risk_percent"] is not None:
        low, high = one["risk_percent"]
        yield say("dvh_risk", risk=span(low if low == high else [low, high]))


def _source(one: dict[str, Any], knowledge: Knowledge) -> Markup:
    links = [
        [" ", el("a", names.source(knowledge, name), href=f"#{anchor(name)}")]
        for name in one["evidence"]
    ]
    return el(
        "span", status_mark(one["checked"]), links, " ", status_word(one["checked"]), cls="src"
    )


def targets(found: Sequence[dict[str, Any]], figure: Figure) -> Markup:
    """How the targets are covered."""
    letters = {line.number: line.letter for line in figure.lines}
    rows = []
    for one in found:
        letter = letters.get(one["number"])
        told = (
            say("dvh_no_target_dose")
            if one["prescription"] is None
            else number(one["prescription"])
        )
        covered = number(None) if one["v100"] is None else f"{span(one['v100'])} %"
        cells = (number(one["volume_cc"]), told, span(one["d95"]), span(one["d98"]), covered)
        name = f"{letter}: {one['structure']}" if letter else one["structure"]
        rows.append(
            el("tr", el("th", name, scope="row"), [el("td", cell, cls="n") for cell in cells])
        )
    heads = ("structure", "volume_cc", "prescription", "d95", "d98", "v100")
    return _table(heads, rows, "plain", numbers=heads[1:])


def measures(document: dict[str, Any], figure: Figure) -> Markup:
    """Every structure in numbers; with EQD2 in a line below where it was asked for."""
    lines = {line.number: line for line in figure.lines}
    rows = []
    for one in document["structures"]:
        line = lines.get(one["number"])
        name = el("th", sample(line) if line else None, one["name"], scope="row")
        rows.append(el("tr", name, [_measure(one, key) for key in MEASURES]))
        if "eqd2" in one:
            told = say("dvh_eqd2", ab=number(document["eqd2"]["alpha_beta"]))
            cells = [_measure(one["eqd2"], key) for key in EQD2]
            rows.append(el("tr", el("th", told, scope="row"), el("td", ""), cells, cls="sub"))
    return _table(("structure", *MEASURES), rows, "plain", numbers=MEASURES)


def _measure(one: dict[str, Any], key: str) -> Markup:
    """One measure; the highest doses of what lies partly outside the dose grid are at least that."""
    told = number(one[key])
    return el("td", say("dvh_open_range", low=told) if key in one["at_least"] else told, cls="n")


def asked(found: Sequence[dict[str, Any]]) -> Markup:
    """What only a person can say."""
    items = []
    for one in found:
        names_ = listed(one["structures"])
        lead = el("b", names_, ": ") if names_ else None
        organs = listed([plain(organ) for organ in one["candidates"]])
        more = f" {say('dvh_candidates', names=organs)}" if organs else None
        hint = None
        if names_ and organs:
            hint = el(
                "span",
                " ",
                say("dvh_map", name=one["structures"][0], organ=one["candidates"][0]),
                cls="code xs",
            )
        items.append(el("li", lead, capital(one["question"]), ".", more, hint))
    return el("ul", items, cls="list")


def _cell(name: str, content: Child, cls: str | None = None) -> Markup:
    return el("td", content, cls=cls, data_label=word("dvh_columns", name))


def _table(
    heads: Sequence[str], rows: Sequence[Markup], cls: str, numbers: Sequence[str]
) -> Markup:
    top = [
        el("th", word("dvh_columns", one), scope="col", cls="n" if one in numbers else None)
        for one in heads
    ]
    table = el("table", el("thead", el("tr", top)), el("tbody", rows), cls=f"t dvh-t {cls}")
    return el("div", table, cls="wide", tabindex="0")
