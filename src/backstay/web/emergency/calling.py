"""Whom to call, as the site has set it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NOT_DIALED = re.compile(r"[^\d+*#]")


class Call(NamedTuple):
    """Somebody to call."""

    role: str
    name: str
    number: str

    @property
    def dial(self) -> str:
        """The number as a phone dials it."""
        return f"tel:{_NOT_DIALED.sub('', self.number)}"


def calls(told: Sequence[str]) -> list[Call]:
    """Those to call, the first first; what names no number is left out.

    >>> calls(["Coordinator|020 7946 0112", "Surgeon|Dr. Halloran|+44 20 7946 0113", "no number"])[1].dial
    'tel:+442079460113'
    """
    found = []
    for one in told:
        role, _, rest = one.partition("|")
        name, bar, number = rest.rpartition("|")
        if _NOT_DIALED.sub("", number):
            found.append(Call(role.strip(), name.strip() if bar else "", number.strip()))
    return found
