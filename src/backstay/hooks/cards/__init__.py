"""Cards: the clock and the plan in one, and what speaks against a proposed order."""
