"""Opioids: what they add up to in a day, who is tolerant, what gives the alarm, how one is changed for another."""

from backstay.medicines.opioids.alarms import Alarm, alarms
from backstay.medicines.opioids.equivalents import Counted, Equivalent, mme
from backstay.medicines.opioids.factors import NoSuchSet
from backstay.medicines.opioids.tolerance import tolerant

__all__ = ["Alarm", "Counted", "Equivalent", "NoSuchSet", "alarms", "mme", "tolerant"]
