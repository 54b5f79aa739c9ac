"""What may still be given to the sac by the published limits, in 1 to 5 fractions."""

from __future__ import annotations

import msgspec

from backstay.case.values import Interval
from backstay.knowledge.entries import Checked


class Published(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A published row of doses for the same earlier course."""

    id: str
    title: str
    doses: dict[int, Interval]  # fractions -> total dose in Gy, both ends the same for one dose
    note: str | None
    evidence: tuple[str, ...]
    checked: Checked


class Available(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Dose to the tissue that keeps every limit of the rule set, at the careful end of what is known."""

    tissue: str
    rule_set: str
    eqd2: float | None  # Gy in fractions of 2 Gy
    fractions: dict[int, float] | None  # fractions -> total dose in Gy, rounded down
    bound_by: str | None  # the limit that leaves least
    refused: str | None  # why there is no dose
    conditions: tuple[str, ...]  # what must hold as well
    published: tuple[Published, ...]  # for exactly this earlier course: the worked table
    practice: tuple[Published, ...]  # what centers reported; shown, no limit
    evidence: tuple[str, ...]
    checked: Checked
