"""Doses by kidneys, liver, weight and age, and the highest doses of a day. Every figure is in the tables."""
