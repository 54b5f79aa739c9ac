"""Dose-volume histograms of structures on a dose grid."""
