"""Limits of organs by named rule set, and the risk that published models give."""
