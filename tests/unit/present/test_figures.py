"""The small figures: the axial mark and the SINS strip."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from backstay.knowledge import load_knowledge
from backstay.present.axial import axial
from backstay.present.strip import strip


def test_every_grade_looks_different() -> None:
    marks = {axial(0, 0, grade) for grade in ("0", "1a", "1b", "1c", "2", "3", None)}
    assert len(marks) == 7


def test_an_unknown_grade_and_the_cauda_are_dashed() -> None:
    assert "stroke-dasharray" in axial(0, 0, None) and "stroke-dasharray" in axial(
        0, 0, "2", cauda=True
    )
    assert "stroke-dasharray" not in axial(0, 0, "2")


SINS = load_knowledge().scores["sins"]


def test_the_strip_has_a_tick_where_each_band_begins() -> None:
    moved = msgspec.structs.replace(SINS, bands=SINS.bands[:2])
    assert strip(None, SINS, "T8").count("v15") == len(SINS.bands) - 1
    assert strip(None, moved, "T8").count("v15") == 1


def test_tumor_of_the_cauda_is_drawn_only_where_it_is_known() -> None:
    assert "tumor" in axial(0, 0, "partial", cauda=True)
    assert "tumor" not in axial(0, 0, None, cauda=True)


def _strip(low: float, high: float) -> str:
    score: dict[str, Any] = {
        "id": "sins",
        "total": low if low == high else None,
        "interval": [low, high],
    }
    return strip(score, SINS, "T8")


def test_known_points_are_solid_and_possible_points_dashed() -> None:
    assert "stroke-dasharray" not in _strip(11, 11)
    assert "stroke-dasharray" in _strip(4, 10)
    assert "stroke-dasharray" in strip(None, SINS, "T8") and 'class="fill"' not in strip(
        None, SINS, "T8"
    )


@pytest.mark.parametrize(
    "low, high, said", [(11, 11, "SINS 11 of 18"), (4, 10, "SINS 4\N{EN DASH}10 of 18")]
)
def test_the_strip_says_its_result(low: float, high: float, said: str) -> None:
    assert said in _strip(low, high)
