"""Lines as people write them: each is read as intended or refused, and none is read wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from backstay.case.values import Interval
from backstay.knowledge import load_knowledge
from backstay.medicines.line import Line
from backstay.medicines.reading.lines import read_lines
from backstay.medicines.reading.listed import as_entry, listed
from backstay.medicines.reading.writing import written

KNOWLEDGE = load_knowledge()
FIXTURE = Path(__file__).parents[3] / "fixtures" / "medicine_lines.yaml"
LINES = [tuple(one) for part in yaml.safe_load(FIXTURE.read_text()).values() for one in part]
READ = [(text, intended) for text, intended in LINES if not intended.startswith("refused")]
REFUSED = [
    (text, kind.removeprefix("refused").strip())
    for text, kind in LINES
    if kind.startswith("refused")
]
FORMS = set(KNOWLEDGE.tables["medicine_forms"])
AMOUNT, UNIT = re.compile(r"[\d.]+(-[\d.]+)?"), re.compile(r"mg|mcg|g|units|mL|mcg/h|mg/h")


def interval(text: str) -> Interval:
    low, _, high = text.partition("-")
    return Interval(float(low), float(high or low))


def intended(text: str) -> list[dict[str, Any]]:
    """The fields of each line of a reading of the fixture."""
    return [fields(one.split()) for one in text.split(";")]


def fields(words: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"drug": words[0]}
    for word in words[1:]:
        name, _, value = word.partition("=")
        if word.endswith("/d"):
            found["per_day"] = interval(word.removesuffix("/d"))
        elif re.fullmatch(r"q[\d.]+h", word):
            found["every_hours"] = float(word[1:-1])
        elif AMOUNT.fullmatch(word):
            found["dose"] = interval(word)
        elif value:
            found["taken_per_day" if name == "taken" else name] = float(value)
        elif word == "prn":
            found["as_needed"] = True
        else:
            kind = "unit" if UNIT.fullmatch(word) else "form" if word in FORMS else "route"
            found[kind] = word
    return found


def said(line: Line) -> dict[str, Any]:
    """What a line says, without its text."""
    given = msgspec.structs.asdict(line)
    return {
        name: value
        for name, value in given.items()
        if name != "text" and value is not None and value is not False
    }


def test_the_fixture_is_large_enough() -> None:
    assert len(LINES) >= 250 and len({text for text, _ in LINES}) == len(LINES)


@pytest.mark.parametrize(("text", "reading"), READ, ids=[text for text, _ in READ])
def test_a_line_is_read_as_intended(text: str, reading: str) -> None:
    found = read_lines(text, KNOWLEDGE)
    assert not found.unread
    assert len(found.lines) == len(intended(reading))
    for line, wanted in zip(found.lines, intended(reading), strict=True):
        assert line.text == text
        assert said(line).keys() == wanted.keys()
        for name, value in wanted.items():
            near = value if isinstance(value, str) else pytest.approx(value, rel=1e-3)
            assert said(line)[name] == near, name


@pytest.mark.parametrize(("text", "problem"), REFUSED, ids=[text for text, _ in REFUSED])
def test_a_line_that_is_not_certain_is_asked(text: str, problem: str) -> None:
    found = read_lines(text, KNOWLEDGE)
    assert not found.lines
    (unread,) = found.unread
    assert unread.text == text and unread.at == 1 and unread.expected
    assert problem in unread.problem


@pytest.mark.parametrize("text", [text for text, _ in READ])
def test_what_was_read_is_written_and_read_the_same(text: str) -> None:
    for line in read_lines(text, KNOWLEDGE).lines:
        (again,) = read_lines(written(line), KNOWLEDGE).lines
        assert said(again) == said(line) and written(again) == written(line)
        (entered,) = listed([as_entry(line)], KNOWLEDGE).lines
        assert said(entered) == said(line)
        (whole,) = [
            one for one in listed([{"drug": text}], KNOWLEDGE).lines if one.drug == line.drug
        ]
        assert whole == line
