"""The functions of the commands stand in the room under the commands' names."""

from __future__ import annotations

from typing import Any

import pytest

from backstay import medicines
from backstay.knowledge import load_knowledge
from backstay.medicines.opioids.taper import OpioidTapered

KNOWLEDGE = load_knowledge()
COMMANDS = ("mme", "rotate", "steroid", "renal", "taper", "interactions", "response")


def line(text: str) -> Any:
    return medicines.read_lines(text, KNOWLEDGE).lines[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_function_which_says_what_it_does(name: str) -> None:
    function = getattr(medicines, name)
    assert callable(function) and "." in (function.__doc__ or "").splitlines()[0]


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError):
        medicines.__getattr__("guess")


def test_text_to_equivalent_in_two_steps() -> None:
    found = medicines.mme([line("oxycodone MR 20 mg twice a day")], KNOWLEDGE)
    assert found.total == (60, 60)


def test_an_opioid_goes_down_by_steps() -> None:
    assert isinstance(medicines.taper(line("morphine MR 50 mg po bd"), KNOWLEDGE), OpioidTapered)


@pytest.mark.parametrize(
    ("text", "facts", "days", "known"),
    [
        ("dexamethasone 8 mg daily", None, None, False),
        ("dexamethasone 8 mg daily", {"steroid_days": 10}, None, True),
        ("dexamethasone 8 mg daily for 10 days", None, None, True),
        ("dexamethasone 8 mg daily", None, 10, True),
        ("gabapentin 300 mg three times a day", None, None, True),
    ],
)
def test_for_how_long_it_was_taken_may_be_said_in_three_places(
    text: str, facts: Any, days: Any, known: bool
) -> None:
    found = medicines.taper(line(text), KNOWLEDGE, facts, days=days)
    assert bool(found.days) is known
