"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import eqd2, fracture, heat, limits, risk, schedules, targets

__all__ = ["eqd2", "fracture", "heat", "limits", "risk", "schedules", "targets"]
