"""What cannot be computed is said for each structure, and never looks like a volume of zero."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from analytic import circle, cylinder, grid_of, linear, turned

from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import (
    dose_at_share,
    dose_at_volume,
    share_at_dose,
    total_cc,
    volume_at_dose,
)
from backstay.dose.histogram.shapes import Grid, Structure

GRID = grid_of(linear((0.0, 1.0, 0.0)))
LINE = np.array([(0.0, 0.0, 0.0), (5.0, 5.0, 0.0), (10.0, 10.0, 0.0)])
TILTED = circle(8.0, (0.0, 0.0), 4.0) @ turned(30.0)
REFUSED = {
    "no contours": (),
    "no contour has three points or more": (LINE[:2], LINE[:1]),
    "a contour whose points are not (x, y, z)": (LINE, np.zeros((4, 2))),
    "a contour with points that are not numbers": (LINE, LINE * np.nan),
    "its contours do not lie in parallel planes": (circle(8.0, (0.0, 0.0), 0.0), TILTED),
    "its contours enclose no volume": (LINE, LINE + np.array((0, 0, 2))),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_and_the_others_computed(why: str) -> None:
    bad = Structure(
        name="bad", number=7, contours=REFUSED[why], kind="ORGAN", warnings=("as read",)
    )
    refused, computed = histograms([bad, cylinder(8.0, 20.0, 2.0)], GRID)
    assert (refused.name, refused.number, refused.kind) == ("bad", 7, "ORGAN")
    assert refused.refused == why
    assert refused.warnings == ("as read", f"not computed: {why}")
    assert refused.volume.size == 0 and refused.mean is None
    assert computed.refused is None and computed.mean is not None


def test_a_refused_structure_has_no_measures() -> None:
    (refused,) = histograms([Structure(name="bad", number=1, contours=())], GRID)
    assert total_cc(refused) is None
    assert dose_at_volume(refused, 0.03) is None
    assert dose_at_share(refused, 98) is None
    assert volume_at_dose(refused, 10.0) is None
    assert share_at_dose(refused, 10.0) is None


def test_contours_on_a_line_only_and_not_in_planes() -> None:
    tilted = LINE + np.array([(0, 0, 0), (0, 0, 3), (0, 0, 6)])
    (refused,) = histograms([Structure(name="bad", number=1, contours=(tilted,))], GRID)
    assert refused.refused == "its contours do not lie in parallel planes"


def test_contours_of_too_few_points_are_left_out_and_said() -> None:
    structure = cylinder(8.0, 40.0, 2.0)
    short = msgspec.structs.replace(structure, contours=(*structure.contours, LINE[:2]))
    (found,) = histograms([short], GRID)
    assert found.warnings == ("contours left out, for they have fewer than three points: 1",)


def with_(**changes: object) -> Grid:
    return msgspec.structs.replace(GRID, **changes)


BAD_GRIDS = {
    "has (40, 41, 40) voxels and positions for (40, 41, 39)": with_(columns=GRID.columns[1:]),
    "fewer than two frames": with_(frames=GRID.frames[:1], dose=GRID.dose[:1]),
    "the rows of the dose grid do not ascend": with_(rows=GRID.rows[::-1]),
    "the columns of the dose grid do not ascend": with_(columns=GRID.columns * np.nan),
    "axes of the dose grid are not square": with_(axes=np.eye(3) * 2),
    "origin of the dose grid is not a place": with_(origin=np.array([0.0, np.nan, 0.0])),
}


@pytest.mark.parametrize("why", BAD_GRIDS)
def test_a_grid_that_cannot_be_used(why: str) -> None:
    with pytest.raises(ValueError, match="dose grid") as caught:
        histograms([cylinder(8.0, 20.0, 2.0)], BAD_GRIDS[why])
    assert why in str(caught.value)


def test_every_problem_of_a_grid_is_named() -> None:
    with pytest.raises(ValueError, match=r"ascend.*; .*square"):
        histograms([], with_(rows=GRID.rows[::-1], axes=np.eye(3) * 2))


def test_no_structures() -> None:
    assert histograms([], GRID) == []
