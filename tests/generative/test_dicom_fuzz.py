"""Files that are broken on purpose: refused by name or computed, never a crash, never a zero that nobody remarks.

Elements of a phantom's files are taken away, emptied, or given other values and lengths; bytes of the files, and
of a crop of the example plan, are overwritten, cut and moved. BACKSTAY_FUZZ=20000 in the environment runs that
many examples of each instead of the usual few.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from dicom_elements import STRIKES, Element, as_bytes, change, head, parsed, strike
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydicom import Dataset, dcmread
from pydicom.uid import ExplicitVRLittleEndian

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.plan import read_plan
from backstay.dose.dicom.refusal import DicomProblem
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import read_structures
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.shapes import Grid, Histogram, Structure
from backstay.dose.phantom.answers import Gradient
from backstay.dose.phantom.drawn import Form, grid, structures
from backstay.dose.phantom.shapes import cylinder, sphere
from backstay.dose.phantom.written import dose_file, plan_file, structure_set

Files: TypeAlias = tuple[bytes, bytes, bytes]  # structures, dose, plan

EXAMPLES = int(os.environ.get("BACKSTAY_FUZZ", "100"))
EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "examples" / "dicom_rt"
SHAPES = [cylinder(8.0, 6.0, name="Cord"), sphere(5.0, name="Target", kind="PTV")]
FORM = Form(points=12, spacing=(4.0, 4.0, 3.0), position="FFP", offsets="descending", bits=16)
SMALL = ("Nodes", "Borders")  # of the example plan
FRAMES = 25  # of its dose that are kept, around what is small
NASTY = [
    b"", b" ", b"\0", b"0 ", b"-1", b"1 ", b"1.5 ", b"nan ", b"inf ", b"1e999 ", b"1e308 ", b"1e-308", b"-0",
    b"1\\2 ", b"\\\\", b"1\\\\2 ", b"1,5 ", b"0x10", b"1_0 ", b"\xff\xff", b"\0\0\0\0", b"\xfe\xff\x00\xe0",
    b"\xfe\xff\x0d\xe0\0\0\0\0", b"\xfe\xff\x00\xe0\xff\xff\xff\xff", b"POINT ", b"GY", b"RELATIVE",
    b"1\\0\\0\\0\\1\\0 ", b"0\\-1\\0\\1\\0\\0 ", b"999999999999999999999999 ", b"ISO_IR 999",
    b"\\ISO 2022 IR 87", "Mark".encode("utf-16"),
]  # fmt: skip

numbers = st.integers(0, 10**9)
other_values = st.one_of(
    st.sampled_from(NASTY),
    st.binary(max_size=12),
    st.lists(st.floats(-500, 500).map(lambda x: f"{x:.4f}"), max_size=12).map(
        lambda xs: "\\".join(xs).encode()
    ),
)
changes = st.lists(
    st.tuples(
        st.integers(0, 2),
        numbers,
        st.sampled_from(["delete", "replace", "lie", "repeat", "drop"]),
        other_values,
    ),
    min_size=1,
    max_size=3,
)
strikes = st.lists(
    st.tuples(
        st.integers(0, 2),
        numbers,
        st.sampled_from(STRIKES),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=4,
)


@cache
def phantom_files() -> Files:
    drawn = structures(SHAPES, FORM)
    dose = dose_file(grid(SHAPES, Gradient(), FORM), FORM)
    made = structure_set(drawn, FORM), dose, plan_file(drawn, FORM)
    return tuple(map(written, made))  # type: ignore[return-value]


@cache
def rewritten() -> Files:
    """The same in the other form: kinds of elements written out, lists without lengths."""
    made = []
    for data in phantom_files():
        dataset = dcmread(BytesIO(data))
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        for element in dataset.iterall():
            element.is_undefined_length = element.VR == "SQ"
        made.append(written(dataset))
    return made[0], made[1], made[2]


@cache
def phantom_elements() -> tuple[list[Element], ...]:
    return tuple(parsed(data[len(head(data)) :]) for data in phantom_files())


@cache
def example_files() -> Files:
    """Two small structures and the dose around them, of a real planning system."""
    drawn, dose, plan = (dcmread(EXAMPLE / f"{name}.dcm") for name in ("rtss", "rtdose", "rtplan"))
    kept = {one.ROINumber for one in drawn.StructureSetROISequence if one.ROIName in SMALL}
    drawn.StructureSetROISequence = [
        one for one in drawn.StructureSetROISequence if one.ROINumber in kept
    ]
    drawn.ROIContourSequence = [
        one for one in drawn.ROIContourSequence if one.ReferencedROINumber in kept
    ]
    pixels = dose.pixel_array[:FRAMES, ::6, ::6]
    dose.NumberOfFrames, dose.Rows, dose.Columns = pixels.shape
    dose.GridFrameOffsetVector = list(dose.GridFrameOffsetVector[:FRAMES])
    dose.PixelSpacing, dose.PixelData = [15, 15], pixels.tobytes()
    del dose.DVHSequence
    return written(drawn), written(dose), written(plan)


def written(dataset: Dataset) -> bytes:
    into = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is written here is wrong on purpose
        dataset.save_as(into, enforce_file_format=True)
    return into.getvalue()


def outcome(files: Files) -> str:
    """Refused in words that can be shown, or computed so that the numbers can be."""
    try:
        drawn, dose, plan = read_structures(files[0]), read_dose(files[1]), read_plan(files[2])
        there = together(drawn, dose, plan)
    except DicomProblem as refused:
        assert refused.problems and all(
            one.isprintable() and len(one) < 600 for one in refused.problems
        )
        return "refused"
    assert plan.fractions is not None or plan.asks
    assert all(one.dose > 0 for one in plan.prescriptions)
    sound(dose.grid)
    found = histograms(there.structures, dose.grid, engine="numpy")
    for structure, histogram in zip(there.structures, found, strict=True):
        honest(structure, histogram)
    return "computed"


def sound(grid: Grid) -> None:
    assert grid.dose.shape == (grid.frames.size, grid.rows.size, grid.columns.size)
    assert np.isfinite(grid.dose).all() and grid.dose.min() >= 0 and grid.dose.max() > 0
    assert np.allclose(grid.axes @ grid.axes.T, np.eye(3)) and np.linalg.det(grid.axes) > 0


def honest(structure: Structure, histogram: Histogram) -> None:
    """A structure with contours has a volume, or it is said why not."""
    if histogram.refused is not None or not structure.contours:
        assert histogram.refused and not histogram.volume.size
        assert structure.warnings or structure.contours
        return
    volume = histogram.volume.sum() + histogram.outside_cc
    points = np.concatenate(structure.contours)
    sides = np.ptp(points, axis=0) + 2 * histogram.sampling.slab_mm[1]
    assert 0 < volume <= np.prod(sides) / 1000 * 1.001
    assert (histogram.volume >= 0).all()
    if histogram.mean is not None:
        assert histogram.min is not None and histogram.max is not None
        assert histogram.min - 0.01 <= histogram.mean <= histogram.max + 0.01
    else:
        assert histogram.outside_cc > 0


@settings(max_examples=EXAMPLES)
@given(changes)
def test_elements_that_are_wrong(wrong: list[tuple[int, int, str, bytes]]) -> None:
    made = list(phantom_files())
    changed = {which: deepcopy(phantom_elements()[which]) for which, *_ in wrong}
    for which, at, how, value in wrong:
        change(changed[which], at, how, value)
    for which, there in changed.items():
        made[which] = head(made[which]) + as_bytes(there)
    event(outcome((made[0], made[1], made[2])))


@settings(max_examples=EXAMPLES)
@given(st.sampled_from([phantom_files, rewritten]), strikes)
def test_bytes_that_are_wrong(
    files: Callable[[], Files], wrong: list[tuple[int, int, str, bytes]]
) -> None:
    event(outcome(struck(files(), wrong)))


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.exists(), reason="../shared/examples/dicom_rt is not here")
@settings(max_examples=EXAMPLES)
@given(strikes)
def test_bytes_of_a_real_plan_that_are_wrong(wrong: list[tuple[int, int, str, bytes]]) -> None:
    event(outcome(struck(example_files(), wrong)))


def struck(files: Files, wrong: list[tuple[int, int, str, bytes]]) -> Files:
    made = list(files)
    for which, at, how, value in wrong:
        made[which] = strike(made[which], at, how, value)
    return made[0], made[1], made[2]


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=400), st.booleans())
def test_bytes_that_are_no_file(data: bytes, marked: bool) -> None:
    start = bytes(128) + b"DICM" if marked else b""
    for read in (read_structures, read_dose, read_plan):
        with pytest.raises(DicomProblem):
            read(start + data)


def test_what_is_not_broken_is_computed() -> None:
    again = [
        head(d) + as_bytes(e) for d, e in zip(phantom_files(), phantom_elements(), strict=True)
    ]
    assert tuple(again) == phantom_files()
    drawn, dose = read_structures(phantom_files()[0]), read_dose(phantom_files()[1])
    found = histograms(together(drawn, dose).structures, dose.grid, engine="numpy")
    assert all(one.refused is None and one.volume.sum() > 0.1 for one in found)
    assert outcome(phantom_files()) == outcome(rewritten()) == "computed"
    assert rewritten()[0].count(b"\xff\xff\xff\xff") > 4
