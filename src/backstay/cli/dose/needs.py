"""What commands that read or write DICOM need, and the one message where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from backstay.cli.fail import MISSING, Failed

NEEDED = ("pydicom", "numpy")
INSTALL = 'pip install "backstay[dicom]"'


def needs_dicom() -> None:
    """End with exit status 3 where the extra `dicom` is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Failed(f"missing: {' and '.join(missing)}; install with: {INSTALL}", MISSING)
