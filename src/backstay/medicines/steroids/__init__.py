"""Steroids: one in terms of another, courses, the way down, and what a dose starts."""
