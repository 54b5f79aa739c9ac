"""Doses by kidneys, liver, weight and age, and the highest doses of a day. Every figure is in the tables."""

from backstay.medicines.organs.advice import advice
from backstay.medicines.organs.ceilings import Highest, Over, ceiling, over_ceiling
from backstay.medicines.organs.kidney import renal
from backstay.medicines.organs.liver import hepatic
from backstay.medicines.organs.said import Dose, OrganAdvice, Said

__all__ = [
    "Dose", "Highest", "OrganAdvice", "Over", "Said",
    "advice", "ceiling", "hepatic", "over_ceiling", "renal",
]  # fmt: skip
