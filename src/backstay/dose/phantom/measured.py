"""What Backstay itself finds in the files of a phantom, beside the right answers."""

from __future__ import annotations

from math import nan

import msgspec

from backstay.dose.dicom.grid import read_dose
from backstay.dose.dicom.same import together
from backstay.dose.dicom.structures import read_structures
from backstay.dose.histogram.histograms import histograms
from backstay.dose.histogram.measures import dose_at_share, dose_at_volume, total_cc
from backstay.dose.histogram.shapes import Histogram
from backstay.dose.phantom.answers import Answer
from backstay.dose.phantom.commissioning import Allowed, Plan, right_answers
from backstay.dose.phantom.written import Written

MEASURES = {  # what is compared, and which tolerance it has
    "volume_cc": "volume_percent",
    "mean": "mean",
    "max": "extremes",
    "min": "extremes",
    "d2": "d2_d98",
    "d98": "d2_d98",
    "d0_03cc": "d0_03cc",
}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one structure, what it should be, and whether it is near enough."""

    plan: str
    structure: str
    measure: str
    found: float
    right: float
    off: float  # percent for the volume, else Gy
    allowed: float
    passed: bool


def differences(plan: Plan, written: Written, engine: str = "auto") -> list[Difference]:
    """Every number that Backstay reads from a written plan, beside the right one."""
    found = measured(written, engine)
    return [
        _difference(plan.folder, one, right, plan.allowed, name)
        for one, right in zip(found, right_answers(plan), strict=True)
        for name in MEASURES
    ]


def measured(written: Written, engine: str = "auto") -> list[Answer]:
    """The same numbers as the answers, from the files through the reader and the kernel."""
    dose = read_dose(written.dose)
    laid = together(read_structures(written.structures), dose)
    return [_answer(one) for one in histograms(laid.structures, dose.grid, engine)]


def _answer(one: Histogram) -> Answer:
    return Answer(
        name=one.name,
        volume_cc=_known(total_cc(one)),
        mean=_known(one.mean),
        max=_known(one.max),
        min=_known(one.min),
        d2=_known(dose_at_share(one, 2.0)),
        d50=_known(dose_at_share(one, 50.0)),
        d98=_known(dose_at_share(one, 98.0)),
        d0_03cc=_known(dose_at_volume(one, 0.03)),
        d0_035cc=_known(dose_at_volume(one, 0.035)),
    )


def _known(value: float | None) -> float:
    """Not a number where nothing was found: no tolerance holds for it."""
    return nan if value is None else value


def _difference(plan: str, one: Answer, right: Answer, allowed: Allowed, name: str) -> Difference:
    found, told = getattr(one, name), getattr(right, name)
    limit = getattr(allowed, MEASURES[name])
    off = (found / told - 1) * 100 if name == "volume_cc" else found - told
    return Difference(
        plan=plan,
        structure=right.name,
        measure=name,
        found=found,
        right=told,
        off=off,
        allowed=limit,
        passed=abs(off) <= limit,
    )
