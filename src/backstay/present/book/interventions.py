"""An intervention with its owner, its place in time, the sentence for the patient, and every rule about it."""

from __future__ import annotations

from backstay.knowledge.entries import Intervention
from backstay.present import names
from backstay.present.book.addresses import Key
from backstay.present.book.pieces import article, condition, row, status_tag, verdict
from backstay.present.book.rules import framework_tag
from backstay.present.book.volume import Leaf
from backstay.present.book.words import say
from backstay.present.markup import Markup, el, join
from backstay.present.times import within
from backstay.present.words import heading, listed, word

SIDES = (
    ("for", ("recommend", "consider")),
    ("against", ("contraindicated", "avoid")),
    ("harm", ("caution",)),
)


def intervention(leaf: Leaf, entry: Intervention) -> Markup:
    """What can be done, by whom and when, and what speaks for and against it."""
    return article(
        leaf,
        ("interventions", entry.id),
        join(el("h3", entry.title), " ", el("span", word("modalities", entry.modality), cls="tag")),
        el("p", el("b", say("for_patients")), " ", entry.patient, cls="because")
        if entry.patient
        else None,
        el("dl", _facts(leaf, entry), cls="list"),
        [_planned(leaf, entry, name) for name in ("done", "alone")],
        _rules(leaf, entry),
        _steps(leaf, entry),
    )


def _facts(leaf: Leaf, entry: Intervention) -> list[Markup | None]:
    team = listed([names.role(one) for one in entry.team])
    hours = within(entry.within_hours) if entry.within_hours is not None else None
    timing = say("convention") if entry.timing == "service" else entry.timing
    return [
        row(say("owner"), names.role(entry.owner)),
        row(say("team"), team) if team else None,
        row(say("decided"), say(f"scope_{entry.scope}")),
        row(say("time"), hours, f" ({timing})" if timing else None) if hours else None,
        row(say("after"), _options(leaf, entry.after)) if entry.after else None,
        row(say("excludes"), _options(leaf, entry.excludes)) if entry.excludes else None,
        row(say("only_with"), _options(leaf, entry.only_with)) if entry.only_with else None,
        row(say("declined_by"), leaf.named(entry.declined_by, names.fact(leaf.knowledge, entry.declined_by)))
        if entry.declined_by else None,
        row(say("meanwhile"), say("meanwhile_note")) if entry.meanwhile else None,
    ]  # fmt: skip


def _options(leaf: Leaf, found: tuple[str, ...]) -> Markup:
    return join([
        [", " if at else "", leaf.entry("interventions", name, names.short_option(leaf.knowledge, name))]
        for at, name in enumerate(found)
    ])  # fmt: skip


def _planned(leaf: Leaf, entry: Intervention, name: str) -> Markup | None:
    """The condition under which it is done already, or stands in the plan alone."""
    written = entry.done_when if name == "done" else entry.alone_when
    unit = leaf.volume.units.get(f"{name}:{entry.id}")
    return (
        condition(leaf, say(f"{name}_when"), unit.nodes[0], written) if unit and written else None
    )


def _rules(leaf: Leaf, entry: Intervention) -> Markup:
    found = [
        rule
        for rule in leaf.knowledge.statements.values()
        if entry.id in leaf.knowledge.about[rule.id]
    ]
    sides = [
        el("section", el("h4", f"{heading(name)} ({len(keys)})"), _list(leaf, keys))
        for name, said in SIDES
        if (keys := [("statements", rule.id) for one in said for rule in found if rule.says == one])
    ]
    return el("div", sides) if sides else el("p", say("no_rule"), cls="dim")


def _list(leaf: Leaf, keys: list[Key]) -> Markup:
    return el("ul", [el("li", _line(leaf, key)) for key in keys], cls="entries")


def _line(leaf: Leaf, key: Key) -> Markup:
    rule = leaf.volume.entry(key)
    link = verdict(leaf, key[1])
    return join(
        link,
        ": ",
        rule.because,
        " ",
        framework_tag(leaf, rule),
        " ",
        el("span", status_tag(rule), cls="src"),
    )


def _steps(leaf: Leaf, entry: Intervention) -> Markup | None:
    found = [one for one in leaf.knowledge.steps.values() if one.intervention == entry.id]
    if not found:
        return None
    items = [
        el("li", leaf.entry("steps", one.id, _hours(one.within_hours)), ": ", one.because)
        for one in found
    ]
    return el("section", el("h4", say("steps")), el("ul", items, cls="entries"))


def _hours(hours: float | None) -> str:
    return say("order") if hours is None else within(hours)
