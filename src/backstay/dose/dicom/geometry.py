"""Where the voxels of a dose lie: spacing, orientation and frame positions of an RTDOSE, checked.

DICOM PS3.3 C.8.8.3.2 gives two forms of GridFrameOffsetVector: offsets from the first frame along the
cross product of row and column direction (first element 0), or patient z of each frame (first element
the z of ImagePositionPatient, and only where the image axes are those of the patient).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pydicom import Dataset

from backstay.dose.dicom.refusal import Findings, Refused
from backstay.dose.dicom.values import (
    MEND,
    MOST_MM,
    Array,
    byte_order,
    numbers,
    raw,
    short,
    where,
    whole,
)

AXES_TOLERANCE = (
    1e-4  # of length and of perpendicularity; written with four digits they are as good
)
POSITION_MM = 0.01  # how exactly a first offset must be 0, or the z of the position
LEAST_STEP_MM = 0.01  # frames nearer than this are one frame twice
MOST_VOXELS = 100_000_000  # 400 MB of doses
OFFSETS = "GridFrameOffsetVector"
INCREMENT = (0x3004, 0x000C)  # the only element by which frames of a dose may be counted


class Size(NamedTuple):
    """How many voxels along each axis."""

    frames: int
    rows: int
    columns: int


class Geometry(NamedTuple):
    """Positions as in `Grid`; `reverse` says that the frames of the file stand in descending order."""

    size: Size
    columns: Array
    rows: Array
    frames: Array
    origin: Array
    axes: Array
    reverse: bool


def read_geometry(dataset: Dataset, found: Findings) -> Geometry | None:
    """The geometry of a dose; None when something of it is refused, all of which is in `found`."""
    size = found.attempt(lambda: _size(dataset))
    origin = found.attempt(lambda: _position(dataset))
    axes = found.attempt(lambda: _axes(dataset))
    spacing = found.attempt(lambda: _spacing(dataset))
    found.attempt(lambda: _check_increment(dataset))
    if size is None or origin is None or axes is None or spacing is None:
        return None
    offsets = found.attempt(lambda: _offsets(dataset, size.frames, origin, axes))
    if offsets is None:
        return None
    reverse = bool(offsets[0] > offsets[-1])
    between_rows, between_columns = spacing
    return Geometry(
        size=size,
        columns=np.arange(size.columns, dtype=np.float64) * between_columns,
        rows=np.arange(size.rows, dtype=np.float64) * between_rows,
        frames=offsets[::-1].copy() if reverse else offsets,
        origin=origin,
        axes=axes,
        reverse=reverse,
    )


def _size(dataset: Dataset) -> Size:
    frames = whole(dataset, "NumberOfFrames") if raw(dataset, "NumberOfFrames") else 1
    size = Size(frames, short(dataset, "Rows"), short(dataset, "Columns"))
    if min(size) < 2:
        what = f"has {_times(size)} voxels: where there is only one, its thickness is not known"
        raise Refused("the grid", what, "export the whole dose as one file of several frames")
    if frames * size.rows * size.columns > MOST_VOXELS:
        what = f"has {_times(size)} voxels, more than the {MOST_VOXELS} that are read"
        raise Refused("the grid", what, "export a smaller region or a coarser grid")
    return size


def _times(size: Size) -> str:
    return " x ".join(map(str, size))


def _position(dataset: Dataset) -> Array:
    origin = numbers(dataset, "ImagePositionPatient", 3)
    if (np.abs(origin) > MOST_MM).any():
        raise Refused(where("ImagePositionPatient"), "lies where no patient is", MEND)
    return origin


def _axes(dataset: Dataset) -> Array:
    """Unit vectors along columns, along rows, and along frames; rounding of the file is taken out."""
    along = numbers(dataset, "ImageOrientationPatient", 6).reshape(2, 3)
    lengths = np.linalg.norm(along, axis=1)
    tilt = abs(float(along[0] @ along[1]))
    if (np.abs(lengths - 1) > AXES_TOLERANCE).any() or tilt > AXES_TOLERANCE:
        what = "does not hold two perpendicular directions of length 1"
        raise Refused(where("ImageOrientationPatient"), what, MEND)
    first = along[0] / lengths[0]
    second = along[1] - (along[1] @ first) * first
    second /= np.linalg.norm(second)
    return np.array([first, second, np.cross(first, second)])


def _spacing(dataset: Dataset) -> tuple[float, float]:
    """Distance between rows, then between columns: the order of the standard."""
    between_rows, between_columns = numbers(dataset, "PixelSpacing", 2)
    if not (
        LEAST_STEP_MM
        <= min(between_rows, between_columns)
        <= max(between_rows, between_columns)
        <= MOST_MM
    ):
        raise Refused(where("PixelSpacing"), "is not two distances above zero", MEND)
    return float(between_rows), float(between_columns)


def _check_increment(dataset: Dataset) -> None:
    value = raw(dataset, "FrameIncrementPointer", (None, "AT", "UN"))
    if value is None:
        return
    order = byte_order(dataset)
    given = tuple(int.from_bytes(value[at : at + 2], order) for at in (0, 2))
    if len(value) != 4 or given != INCREMENT:
        what = "counts the frames by something else than GridFrameOffsetVector"
        raise Refused(where("FrameIncrementPointer"), what, MEND)


def _offsets(dataset: Dataset, frames: int, origin: Array, axes: Array) -> Array:
    """Distance of each frame from the first along the third axis, as the file orders them."""
    offsets = numbers(dataset, OFFSETS, frames)
    if abs(offsets[0]) > POSITION_MM:
        upright = np.abs(axes - np.eye(3)).max() <= AXES_TOLERANCE
        if not upright or abs(offsets[0] - origin[2]) > POSITION_MM:
            what = "begins neither with 0 nor, on the axes of the patient, with the z of ImagePositionPatient"
            raise Refused(where(OFFSETS), what, MEND)
        offsets = offsets - origin[2]
    steps = np.diff(offsets)
    if not ((steps >= LEAST_STEP_MM).all() or (steps <= -LEAST_STEP_MM).all()):
        raise Refused(where(OFFSETS), "neither rises nor falls from frame to frame", MEND)
    if np.abs(offsets).max() > MOST_MM:
        raise Refused(where(OFFSETS), "reaches where no patient is", MEND)
    return offsets
