"""Dose: what tissue has had, what it may still get, and whether a plan keeps to it.

The functions of the commands stand here under the same names, imported when they are asked for; those that read a
plan need the extra `dicom`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstay.dose.cord.available import available
    from backstay.dose.cord.cumulative import cumulative
    from backstay.dose.cord.lesion import cord_dose
    from backstay.dose.dicom.grid import read_dose
    from backstay.dose.dicom.plan import read_plan
    from backstay.dose.dicom.structures import read_structures
    from backstay.dose.heat.thermal import thermal_dose
    from backstay.dose.histogram.histograms import histograms
    from backstay.dose.limits.biology import bed, eqd2, same_effect
    from backstay.dose.limits.organs import limits_for
    from backstay.dose.limits.risk import risk_of_cord

WHERE = {
    "available": "cord.available", "bed": "limits.biology", "cord_dose": "cord.lesion",
    "cumulative": "cord.cumulative", "eqd2": "limits.biology", "histograms": "histogram.histograms",
    "limits_for": "limits.organs", "read_dose": "dicom.grid", "read_plan": "dicom.plan",
    "read_structures": "dicom.structures", "risk_of_cord": "limits.risk", "same_effect": "limits.biology",
    "thermal_dose": "heat.thermal",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{WHERE[name]}"), name)


__all__ = [
    "available",
    "bed",
    "cord_dose",
    "cumulative",
    "eqd2",
    "histograms",
    "limits_for",
    "read_dose",
    "read_plan",
    "read_structures",
    "risk_of_cord",
    "same_effect",
    "thermal_dose",
]
