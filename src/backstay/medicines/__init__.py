"""Medicines: what a person takes, what it amounts to, and which dose of what is safe to act on.

The functions of the commands stand here under the same names, imported when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from backstay.medicines.given import given
from backstay.medicines.taken import taken

if TYPE_CHECKING:
    from backstay.medicines.instruments import response
    from backstay.medicines.opioids import mme, rotate
    from backstay.medicines.organs import renal
    from backstay.medicines.reading import read_lines
    from backstay.medicines.steroids import convert as steroid
    from backstay.medicines.together import interactions
    from backstay.medicines.way_down import taper

WHERE = {
    "interactions": "together.interactions", "mme": "opioids.mme", "read_lines": "reading.read_lines",
    "renal": "organs.renal", "response": "instruments.response", "rotate": "opioids.rotate",
    "steroid": "steroids.convert", "taper": "way_down.taper",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in WHERE:
        raise AttributeError(name)
    module, _, function = WHERE[name].partition(".")
    return getattr(import_module(f"{__name__}.{module}"), function)


__all__ = [
    "given",
    "interactions",
    "mme",
    "read_lines",
    "renal",
    "response",
    "rotate",
    "steroid",
    "taken",
    "taper",
]
