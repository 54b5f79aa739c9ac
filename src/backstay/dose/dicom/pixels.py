"""Doses from the stored whole numbers of an RTDOSE: 16 or 32 bits, either byte order, never a guess."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.uid import RLELossless

from backstay.dose.dicom.geometry import Size
from backstay.dose.dicom.packed import run_lengths
from backstay.dose.dicom.refusal import Findings, Refused
from backstay.dose.dicom.values import MEND, byte_order, number, optional_text, raw, short, where

BITS = (16, 32)  # the widths that the standard allows for a dose
LEAST_DOSE = 1e-3  # Gy or percent; a file whose highest dose is smaller holds none
MOST_DOSE = 1e9  # far beyond any unit of dose
PIXELS = (None, "OB", "OW", "UN")
Doses = npt.NDArray[np.float32]


def read_doses(dataset: Dataset, found: Findings, size: Size | None) -> Doses | None:
    """Stored number times scaling, (frames, rows, columns); None when something is refused."""
    scaling = found.attempt(lambda: _scaling(dataset))
    kind = found.attempt(lambda: _kind(dataset))
    found.attempt(lambda: _check_one_gray_value(dataset))
    if size is None or scaling is None or kind is None:
        return None
    return found.attempt(lambda: _scaled(_stored(dataset, kind, size), scaling))


def _scaling(dataset: Dataset) -> float:
    scaling = number(dataset, "DoseGridScaling")
    if scaling <= 0:
        raise Refused(where("DoseGridScaling"), "is not above zero", MEND)
    return scaling


def _kind(dataset: Dataset) -> np.dtype[Any]:
    """How one stored number is written."""
    bits = short(dataset, "BitsAllocated")
    if bits not in BITS:
        raise Refused(where("BitsAllocated"), f"is {bits}; a dose has 16 or 32", MEND)
    if short(dataset, "BitsStored") != bits or short(dataset, "HighBit") != bits - 1:
        what = "and HighBit do not fill BitsAllocated, as a dose must"
        raise Refused(where("BitsStored"), what, MEND)
    signed = short(dataset, "PixelRepresentation")
    if signed not in (0, 1):
        raise Refused(where("PixelRepresentation"), "is neither 0 nor 1", MEND)
    order = "<" if byte_order(dataset) == "little" else ">"
    return np.dtype(f"{order}{'ui'[signed]}{bits // 8}")


def _check_one_gray_value(dataset: Dataset) -> None:
    if short(dataset, "SamplesPerPixel") != 1:
        raise Refused(where("SamplesPerPixel"), "is not 1", MEND)
    if optional_text(dataset, "PhotometricInterpretation") != "MONOCHROME2":
        raise Refused(where("PhotometricInterpretation"), "is not MONOCHROME2", MEND)


def _stored(dataset: Dataset, kind: np.dtype[Any], size: Size) -> npt.NDArray[Any]:
    value = raw(dataset, "PixelData", PIXELS)
    if value is None:
        raise Refused(
            where("PixelData"),
            "holds no doses",
            "export the dose as a grid, not as points or curves",
        )
    if dataset.file_meta.TransferSyntaxUID == RLELossless:
        return run_lengths(value, kind, size)
    expected = size.frames * size.rows * size.columns * kind.itemsize
    if len(value) != expected:
        what = f"holds {len(value)} bytes; the grid needs {expected}"
        raise Refused(where("PixelData"), what, "copy the whole file again, or export it again")
    return np.frombuffer(value, kind).reshape(size)


def _scaled(stored: npt.NDArray[Any], scaling: float) -> Doses:
    """The doses; a dose below zero, an infinite one, or none at all is refused."""
    lowest, highest = int(stored.min()), int(stored.max())
    if lowest < 0:
        what = "holds doses below zero: this may be a difference of doses"
        raise Refused(where("PixelData"), what, "export the dose of the plan itself")
    if not LEAST_DOSE <= highest * scaling <= MOST_DOSE:
        what = (
            "gives no dose anywhere"
            if highest * scaling < LEAST_DOSE
            else "gives doses without bounds"
        )
        raise Refused(where("PixelData"), what, "export the dose again after it has been computed")
    doses = np.empty(stored.shape, np.float32)
    np.multiply(stored, scaling, out=doses, casting="unsafe")
    return doses
