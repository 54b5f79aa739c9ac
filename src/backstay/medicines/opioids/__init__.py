"""Opioids: what they add up to in a day, who is tolerant, what gives the alarm, how one is changed for another."""
