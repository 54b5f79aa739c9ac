"""What rules are made of: facts, definitions and settings; and the lists between which a setting chooses."""

from __future__ import annotations

from typing import Any

from backstay.case.facts import Fact
from backstay.knowledge import tree as t
from backstay.knowledge.entries import Definition, Setting
from backstay.present import names
from backstay.present.book.evidence import key_by_key
from backstay.present.book.pieces import article, condition, read_by, row, sources, table, tested
from backstay.present.book.volume import Leaf
from backstay.present.book.words import say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.values import number, unit, value_word
from backstay.present.words import capital, plain, word
from backstay.reason.interpreter import interpret


def fact(leaf: Leaf, entry: Fact) -> Markup:
    """A fact: the question that asks it, what it may be, and how long it holds."""
    tags = [
        _tag(say(name))
        for name, on in (("red_flag", entry.red_flag), ("changeable", entry.changeable))
        if on
    ]
    rows = [
        row(say("kind"), word("fact_kinds", entry.kind), ", ", say(f"scope_{entry.scope}")),
        row(say("values"), _values(leaf, entry)) if entry.values else None,
        row(say("unit"), _units(leaf, entry)) if entry.unit else None,
        row(say("range"), _range(entry))
        if entry.min is not None or entry.max is not None
        else None,
        row(say("valid"), say("days", days=number(entry.valid_for_days)))
        if entry.valid_for_days
        else None,
        row(say("complete"), _complete(leaf, entry)) if entry.complete_when else None,
        row(say("fields"), ", ".join(map(plain, entry.fields))) if entry.fields else None,
        row(say("elapses"), say("elapses_note")) if entry.elapses else None,
    ]
    return article(
        leaf,
        ("facts", entry.id),
        join(el("h3", capital(entry.label)), " ", [[one, " "] for one in tags]),
        el("p", entry.asks, cls="because"),
        el("p", entry.help) if entry.help else None,
        el("dl", rows, cls="list"),
        read_by(leaf, entry.id),
    )


TOLD = {
    "id", "reviewed", "scope", "kind", "label", "value", "either", "by", "inputs", "unit", "values", "ordered",
    "decimals", "shown", "evidence", "checked", "note",
}  # fmt: skip


def definition(leaf: Leaf, entry: Definition) -> Markup:
    """A definition: what it means, in words and as it is written."""
    key = ("definitions", entry.id)
    unit_ = leaf.volume.units.get(entry.id)
    shown = unit(leaf.knowledge, entry.id).strip()
    kind = join(
        word("fact_kinds", entry.kind),
        f" ({shown})" if shown else None,
        ", ",
        say(f"scope_{entry.scope}"),
    )
    return article(
        leaf,
        key,
        el("h3", capital(entry.label)),
        el("p", kind, cls="dim"),
        _ways(leaf, entry, unit_.nodes if unit_ else ()),
        key_by_key(entry, TOLD),
        el("p", entry.note) if entry.note else None,
        sources(leaf, entry),
        read_by(leaf, entry.id),
        tested(leaf, key),
    )


def _ways(leaf: Leaf, entry: Definition, nodes: tuple[t.Node, ...]) -> Markup:
    if entry.by:
        inputs = [
            [", " if at else "", leaf.named(name, names.fact(leaf.knowledge, name))]
            for at, name in enumerate(entry.inputs)
        ]
        return el("p", say("computed"), " ", inputs, ".")
    if entry.value:
        return condition(leaf, say("means"), nodes[0], entry.value)
    told = [
        el("li", condition(leaf, "", node, text))
        for node, text in zip(nodes, entry.either, strict=True)
    ]
    return join(el("p", el("b", say("ways"))), el("ol", told))


def setting(leaf: Leaf, entry: Setting) -> Markup:
    """A switch, its positions, and where the lists between which it chooses disagree."""
    shown = [el("li", _position(leaf, entry, value)) for value in entry.values]
    return article(
        leaf,
        ("settings", entry.id),
        el("h3", entry.label),
        el("p", entry.note, cls="because"),
        el("ul", shown, cls="bullets"),
        lists(leaf, entry),
        sources(leaf, entry),
        read_by(leaf, entry.id),
    )


def _position(leaf: Leaf, entry: Setting, value: str) -> Markup:
    selected = entry.alternatives.get(value)
    name = word("lists", value)
    shown = leaf.entry("definitions", selected, name) if selected else name
    return join(shown, " ", _tag(say("default")) if value == entry.default else None)


def lists(leaf: Leaf, entry: Setting) -> Markup | None:
    """Every list of a setting side by side: what each says of each value of the fact that all of them read."""
    if not entry.alternatives:
        return None
    units = [leaf.volume.units[name] for name in entry.alternatives.values()]
    shared = [name for name in units[0].reads if all(name in unit.reads for unit in units)]
    facts = [
        found
        for name in shared
        if (found := leaf.knowledge.facts.find(name)) and found.kind == "choice"
    ]
    if not facts:
        return None
    rows = [_said_of(leaf, facts[0], value, units) for value in facts[0].values]
    heads = [capital(facts[0].label), *(word("lists", value) for value in entry.alternatives)]
    caption = say("lists_caption", label=entry.label)
    return join(el("p", caption, cls="dim"), table(heads, rows, caption=caption, cls="t lists"))


def _said_of(leaf: Leaf, fact_: Fact, value: str, units: list[Any]) -> list[Child]:
    said = [interpret(unit.nodes[0], {fact_.id: value}) for unit in units]
    known = {one for one in said if one is not None}
    cells: list[Child] = [
        el(
            "span",
            plain(one) if isinstance(one, str) else say("not_placed"),
            cls="open" if one is None else None,
        )
        for one in said
    ]
    name = capital(value_word(leaf.knowledge, fact_.id, value))
    return [el("b", name, " *") if len(known) > 1 else name, *cells]


def _tag(text: str) -> Markup:
    return el("span", text, cls="tag")


def _values(leaf: Leaf, entry: Fact) -> str:
    shown = [value_word(leaf.knowledge, entry.id, value) for value in entry.values]
    joined = ("; " if any("," in one for one in shown) else ", ").join(shown)
    return (
        f"{joined}{say('ordered') if entry.ordered else ''}{say('open_set') if entry.open else ''}"
    )


def _units(leaf: Leaf, entry: Fact) -> str:
    shown = unit(leaf.knowledge, entry.id) or entry.unit or ""
    return f"{shown}; {say('also')} {', '.join(entry.units)}" if entry.units else shown


def _range(entry: Fact) -> str:
    if entry.min is not None and entry.max is not None:
        return say("between", low=number(entry.min), high=number(entry.max))
    if entry.min is not None:
        return say("from", points=number(entry.min))
    assert entry.max is not None
    return say("up_to", points=number(entry.max))


def _complete(leaf: Leaf, entry: Fact) -> Child:
    if entry.complete_when in (None, "given"):
        return say("given")
    return leaf.named(entry.complete_when, names.fact(leaf.knowledge, entry.complete_when))
