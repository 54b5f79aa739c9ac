"""Lists of lines: which line is asked, what is expected, and what hostile text does."""

from __future__ import annotations

import time

import pytest

from backstay.knowledge import load_knowledge
from backstay.medicines.reading.lines import MOST_LINES, read_lines
from backstay.medicines.reading.tokens import LONGEST
from backstay.medicines.reading.writing import written

KNOWLEDGE = load_knowledge()
GOOD = "morphine 10 mg q4h"


def test_lines_stand_apart_by_newlines_or_semicolons() -> None:
    found = read_lines(f"{GOOD};oxycodone MR 20 mg bd\r\n\nparacetamol 1 g qds;", KNOWLEDGE)
    assert [one.drug for one in found.lines] == ["morphine", "oxycodone", "acetaminophen"]
    assert not found.unread


def test_a_problem_names_its_line_and_its_drug_where_that_is_sure() -> None:
    found = read_lines(f"{GOOD}\nmorphine mornings\n; xyzzy 5 mg bd\nmorphine/ibuprofen", KNOWLEDGE)
    assert [(one.at, one.drug) for one in found.unread] == [(2, "morphine"), (3, None), (4, None)]
    assert [one.drug for one in found.lines] == ["morphine"]


def test_no_text_is_no_line() -> None:
    assert read_lines("", KNOWLEDGE) == read_lines(" \n;\n", KNOWLEDGE)
    assert read_lines("", KNOWLEDGE).lines == read_lines("", KNOWLEDGE).unread == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("moprhine 10 mg bd", "did you mean morphine?"),
        ("hydromorphne 2 mg bd", "did you mean hydromorphone?"),
        ("oxicodone 2 mg bd", "did you mean oxycodone?"),
        ("fentanyll 25 mcg/h", "did you mean fentanyl?"),
        ("MS 10 mg q4h", "morphine or magnesium sulfate"),
        ("oxycodone 5 mg qd", "once a day, written out: it is mistaken for four times a day"),
        ("fentanyl patch 25 mg", "a dose in mcg/h"),
        ("fentanyl 25 mg every 72 h", "0.005 to 2 mg"),
        (
            "oxycodone 5 mg 2 tablets bd",
            "whether the amount is that of one piece: 2 tablets of 5 mg",
        ),
        ("morphine 10 mg", "how often, such as twice a day or every 4 hours"),
    ],
)
def test_what_was_expected_is_told(text: str, expected: str) -> None:
    (unread,) = read_lines(text, KNOWLEDGE).unread
    assert unread.expected == expected


def test_a_far_name_is_no_question() -> None:
    (unread,) = read_lines("morfeen 10 mg bd", KNOWLEDGE).unread
    assert "did you mean" not in unread.expected


def test_a_long_line_and_a_long_list_are_refused() -> None:
    (unread,) = read_lines(f"{GOOD} {'x' * LONGEST}", KNOWLEDGE).unread
    assert unread.problem == f"more than {LONGEST} characters"
    found = read_lines(f"{GOOD}\n" * (MOST_LINES + 3), KNOWLEDGE)
    assert len(found.lines) == MOST_LINES
    assert [(one.text, one.at) for one in found.unread] == [("3 lines more", MOST_LINES + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1,",
        "1-",
        "1/",
        "1 to ",
        "a.",
        "(",
        "q ",
        "every 2 ",
        "max ",
        "1/2 ",
        "½",
        "morphine ",
        "-",
        "' ",
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    found = read_lines(text * (LONGEST // len(text)), KNOWLEDGE)
    assert not found.lines and len(found.unread) == 1
    assert time.perf_counter() - started < 0.5


def test_micrograms_in_every_spelling() -> None:
    for unit in (
        "mcg",
        "MCG",
        "µg",
        "\u03bcg",
        "ug",
        "microgram",
        "micrograms",
        "microgrammes",
        "Mikrogramm",
    ):
        (line,) = read_lines(f"fentanyl 100 {unit} sc q4h", KNOWLEDGE).lines
        assert (line.unit, line.dose) == ("mcg", (100.0, 100.0)), unit


def test_a_line_of_which_something_is_missing_is_written_as_far_as_it_goes() -> None:
    (line,) = read_lines("morphine 10 mg prn, took 3 yesterday", KNOWLEDGE).lines
    assert written(line) == "morphine 10 mg as needed (3 taken)"
