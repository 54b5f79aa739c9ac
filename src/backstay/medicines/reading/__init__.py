"""Medicines as people write them: text to lines, the case's list to lines, and lines back to text and entries."""

from backstay.medicines.reading.lines import Reading, read_lines
from backstay.medicines.reading.listed import as_entry, listed
from backstay.medicines.reading.writing import written

__all__ = ["Reading", "as_entry", "listed", "read_lines", "written"]
