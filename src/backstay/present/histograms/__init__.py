"""Dose-volume histograms on a page: drawn, in numbers, and held to the limits of a rule set."""
