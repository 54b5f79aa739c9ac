"""Steroids: one in terms of another, courses, the way down, and what a dose starts."""

from backstay.medicines.steroids.amounts import taken_daily
from backstay.medicines.steroids.courses import Against, Course, courses
from backstay.medicines.steroids.daily import daily, prednisone_equivalent
from backstay.medicines.steroids.equivalents import SteroidDose, convert
from backstay.medicines.steroids.tapers import Day, Schedule, taper
from backstay.medicines.steroids.thresholds import Threshold, Thresholds, thresholds

__all__ = [
    "Against", "Course", "Day", "Schedule", "SteroidDose", "Threshold", "Thresholds",
    "convert", "courses", "daily", "prednisone_equivalent", "taken_daily", "taper", "thresholds",
]  # fmt: skip
