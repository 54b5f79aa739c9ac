"""Opioids: what they add up to in a day, who is tolerant, what gives the alarm, how one is changed for another."""

from backstay.medicines.opioids.alarms import Alarm, alarms
from backstay.medicines.opioids.breakthrough import Breakthrough, breakthrough
from backstay.medicines.opioids.conversion import Leg
from backstay.medicines.opioids.differences import Difference
from backstay.medicines.opioids.equivalents import Counted, Equivalent, mme
from backstay.medicines.opioids.factors import NoSuchSet
from backstay.medicines.opioids.patches import NoSuchTable
from backstay.medicines.opioids.rotation import Rotation, rotate
from backstay.medicines.opioids.steps import Start, Starts, Step, start, step
from backstay.medicines.opioids.taper import OpioidTapered, TaperStep, taper
from backstay.medicines.opioids.tolerance import tolerant

__all__ = [
    "Alarm", "Breakthrough", "Counted", "Difference", "Equivalent", "Leg", "NoSuchSet", "NoSuchTable",
    "OpioidTapered", "Rotation", "Start", "Starts", "Step", "TaperStep",
    "alarms", "breakthrough", "mme", "rotate", "start", "step", "taper", "tolerant",
]  # fmt: skip
