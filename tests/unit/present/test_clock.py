"""The clock as a bar: words never meet, and a limit that passed is not hidden."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.present.clock import bar
from backstay.present.urgency import Clock

NOW = datetime.fromisoformat("2026-03-14T09:30+01:00")
SIZE = {"sm": 6.2, "sm b": 6.6, "b": 7.2, "sm q": 6.2}
Box = tuple[float, float, float, float]


def _clock(within: float | None, used: float | None) -> Clock:
    return Clock("emergency", within, used, NOW, [], [], None)


def _boxes(svg: str) -> list[Box]:
    found = []
    for text in ElementTree.fromstring(svg).iter("text"):  # noqa: S314  (our own text)
        wide = len("".join(text.itertext())) * SIZE[text.get("class") or "sm"]
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = x - wide * {"end": 1.0, "middle": 0.5}.get(text.get("text-anchor") or "", 0)
        found.append((left, y - 9, left + wide, y + 2))
    return found


@given(
    st.sampled_from([1, 4, 24, 48, 168]),
    st.none() | st.floats(0, 400),
    st.sampled_from([680, 320]),
)
def test_no_word_stands_over_another(within: float, used: float | None, width: float) -> None:
    boxes = _boxes(bar(_clock(within, used), width=width) or "")
    for one, other in combinations(boxes, 2):
        assert not (
            one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        )
    assert all(0 <= left and right <= width + 12 for left, _, right, _ in boxes)


def test_the_bar_says_since_when_and_until_when() -> None:
    svg = bar(_clock(48, 36.5)) or ""
    for said in ("12 March 21:00 first red flag", "now: 36 h 30 min", "48 h", "14 March 21:00"):
        assert f">{said}</text>" in svg


def test_a_start_that_is_not_known_is_dashed_and_not_red() -> None:
    svg = bar(_clock(24, None)) or ""
    assert "start not known" in svg and "stroke-dasharray" in svg and 'class="red"' not in svg


@pytest.mark.parametrize("width", [680, 320])
def test_a_limit_that_has_passed_is_marked_inside_the_bar(width: float) -> None:
    svg = bar(_clock(24, 36.5), width=width) or ""
    assert "24 h</text>" in svg and "17v14" in svg


def test_without_a_limit_there_is_no_bar() -> None:
    assert bar(_clock(None, 5)) is None


def test_without_a_time_of_day_no_clock_time_is_made_up() -> None:
    svg = bar(_clock(24, 5)._replace(now=None)) or ""
    assert ">first red flag</text>" in svg and "March" not in svg
