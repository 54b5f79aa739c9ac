"""What a bundle gives is what the reader of medicines reads: no dose of a record is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from resources import MORPHINE, dosage, statement

from backstay.case import Case
from backstay.exchange.bindings import load_bindings
from backstay.knowledge import load_knowledge
from backstay.medicines.reading.listed import listed

CASES = (Path(__file__).resolve().parents[2] / "fixtures" / "dosages.jsonl").read_text(
    encoding="utf-8"
)
SURE = [one for one in map(json.loads, CASES.splitlines()) if "gives" in one]


@pytest.mark.parametrize("one", SURE, ids=[one["case"] for one in SURE])
def test_every_sure_dose_is_read_again(one: dict[str, Any], case_of: Callable[..., Case]) -> None:
    case = case_of(statement(words=one.get("words", MORPHINE), dosage=[dosage(**one["dosage"])]))
    entries: Any = case.patient["medicines"]
    found = listed(entries, load_knowledge())
    assert found.unread == ()
    (line,) = found.lines
    assert (str(line.dose.low) if line.dose else None) == str(float(one["gives"]["dose"]))
    assert line.route == one["gives"]["route"]


LOCAL = ("ophthalmic", "otic")  # drops stay on the list; the reader of doses has no words for them


def test_every_form_and_route_of_the_bindings_is_known_to_the_reader() -> None:
    forms = {(one.form, one.route) for one in load_bindings().forms.values()}
    routes = {(None, route) for route in load_bindings().routes.values()}
    for form, route in sorted(forms | routes, key=str):
        if route in LOCAL:
            continue
        entry = {
            "drug": "morphine",
            **({"form": form} if form else {}),
            **({"route": route} if route else {}),
        }
        found = listed([entry], load_knowledge())
        assert not any("form" in one.problem or "route" in one.problem for one in found.unread), (
            form,
            route,
        )
