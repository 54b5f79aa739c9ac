"""Questionnaires made from facts, and answers that become facts again."""
