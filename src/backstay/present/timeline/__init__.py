"""Treatments and pain over time: what is dated, its figure, and the same as a table."""
