"""Medicines as people write them: text to lines, the case's list to lines, and lines back to text and entries."""
