"""The same three answers written by hand: SINS, whether it is unstable, and radiosensitivity.

No unknown, no interval, no trace: the least that a program could do where all is known.
The closures are compared with it, and the run stops if the two disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

JUNCTIONAL = frozenset("C0 C1 C2 C7 T1 T2 T11 T12 L1 L5 S1".split())
MOBILE = frozenset("C3 C4 C5 C6 L2 L3 L4".split())
SEMIRIGID = frozenset("T3 T4 T5 T6 T7 T8 T9 T10".split())
SENSITIVE = frozenset(("lymphoma", "myeloma", "germ_cell_seminoma"))
RESISTANT = frozenset(("kidney", "melanoma", "thyroid", "colorectal"))
PAIN = {"none": 0, "non_mechanical": 1, "mechanical": 3}
BONE = {"blastic": 0, "mixed": 1, "lytic": 2}
ALIGNMENT = {"normal": 0, "deformity": 2, "subluxation": 4}
COLLAPSE = {"none": 0, "none_over_half_involved": 1, "under_half": 2, "over_half": 3}
POSTEROLATERAL = {"none": 0, "unilateral": 1, "bilateral": 3}


def location(level: str) -> int:
    """Points of SINS for the place in the spine."""
    if level in JUNCTIONAL:
        return 3
    if level in MOBILE:
        return 2
    return 1 if level in SEMIRIGID else 0


def by_hand(env: Mapping[str, Any]) -> tuple[int, bool, str]:
    """SINS, unstable or not, and radiosensitivity of one lesion."""
    total = (
        location(env["level"])
        + PAIN[env["pain"]]
        + BONE[env["bone"]]
        + ALIGNMENT[env["alignment"]]
        + COLLAPSE[env["collapse"]]
        + POSTEROLATERAL[env["posterolateral"]]
    )
    primary = env["primary"]
    if primary in SENSITIVE:
        answer = "sensitive"
    else:
        answer = "resistant" if primary in RESISTANT else "intermediate"
    return total, total >= 13, answer
