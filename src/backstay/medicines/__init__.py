"""Medicines: which classes of drug a person takes. Doses, conversions and tapers are not built yet."""

from backstay.medicines.taken import taken

__all__ = ["taken"]
