"""The one place where a command says that the extra for DICOM files is missing."""

from __future__ import annotations

from importlib.util import find_spec

from backstay.cli.fail import MISSING, Failed

NEEDED = ("numpy", "pydicom")  # numba only makes it faster


def need_dicom() -> None:
    """End with status 3 where what reads plans is not installed; nothing is loaded by asking."""
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        raise Failed(
            f'reading radiation plans needs {" and ".join(absent)}: pip install "backstay[dicom]"', MISSING
        )
