"""Medicines: what a person takes, what it amounts to, and which dose of what is safe to act on.

The functions of the commands stand here under the same names, imported when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstay.medicines.instruments import response
    from backstay.medicines.opioids.equivalents import mme
    from backstay.medicines.opioids.rotation import rotate
    from backstay.medicines.organs.kidney import renal
    from backstay.medicines.reading.lines import read_lines
    from backstay.medicines.steroids.equivalents import convert as steroid
    from backstay.medicines.together.interactions import interactions
    from backstay.medicines.way_down import taper

WHERE = {
    "interactions": "together.interactions", "mme": "opioids.equivalents", "read_lines": "reading.lines",
    "renal": "organs.kidney", "response": "instruments.answer", "rotate": "opioids.rotation",
    "steroid": "steroids.equivalents", "taper": "way_down",
}  # fmt: skip
ALSO = {"steroid": "convert"}  # what a function is called in its own module


def __getattr__(name: str) -> Any:
    if name not in WHERE:
        raise AttributeError(name)
    module = import_module(f"{__name__}.{WHERE[name]}")
    return getattr(module, ALSO.get(name, name))


__all__ = [
    "interactions",
    "mme",
    "read_lines",
    "renal",
    "response",
    "rotate",
    "steroid",
    "taper",
]
