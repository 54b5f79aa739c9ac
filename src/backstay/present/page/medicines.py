"""Medicines on the page: the short part of the decision, and all of it among the details."""

from __future__ import annotations

from backstay.present import medicines, proposals
from backstay.present.knows import Assessment, Knowledge
from backstay.present.marks import mark
from backstay.present.markup import Markup, el, join
from backstay.present.page.parts import section, source, stance
from backstay.present.proposals import Offer, Proposed
from backstay.present.reasons import Reason
from backstay.present.words import heading, listed, say

Labeled = tuple[str, Reason]


def medicine_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """What is taken, what is grave, and the first dose of what is recommended."""
    if medicines.silent(assessment):
        return None
    found = proposals.offers(assessment, knowledge)
    grave = medicines.meetings(assessment, knowledge, first=True)
    alarms = [*medicines.alarms(assessment, knowledge, first=True), *grave]
    rest = proposals.rest(found)
    return section(
        "medicines",
        heading("medicines"),
        el(
            "div",
            _taken(assessment),
            _unread(assessment),
            _reasons(knowledge, alarms, short=True),
            [_brief(knowledge, offer) for offer in proposals.brief(found)],
            el("p", el("a", rest, href="#all-medicines"), cls="xs no-print") if rest else None,
            cls="side-by-side",
        ),
        # Paper tells the doses among the details where nothing is known of what is taken.
        cls="medicines" if medicines.listed_at_all(assessment) else "medicines no-print",
    )


def all_medicine_part(assessment: Assessment, knowledge: Knowledge) -> Markup | None:
    """Every line that was read, interaction, organ dose and proposal with its reasons."""
    if medicines.silent(assessment):
        return None
    meetings = medicines.meetings(assessment, knowledge)
    organs = [("", one) for one in medicines.organ_doses(assessment, knowledge)]
    steroid = [("", one) for one in medicines.steroid(assessment, knowledge)]
    return section(
        "all-medicines",
        heading("all_medicines"),
        el("ul", [el("li", told) for told in medicines.lines(assessment)], cls="list"),
        _titled(knowledge, "alarms", medicines.alarms(assessment, knowledge)),
        _titled(knowledge, "meetings", meetings),
        _titled(knowledge, "organ_doses", organs),
        _titled(knowledge, "steroid_lines", steroid),
        [_offer(knowledge, offer) for offer in proposals.offers(assessment, knowledge)],
        cls="options medicines",
    )


def _taken(assessment: Assessment) -> Markup:
    sums = medicines.sums(assessment)
    return join(
        [el("p", el("b", told)) for told in sums if told],
        [el("p", told) for told in medicines.standing(assessment)],
    )


def _unread(assessment: Assessment) -> Markup | None:
    told = medicines.unread(assessment)
    rows = [
        el("li", mark("open"), el("span", one, " ", say("medicine_unread_counts"))) for one in told
    ]
    return el("ul", rows, cls="marked unread") if rows else None


def _titled(knowledge: Knowledge, title: str, found: list[Labeled]) -> Markup | None:
    shown = _reasons(knowledge, found)
    return join(el("h3", heading(title)), shown) if shown else None


def _reasons(knowledge: Knowledge, found: list[Labeled], *, short: bool = False) -> Markup | None:
    rows = [_row(knowledge, label, one, short) for label, one in found]
    return el("ul", rows, cls="marked") if rows else None


def _row(knowledge: Knowledge, label: str, one: Reason, short: bool) -> Markup:
    first = el("b", f"{label}: ") if label else None
    told = el("span", first, one.text, " ", source(knowledge, one, short=short))
    return el("li", mark("harm"), told)


def _head(offer: Offer) -> Markup:
    check = join(" ", el("span", offer.check, cls="check")) if offer.check else None
    name = el("div", el("h3", offer.title), check, cls="name")
    return el("header", stance(offer.stance), " ", name)


def _brief(knowledge: Knowledge, offer: Offer) -> Markup:
    """The first drug that fits with its dose and what it would meet, others by name, and which are not given."""
    others = proposals.others(offer)
    first = offer.fitting[:1]
    grave = [_side(knowledge, "harm", met) for one in first for met in one.grave]
    return el(
        "article",
        _head(offer),
        [el("p", _line(one)) for one in first],
        el("ul", grave, cls="marked xs") if grave else None,
        el("p", say("or_drugs", drugs=listed(others)), cls="xs dim no-print") if others else None,
        [_not_here(one) for one in offer.blocked],
        cls="option short",
    )


def _not_here(one: Proposed) -> Markup:
    told = f"{one.drug} ({one.blocked[0].text.rstrip('.')})"
    return el(
        "p", mark("s-contraindicated"), " ", say("not_for_person", drugs=told), cls="xs blocked"
    )


def _line(one: Proposed) -> Markup:
    """Drug, dose, what to check and why it is less, always on one line."""
    check = join(" ", el("span", one.check, cls="check")) if one.check else None
    lower = [join("; ", say("dose_lower", reason=reason)) for reason in proposals.lower(one)]
    return join(el("b", one.drug), f": {one.dose}", check, lower)


def _offer(knowledge: Knowledge, offer: Offer) -> Markup:
    drugs = [_proposed(knowledge, one) for one in (*offer.fitting, *offer.blocked)]
    return el("article", _head(offer), drugs, cls="option short")


def _proposed(knowledge: Knowledge, one: Proposed) -> Markup:
    sides = (("s-contraindicated", one.blocked), ("harm", one.cautions), ("for", one.reasons))
    rows = [_side(knowledge, name, reason) for name, found in sides for reason in found]
    more = f". {one.more}" if one.more else None
    return el("div", el("p", _line(one), more), el("ul", rows, cls="marked xs"), cls="drug")


def _side(knowledge: Knowledge, name: str, one: Reason) -> Markup:
    word = say("drug_for_nobody_else") if name == "s-contraindicated" else ""
    shown = el("span", el("b", f"{word} ") if word else None, one.text, " ", source(knowledge, one))
    return el("li", mark(name), shown)
