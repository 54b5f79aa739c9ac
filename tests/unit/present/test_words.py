"""Every sentence that the code asks for exists, with the gaps that the code fills."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import backstay.present
from backstay.present import words

ROOM = Path(backstay.present.__file__).parent
# Put together from a part: a shelf, a number, a kind.
IN_THE_BOOK = (
    "about_", "reading_", "head_", "higher_", "scope_", "compare ", "math ", "alone_when",
    "done_when", "rule_", "topic_", "case_", "patient_", "entry_", "reader_", "citing_",
    "any_lesion", "all_lesion", "count_lesion", "worst_lesion", "least", "greatest",
)  # fmt: skip
BUILT = {"noms_N", "noms_O", "noms_M", "noms_S"}  # put together from the letter


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                yield f"{path.relative_to(ROOM)}:{node.lineno}", node


def _keys(node: ast.expr) -> list[str]:
    """The phrase that is named: text, or either text of `a if c else b`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [*_keys(node.body), *_keys(node.orelse)] if isinstance(node, ast.IfExp) else []


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "function, group",
    [
        ("say", "phrases"),
        ("phrase", "phrases"),
        ("heading", "headings"),
        ("head", "headings"),
        ("say", "book"),
    ],
)
def test_what_is_asked_for_exists_with_its_gaps(function: str, group: str) -> None:
    known = words._words()[group]
    wrong = []
    for where, call in _calls(function):
        if function == "say" and where.startswith("book/") != (group == "book"):
            continue  # the book has phrases of its own
        given = {keyword.arg for keyword in call.keywords if keyword.arg}
        for key in _keys(call.args[0]):
            # `head` and `heading` are also functions that lay out; those take no known word.
            if key not in known and function in ("say", "phrase"):
                wrong.append(f"{where}: {key} is not in wording")
            elif key in known and _gaps(known[key]) != given:
                wrong.append(f"{where}: {key} needs {_gaps(known[key])}, is given {given}")
    assert not wrong, "\n".join(wrong)


def test_no_sentence_is_left_over() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ROOM.rglob("*.py")]
    used = {
        node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)
    }
    assert not [key for key in words._words()["phrases"] if key not in used | BUILT]


def test_no_word_of_the_book_is_left_over() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ROOM.rglob("*.py")]
    used = {
        node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)
    }
    left = [
        f"{group}: {key}"
        for group in ("book", "coverage", "conditions")
        for key in words._words()[group]
        if key not in used and not key.startswith(IN_THE_BOOK)
    ]
    assert not left


def test_an_id_without_a_word_reads_as_words() -> None:
    assert words.word("roles", "music_therapist") == "music therapist"


def test_a_list_says_how_many_more() -> None:
    assert words.listed(["a", "b", "c"], most=2) == "a, b and 1 more"
    assert words.listed([]) == ""
