"""Statements, clocks, notices, steps and constraints as they are read by people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from backstay.knowledge.entries import Clock, Constraint, Notice, Rule, Step
from backstay.present import names
from backstay.present.book.addresses import Key
from backstay.present.book.evidence import key_by_key
from backstay.present.book.pieces import (
    article,
    condition,
    says_tag,
    sources,
    status_tag,
    table,
    tested,
)
from backstay.present.book.volume import Leaf
from backstay.present.book.words import say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.times import within
from backstay.present.words import capital, known, plain, word

_NOT_IN_PATH = re.compile(r"[^a-z0-9]+")


def statement(leaf: Leaf, entry: Rule) -> Markup:
    """For or against what, when, why, and by whom it is said."""
    key = ("statements", entry.id)
    about = el("h3", _about(leaf, entry))
    return article(
        leaf,
        key,
        join(says_tag(entry.says), " ", about, " ", framework_tag(leaf, entry)),
        el("p", entry.because, cls="because"),
        condition(leaf, _when(entry), node(leaf, key), entry.when),
        _rest(leaf, key, entry),
    )


def clock(leaf: Leaf, entry: Clock) -> Markup:
    """How soon, when, and what alone sets it aside."""
    key = ("clocks", entry.id)
    title = capital(within(entry.within_hours))
    guard = leaf.volume.units[f"clock:{entry.id}"].guard
    return article(
        leaf,
        key,
        join(
            el("span", word("levels", entry.level), cls=f"stance level-{entry.level}"),
            " ",
            el("h3", title),
        ),
        el("p", entry.because, cls="because"),
        condition(leaf, _when(entry), node(leaf, key), entry.when),
        condition(leaf, say("unless"), guard, entry.unless)
        if guard is not None and entry.unless
        else None,
        _rest(leaf, key, entry),
    )


def notice(leaf: Leaf, entry: Notice) -> Markup:
    """What every reader sees when it holds."""
    key = ("notices", entry.id)
    scope = el("span", say("out_of_scope"), cls="tag") if entry.out_of_scope else None
    about = [
        [", " if at else "", leaf.named(name, names.fact(leaf.knowledge, name))]
        for at, name in enumerate(entry.about)
    ]
    return article(
        leaf,
        key,
        join(el("h3", capital(plain(entry.id))), " ", scope),
        el("p", entry.text, cls="because"),
        condition(leaf, _when(entry), node(leaf, key), entry.when),
        el("p", el("b", say("about")), " ", about) if about else None,
        _rest(leaf, key, entry),
    )


def step(leaf: Leaf, entry: Step) -> Markup:
    """What a time or an order in the plan changes to, and when."""
    key = ("steps", entry.id)
    what = leaf.entry(
        "interventions", entry.intervention, names.option(leaf.knowledge, entry.intervention)
    )
    hours = within(entry.within_hours) if entry.within_hours is not None else None
    after = _options(leaf, entry.after)
    told = [
        hours,
        join(say("after"), " ", after) if entry.after else None,
        names.role(entry.owner) if entry.owner else None,
    ]
    shown = [one for one in told if one]
    return article(
        leaf,
        key,
        el("h3", what),
        el("p", [[". " if at else "", one] for at, one in enumerate(shown)], ".", cls="because")
        if shown
        else None,
        el("p", entry.because),
        condition(leaf, _when(entry), node(leaf, key), entry.when),
        _rest(leaf, key, entry),
    )


def constraint(leaf: Leaf, entry: Constraint) -> Markup:
    """What must hold between facts, and what is said where it does not."""
    key = ("constraints", entry.id)
    return article(
        leaf,
        key,
        el("h3", capital(plain(entry.id))),
        el("p", entry.text, cls="because"),
        condition(leaf, say("must_hold"), node(leaf, key), entry.holds),
    )


def rule_table(leaf: Leaf, keys: Iterable[Key], caption: str, *, summary: bool = False) -> Markup:
    """Statements as rows: what each says of what, by whom, and what was read.

    A summary stands above the statements themselves, and narrow screens leave it out.
    """
    rows: list[list[Child]] = []
    for kind, name in keys:
        entry = leaf.volume.entry((kind, name))
        about = ", ".join(
            names.short_option(leaf.knowledge, one) for one in leaf.knowledge.about[name]
        )
        rows.append([
            leaf.entry(kind, name, about), says_tag(entry.says), entry.because,
            framework_tag(leaf, entry) or say("no_framework"), status_tag(entry),
        ])  # fmt: skip
    heads = [say(f"head_{name}") for name in ("about", "says", "because", "framework", "read")]
    return table(
        heads, rows, caption=caption, cls=f"t cards rules{' wide-only' if summary else ''}"
    )


def framework_tag(leaf: Leaf, entry: Any) -> Markup | None:
    """The guideline, trial or label that speaks, as a link to all it says."""
    name = getattr(entry, "framework", None)
    if not name:
        return None
    return el("a", framework_name(name), href=leaf.to(framework_page(name)), cls="tag")


def framework_name(name: str) -> str:
    """A framework as the field writes it."""
    return known("frameworks", name) or capital(plain(name))


def framework_page(name: str) -> str:
    """The page of a framework; a local protocol may name one in signs that no path has."""
    return f"frameworks/{_NOT_IN_PATH.sub('-', name.lower()).strip('-') or 'other'}.html"


def node(leaf: Leaf, key: Key) -> Any:
    """The tree of a rule's condition."""
    return leaf.volume.units[f"{key[0][:-1]}:{key[1]}"].nodes[0]


def _about(leaf: Leaf, entry: Rule) -> Markup:
    listed = (entry.about,) if isinstance(entry.about, str) else entry.about
    found = [_option_or_modality(leaf, name) for name in listed]
    return join([[", " if at else "", one] for at, one in enumerate(found)])


def _option_or_modality(leaf: Leaf, name: str) -> Markup:
    modality = name.removeprefix("modality:")
    if modality != name:
        return join(say("all_of", modality=word("modalities", modality)))
    return leaf.entry("interventions", name, names.option(leaf.knowledge, name))


def _options(leaf: Leaf, found: Iterable[str]) -> Markup:
    return join([
        [", " if at else "", leaf.entry("interventions", name, names.short_option(leaf.knowledge, name))]
        for at, name in enumerate(found)
    ])  # fmt: skip


def _when(entry: Any) -> str:
    return say("when_lesion" if entry.scope == "lesion" else "when")


TOLD = {
    "id", "scope", "about", "says", "when", "unless", "because", "text", "evidence", "checked", "framework",
    "note", "reviewed", "level", "within_hours", "out_of_scope", "intervention", "after", "owner",
}  # fmt: skip


def _rest(leaf: Leaf, key: Key, entry: Any) -> Markup:
    """What stands below every rule: its note, keys without a form of their own, sources and patients."""
    note = el("p", entry.note, cls="dim") if getattr(entry, "note", None) else None
    return join(note, key_by_key(entry, TOLD), sources(leaf, entry), tested(leaf, key))
