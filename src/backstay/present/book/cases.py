"""An executable patient as a card: what is known, what is expected, and which rules it tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backstay.knowledge.patients import Patient
from backstay.present import names
from backstay.present.book.pieces import row
from backstay.present.book.volume import Leaf
from backstay.present.book.words import say
from backstay.present.markup import Child, Markup, el, join
from backstay.present.values import unit, value_word
from backstay.present.words import capital, plain, word
from backstay.present.words import say as phrase

RULES = (("statements", "statements"), ("clocks", "clocks"))
LISTS = (
    ("notices", "notices", "shown"), ("no_notices", "notices", "not_shown"),
    ("steps", "interventions", "in_plan"), ("steps_overridden", "steps", "holds"),
    ("no_steps_overridden", "steps", "not_holds"),
)  # fmt: skip


def case(leaf: Leaf, patient: Patient) -> Markup:
    """The card of one patient."""
    return el(
        "article",
        el("header", el("h3", patient.sentence)),
        el("div", _known(leaf, patient), _expected(leaf, patient), cls="halves"),
        id=leaf.volume.case_anchors[id(patient)],
        cls="entry case",
    )


def _known(leaf: Leaf, patient: Patient) -> Markup:
    document = patient.document
    shown = [_facts(leaf, document.get("patient") or {})]
    for lesion in document.get("lesions") or []:
        shown += [el("h4", say("lesion", level=_levels(lesion))), _facts(leaf, lesion)]
    if document.get("lesions") == []:
        shown.append(el("p", say("no_lesions")))
    if patient.computed:
        shown += [el("h4", say("as_computed")), _facts(leaf, patient.computed)]
    if document.get("as_of"):
        shown.append(el("p", say("as_of", date=document["as_of"]), cls="dim"))
    if document.get("observed"):
        shown += [el("h4", say("observed")), _plain(document["observed"])]
    return el("div", el("h4", say("known")), shown)


def _levels(lesion: Mapping[str, Any]) -> str:
    last = lesion.get("to_level")
    return f"{lesion.get('level') or phrase('not_known')}{f' to {last}' if last else ''}"


def _facts(leaf: Leaf, facts: Mapping[str, Any]) -> Markup:
    rows = [
        row(names.fact(leaf.knowledge, name), _value(leaf, name, value))
        for name, value in facts.items()
        if name not in ("level", "to_level")
    ]
    return el("dl", rows, cls="list") if rows else el("p", say("nothing"), cls="dim")


def _value(leaf: Leaf, name: str, value: Any) -> str:
    """A value as a case writes it, in the words of its fact."""
    if isinstance(value, Mapping):
        return ", ".join(
            f"{plain(str(key))} {_value(leaf, name, part)}" for key, part in value.items()
        )
    if isinstance(value, list):
        return "; ".join(_value(leaf, name, part) for part in value) or phrase("none")
    if value in ("true", "false", "yes", "no"):
        return phrase("yes" if value in ("true", "yes") else "no")
    shown = (
        value_word(leaf.knowledge, name, str(value)) if value is not None else phrase("not_known")
    )
    return f"{shown} {unit(leaf.knowledge, name)}".strip() if _bare(value) else shown


def _bare(value: Any) -> bool:
    """Whether a value is a number without a unit."""
    return str(value).replace(".", "", 1).lstrip("-").isdigit()


def _plain(value: Any) -> Markup:
    return el("pre", el("code", "\n".join(f"{key}: {part}" for key, part in value.items())))


def _expected(leaf: Leaf, patient: Patient) -> Markup:
    return el(
        "div",
        el("h4", say("expected")),
        el("ul", list(_lines(leaf, patient.expect)), cls="entries"),
    )


def _lines(leaf: Leaf, expect: Mapping[str, Any]) -> Iterator[Markup]:
    if expect.get("urgency"):
        yield el("li", say("urgency"), ": ", word("levels", expect["urgency"]))
    for kind, stands in RULES:
        for name, said in (expect.get(kind) or {}).items():
            yield el("li", leaf.entry(stands, name, name), ": ", _truths(said))
    for key, stands, phrase_ in LISTS:
        for name in expect.get(key) or ():
            yield el("li", leaf.entry(stands, name, _label(leaf, stands, name)), ": ", say(phrase_))
    for key in ("scores", "definitions"):
        for name, said in (expect.get(key) or {}).items():
            yield el(
                "li",
                leaf.entry(key, name, capital(names.fact(leaf.knowledge, name))),
                ": ",
                _said(leaf, name, said),
            )
    for name, said in (expect.get("options") or {}).items():
        yield el(
            "li",
            leaf.entry("interventions", name, names.option(leaf.knowledge, name)),
            ": ",
            _stances(said),
        )


def _label(leaf: Leaf, kind: str, name: str) -> str:
    return names.option(leaf.knowledge, name) if kind == "interventions" else name


def _truths(said: Any) -> Child:
    return _by_lesion(said, lambda one: word("expected", one))


def _stances(said: Any) -> Child:
    return _by_lesion(said, lambda one: word("stances", one))


def _said(leaf: Leaf, name: str, said: Any) -> Child:
    return _by_lesion(said, lambda one: _number(leaf, name, one))


def _number(leaf: Leaf, name: str, said: Any) -> str:
    if isinstance(said, list):
        return (
            phrase("range", low=said[0], high=said[1])
            if len(said) == 2
            else ", ".join(map(str, said))
        )
    return phrase("not_known") if said in ("unknown", None) else _value(leaf, name, said)


def _by_lesion(said: Any, told: Any) -> Child:
    """One value, or one for each lesion."""
    if isinstance(said, Mapping):
        return join(
            [
                [", " if at else "", phrase("at_lesion", what=told(one), lesion=lesion)]
                for at, (lesion, one) in enumerate(said.items())
            ]
        )
    return str(told(said))
