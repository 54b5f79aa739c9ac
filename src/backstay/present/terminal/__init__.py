"""A plan as plain text, and one option explained."""
