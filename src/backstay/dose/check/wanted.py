"""What is asked of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from backstay.dose.dicom.source import Source


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Doses in Gy of all fractions; `alpha_beta` in Gy."""

    fractions: float | None = None  # a whole number, or it is refused
    prescription: float | None = None
    structures: Sequence[str] = ()  # only these; none: all
    add: Sequence[Source] = ()  # doses of other courses, added in EQD2
    add_fractions: Sequence[float] = ()  # of each of these
    alpha_beta: float | None = None  # EQD2 beside the physical dose
    check: bool = False  # limits of a rule set too
    rules: str | None = None  # of a check; None: the default set
    said: Mapping[str, str] = {}  # structure -> organ, by the user
    engine: str = "auto"
