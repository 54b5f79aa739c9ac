"""Opioids: what they add up to in a day, who is tolerant, what gives the alarm, how one is changed for another."""

from backstay.medicines.opioids.alarms import Alarm, alarms
from backstay.medicines.opioids.breakthrough import Breakthrough, breakthrough
from backstay.medicines.opioids.equivalents import Counted, Equivalent, mme
from backstay.medicines.opioids.factors import NoSuchSet
from backstay.medicines.opioids.patches import NoSuchTable
from backstay.medicines.opioids.rotation import Rotation, rotate
from backstay.medicines.opioids.steps import Start, Starts, Step, start, step
from backstay.medicines.opioids.taper import OpioidTapered, TaperStep, taper
from backstay.medicines.opioids.tolerance import tolerant

__all__ = ["Alarm", "Counted", "Equivalent", "NoSuchSet", "alarms", "mme", "tolerant"]
__all__ += [
    "Breakthrough",
    "NoSuchTable",
    "OpioidTapered",
    "Rotation",
    "Start",
    "Starts",
    "Step",
    "TaperStep",
]
__all__ += ["breakthrough", "rotate", "start", "step", "taper"]
