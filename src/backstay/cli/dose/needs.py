"""What commands that read or write DICOM need, and the one message where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from backstay.cli.fail import MISSING, Failed

INSTALL = 'pydicom and numpy are missing; install them with: pip install "backstay[dicom]"'


def needs_dicom() -> None:
    """End with exit status 3 where the extra `dicom` is not installed."""
    if find_spec("pydicom") is None or find_spec("numpy") is None:
        raise Failed(INSTALL, MISSING)
