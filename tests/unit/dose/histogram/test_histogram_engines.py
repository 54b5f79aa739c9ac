"""The plain kernel, the compiled one and numpy give the same sums."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from analytic import AXES, circle, cylinder, grid_of, linear, sphere, turned
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.dose.histogram import compiled, engines, kernel, vectors
from backstay.dose.histogram.bins import dose_bins
from backstay.dose.histogram.engines import Scan, Sums, chosen, scan_of, start, tasks
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.kernel import scan
from backstay.dose.histogram.placing import Placed, place
from backstay.dose.histogram.prepare import prepare
from backstay.dose.histogram.shapes import Array, Grid, Structure
from backstay.dose.histogram.slabs import slabs
from backstay.dose.histogram.views import square
from backstay.dose.histogram.work import Work


def work_of(structure: Structure, grid: Grid) -> Work:
    placed = place(structure, grid)
    assert isinstance(placed, Placed) and placed.axis is not None
    between = slabs(placed.planes.positions, None, 2.0)
    return prepare(placed.planes, between, square(grid, placed.axis), dose_bins(grid))


def run(scan: Scan, work: Work) -> Sums:
    with ThreadPoolExecutor(1) as pool:
        return start(pool, scan, work)()


def same(one: Sums, other: Sums) -> None:
    np.testing.assert_allclose(one.sums, other.sums, rtol=1e-9, atol=1e-9)
    total = max(float(one.counts.sum()), 1.0)
    np.testing.assert_allclose(one.counts, other.counts, rtol=1e-6, atol=1e-11 * total)


def wavy(places: Array) -> Array:
    found: Array = 40 + 20 * np.sin(places / (5.0, 7.0, 6.0)).sum(axis=1)
    return found


def gaps(places: Array) -> Array:
    found = wavy(places)
    found[::57] = np.nan
    return found


def gentle(places: Array) -> Array:
    """Pieces that lie within one bin, or in two."""
    found: Array = 40.0 + places[:, 0] / 900
    return found


@pytest.mark.parametrize("dose", [wavy, gaps, gentle])
def test_three_ways_to_the_same_sums(dose: object) -> None:
    grid = grid_of(dose, (6.0, 7.0, 5.0), half=14.0)  # type: ignore[arg-type]
    contours = (
        *cylinder(9.0, 12.0, 4.0).contours,
        circle(4.0, (0.5, 0.5), 0.2, points=12),  # a hole
        circle(6.0, (17.0, 0.5), 4.2, points=12),  # partly outside
        circle(3.0, (0.0, 40.0), 4.2, points=12),  # outside
        circle(3.0, (0.0, 0.0), 60.0, points=12),  # beyond the last frame
    )
    work = work_of(Structure(name="x", number=1, contours=contours), grid)
    plain = run(scan, work)
    same(plain, run(scan_of("numba"), work))
    same(plain, run(scan_of("numpy"), work))


@pytest.mark.parametrize("axes", AXES)
def test_engines_agree_in_every_orientation(axes: str) -> None:
    grid = grid_of(wavy, (3.0, 2.0, 4.0), half=25.0, axes=AXES[axes])
    structures = [cylinder(12.0, 24.0, 3.0), sphere(9.0, 2.0), cylinder(4.0, 8.0, 2.0)]
    for one, other in zip(
        histograms(structures, grid, "numba"), histograms(structures, grid, "numpy"), strict=True
    ):
        np.testing.assert_allclose(one.volume, other.volume, rtol=1e-6, atol=1e-10)
        assert one.edges.tolist() == other.edges.tolist()
        assert one.mean == pytest.approx(other.mean, rel=1e-10)
        assert (one.max, one.min) == (other.max, other.min)
        assert one.warnings == other.warnings
        assert (one.sampling.engine, other.sampling.engine) == ("numba", "numpy")


def test_engines_agree_on_oblique_contours() -> None:
    structure = cylinder(8.0, 12.0, 2.0, axes=turned(20.0))
    (one,), (other,) = (
        histograms([structure], grid_of(wavy, half=20.0), name) for name in ("numba", "numpy")
    )
    np.testing.assert_allclose(one.volume, other.volume, rtol=1e-6, atol=1e-10)


points = st.lists(
    st.tuples(st.floats(-12, 12, width=32), st.floats(-12, 12, width=32)), min_size=3, max_size=9
)


@settings(max_examples=60, deadline=None)
@given(st.lists(points, min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_engines_agree_on_any_contours(
    outlines: list[list[tuple[float, float]]], seed: int
) -> None:
    """Whatever crosses whatever: all that the contours enclose is counted once, in both ways alike."""
    random = np.random.default_rng(seed)
    grid = grid_of(lambda places: random.uniform(0, 3, len(places)), (5.0, 4.0, 3.0), half=10.0)
    contours = tuple(
        np.array([(x, y, height) for x, y in outline])
        for outline, height in zip(outlines, (-6.0, -2.0, -2.0, 2.0), strict=False)
    )
    structure = Structure(name="x", number=1, contours=contours)
    (one,), (other,) = (histograms([structure], grid, name) for name in ("numba", "numpy"))
    assert one.refused == other.refused
    np.testing.assert_allclose(one.volume, other.volume, rtol=1e-6, atol=1e-10)
    assert one.outside_cc == pytest.approx(other.outside_cc, rel=1e-9, abs=1e-12)
    for ours, theirs in zip((one.highest, one.lowest), (other.highest, other.lowest), strict=True):
        assert ours == (theirs if theirs is None else pytest.approx(theirs, rel=1e-12))


def test_spans_from_face_to_face_a_few_cells_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(cylinder(30.0, 8.0, 4.0), grid_of(wavy, (6.0, 7.0, 5.0), half=14.0))
    monkeypatch.setattr(kernel, "LONGEST", 3)
    plain = run(scan, work)
    same(plain, run(vectors.scan, work))
    same(plain, run(scan_of("numba"), work))


def test_numpy_takes_many_pieces_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(cylinder(9.0, 12.0, 4.0), grid_of(wavy, (6.0, 7.0, 5.0), half=14.0))
    at_once = run(vectors.scan, work)
    monkeypatch.setattr(vectors, "PIECES", 10)
    same(at_once, run(vectors.scan, work))


def test_tasks_are_the_same_whatever_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    grid, structures = grid_of(wavy), [sphere(20.0, 2.0), cylinder(9.0, 12.0, 4.0)]
    monkeypatch.setattr(engines, "CHUNK", 5_000)
    assert len(tasks(work_of(structures[0], grid))) > 3
    (one, _), (other, _) = (_with_threads(monkeypatch, count, structures, grid) for count in (1, 4))
    assert one.volume.tolist() == other.volume.tolist()
    assert (one.mean, one.max) == (other.mean, other.max)


def _with_threads(
    monkeypatch: pytest.MonkeyPatch, count: int, structures: list[Structure], grid: Grid
) -> list:  # type: ignore[type-arg]
    monkeypatch.setattr(engines.os, "cpu_count", lambda: count)
    return histograms(structures, grid)


def test_the_engine_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (chosen("auto"), chosen("numba"), chosen("numpy")) == ("numba", "numba", "numpy")
    monkeypatch.setitem(sys.modules, "numba", None)  # its import fails
    assert chosen("auto") == "numpy"
    with pytest.raises(ValueError, match="no engine 'fast'"):
        chosen("fast")


def test_compiled_without_a_folder_for_its_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that nobody may write to compiles at each start, and works."""
    import numba

    made = []

    def njit(cache: bool = False, **options: object) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        made.append(options)
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)
    work = work_of(cylinder(4.0, 4.0, 4.0), grid_of(linear((0.0, 1.0, 0.0)), (9.0, 9.0, 9.0)))
    uncached = compiled.compiled_scan.__wrapped__()
    same(run(uncached, work), run(scan, work))
    assert len(made) == len(compiled.CALLED_FIRST)
