"""Published limits of re-irradiation: each met, not met or unknown, with its number and its limit."""

from __future__ import annotations

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked


class Judged(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One limit of one rule set for these courses."""

    id: str
    rule_set: str
    label: str
    unit: str  # "Gy", "mo", "" for a share
    met: bool | None
    value: Interval | None  # None: no number
    at_most: float | None
    at_least: float | None
    stricter: float | None  # the stricter end where the source gives a range; shown, not judged
    leaves: float | None  # EQD2 that this limit leaves for another course, at the careful end
    why: str | None  # why it is not answered
    asks: tuple[str, ...]
    evidence: tuple[str, ...]
    checked: Checked

    @property
    def limit(self) -> float:
        """The number that is judged against."""
        limit = self.at_most if self.at_least is None else self.at_least
        assert limit is not None
        return limit
