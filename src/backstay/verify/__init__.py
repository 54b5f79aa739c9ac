"""Proof of the rules, and an outside oracle: other engines asked the same questions."""
