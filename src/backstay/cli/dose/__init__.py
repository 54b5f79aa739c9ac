"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import dvh, eqd2, fracture, heat, limits, phantom, risk, schedules, targets

__all__ = [
    "dvh", "eqd2", "fracture", "heat", "limits", "phantom", "risk", "schedules", "targets",
]  # fmt: skip
