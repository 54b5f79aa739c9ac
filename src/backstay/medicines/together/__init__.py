"""What does not go together among what a person takes and what a plan proposes."""

from backstay.medicines.together.agents import Unnamed
from backstay.medicines.together.found import Found, Reason, Together
from backstay.medicines.together.interactions import interactions, together
from backstay.medicines.together.patient import Taken, drugs_of

__all__ = [
    "Found", "Reason", "Taken", "Together", "Unnamed",
    "drugs_of", "interactions", "together",
]  # fmt: skip
