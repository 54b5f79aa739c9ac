"""The figure of the spine: well-formed, and no label over another, whatever the lesions."""

from __future__ import annotations

from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.present.lesions import LEVELS, Lesion, lesions
from backstay.present.spine.figure import spine
from backstay.present.spine.geometry import column
from backstay.present.spine.stack import spread

LETTER = {"big": 8.6, "b": 7.6, "": 7.0, "sm": 6.4, "sm q": 6.4, "lbl": 6.4}  # broad guesses
TALL = {"big": 15.0, "b": 13.0, "": 13.0, "sm": 12.0, "sm q": 12.0, "lbl": 12.0}
Box = tuple[float, float, float, float]


def _facts() -> st.SearchStrategy[dict[str, Any]]:
    course = st.fixed_dictionaries(
        {"dose": st.sampled_from([8, 30, None]), "fractions": st.sampled_from([1, 10])}
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "bone": st.sampled_from(["lytic", "blastic", "mixed"]),
            "collapse": st.sampled_from(["none", "under_half", "over_half"]),
            "escc": st.sampled_from(["0", "1a", "1b", "1c", "2", "3"]),
            "cauda_compression": st.sampled_from(["none", "partial", "complete"]),
            "prior_radiation": st.lists(course, max_size=2),
        },
    )


@st.composite
def _cases(draw: st.DrawFn) -> dict[str, Any]:
    """Lesions that do not overlap, some of them over several levels, with and without gaps in SINS."""
    ends = sorted(draw(st.sets(st.integers(0, len(LEVELS) - 1), max_size=20)))
    found, scores, last = [], [], -1
    for end in ends:
        start = draw(st.integers(last + 1, end))
        found.append({"level": LEVELS[start], "to_level": LEVELS[end], **draw(_facts())})
        low = draw(st.integers(0, 9))
        high = low + draw(st.integers(0, 9))
        gaps = ["pain"] if low < high else []
        scores.append(
            {
                "id": "sins",
                "lesion": LEVELS[start],
                "total": None if gaps else low,
                "interval": [low, high],
                "missing": gaps,
            }
        )
        applies = draw(st.sampled_from([True, False, None]))
        scores.append({"id": "escc", "lesion": LEVELS[start], "applies": applies})
        last = end
    return {"facts": {"lesions": found}, "scores": scores}


def _texts(svg: str) -> list[Box]:
    """The room that each text takes, by broad guesses."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own text)
    found = []
    for text in root.iter("text"):
        cls, said = text.get("class") or "", "".join(text.itertext())
        wide, tall = len(said) * LETTER[cls], TALL[cls]
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = x - wide if text.get("text-anchor") == "end" else x
        found.append((left, y - tall * 0.74, left + wide, y + tall * 0.2))
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=60, deadline=None)
@given(_cases())
def test_no_label_stands_over_another_and_none_leaves_the_figure(case: dict[str, Any]) -> None:
    svg = spine(lesions(case), "in words")
    boxes = _texts(svg)
    for one, other in combinations(boxes, 2):
        assert not _meet(one, other), (one, other)
    _, _, width, height = map(float, (ElementTree.fromstring(svg).get("viewBox") or "").split())  # noqa: S314
    for left, top, right, low in boxes:
        assert left >= -1 and right <= width + 8 and top >= -2 and low <= height + 2


@settings(max_examples=30, deadline=None)
@given(_cases())
def test_every_lesion_is_drawn_and_named(case: dict[str, Any]) -> None:
    found = lesions(case)
    svg = spine(found, "in words")
    for lesion in found:
        assert f">{lesion.title}</text>" in svg
    assert svg.count('class="tumor') >= sum(len(lesion.levels) for lesion in found)


def _drawn(cord: bool = True, **facts: Any) -> str:
    level = facts.pop("level", "T8")
    scores = [{"id": "escc", "lesion": level, "applies": cord}]
    found = lesions({"facts": {"lesions": [{"level": level, **facts}]}, "scores": scores})
    return spine(found, "in words")


@pytest.mark.parametrize(
    "bone, hatched, filled",
    [("lytic", True, False), ("blastic", False, True), ("mixed", True, True)],
)
def test_bone_shows_by_pattern(bone: str, hatched: bool, filled: bool) -> None:
    svg = _drawn(bone=bone)
    assert ("url(#spine-lytic)" in svg) is hatched
    assert ('class="tumor"' in svg) is filled


def test_bone_that_is_not_known_is_dashed() -> None:
    assert 'class="tumor-edge"' in _drawn() and "stroke-dasharray" in _drawn()
    assert "ESCC not known" in _drawn() and "SINS not known" in _drawn()


def test_collapse_lowers_the_front() -> None:
    shapes = {_drawn(bone="blastic", collapse=name) for name in ("none", "under_half", "over_half")}
    assert len(shapes) == 3


def test_below_the_conus_no_grade_of_the_cord_is_shown() -> None:
    svg = _drawn(cord=False, level="L4", escc="2", cauda_compression="partial")
    assert "no ESCC (cauda)" in svg and "cauda: partial" in svg and "ESCC 2" not in svg


def test_the_knowledge_says_where_the_scale_of_the_cord_applies() -> None:
    assert "no ESCC (cauda)" in _drawn(cord=False, level="L1", escc="2")
    assert "ESCC 2" in _drawn(cord=True, level="L1", escc="2")


def test_earlier_radiation_is_written_and_bracketed() -> None:
    svg = _drawn(prior_radiation=[{"dose": 30, "fractions": 10}])
    assert "prior 30 Gy/10" in svg and "h5V" in svg
    assert "2 prior courses" in _drawn(prior_radiation=[{"dose": 8}, {"dose": 8}])
    assert "prior radiation" in _drawn(prior_radiation=[{"dose": 8}])


def test_no_lesion_and_unknown_lesions_look_different() -> None:
    assert "no lesion listed" in spine([], "none") and "lesions not known" in spine(
        [], "none", known=False
    )


def test_a_level_that_is_no_level_is_left_out() -> None:
    found = lesions(
        {"facts": {"lesions": [{"level": "T81"}, {"level": "T8", "to_level": "nowhere"}]}}
    )
    assert [lesion.levels for lesion in found] == [("T8",), ()]
    assert isinstance(found[0], Lesion) and ">T8<" in spine(found, "one")


def test_levels_follow_each_other_down_the_column() -> None:
    boxes = column(376, 12, 46)
    heights = [boxes[level].y for level in LEVELS]
    assert heights == sorted(heights)


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(5, 30)), min_size=1, max_size=12).map(
        lambda pairs: sorted(pairs)
    )
)
def test_labels_are_spread_without_overlap(pairs: list[tuple[float, float]]) -> None:
    wanted, heights = [want for want, _ in pairs], [height for _, height in pairs]
    placed = spread(wanted, heights, 0, 400)
    for i in range(len(placed) - 1):
        assert placed[i + 1] - placed[i] >= (heights[i] + heights[i + 1]) / 2 - 1e-6
    assert placed[0] >= heights[0] / 2 - 1e-6
