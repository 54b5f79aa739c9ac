"""Scores, rules, evidence, cases and coverage to read, search and challenge."""
