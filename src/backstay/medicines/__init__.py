"""Medicines: which drugs and classes of drug a person takes. Doses, conversions and tapers are not built yet."""

from backstay.medicines.given import given
from backstay.medicines.taken import taken

__all__ = ["given", "taken"]
