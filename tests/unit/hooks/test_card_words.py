"""Every sentence that cards ask for exists with its gaps, and none is left over."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import backstay.hooks.cards
from backstay.exchange.binding_kinds import Ordered, Region
from backstay.exchange.bindings import load_bindings
from backstay.hooks.cards.verdict import AGAINST
from backstay.knowledge import load_knowledge
from backstay.present import words

ROOM = Path(backstay.hooks.cards.__file__).parent
CARDS = words._words()["cards"]


def _trees() -> list[ast.AST]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOM.glob("*.py"))]


def _calls() -> Iterator[ast.Call]:
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told":
                yield node


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_sentence_that_is_named_exists_and_gets_its_gaps() -> None:
    checked = 0
    for call in _calls():
        key = call.args[1]
        if isinstance(key, ast.Constant):
            given = {keyword.arg for keyword in call.keywords if keyword.arg}
            whole = all(keyword.arg for keyword in call.keywords)
            assert not whole or _gaps(CARDS[str(key.value)]) == given, key.value
            checked += 1
    assert checked > 40


def test_no_sentence_is_left_over() -> None:
    used = {
        node.value for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)
    }
    assert not [key for key in CARDS if key not in used | set(AGAINST)]


def test_every_binding_of_an_order_names_interventions_drugs_and_levels_that_exist() -> None:
    knowledge, bindings = load_knowledge(), load_bindings()
    classes = {name for one in knowledge.ingredients.values() for name in one.classes}
    for row in bindings.entries["ordered"]:
        assert isinstance(row, Ordered)
        assert {*row.options, *row.also} <= set(knowledge.interventions), row.id
        assert set(row.drugs) <= set(knowledge.ingredients), row.id
        assert set(row.classes) <= classes, row.id
        assert row.says or row.drugs or row.classes, row.id
        scopes = {knowledge.interventions[name].scope for name in (*row.options, *row.also)}
        assert len(scopes) == 1, row.id
    for region in bindings.entries["regions"]:
        assert isinstance(region, Region)
        assert set(region.levels) <= set(knowledge.facts.lesion["level"].values)


def test_words_that_recognize_an_order_are_written_as_they_are_compared() -> None:
    for text in load_bindings().ordered_words:
        assert text == " ".join(text.lower().split())
