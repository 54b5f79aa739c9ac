"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import available, cumulative, eqd2, limits, risk

__all__ = ["available", "cumulative", "eqd2", "limits", "risk"]
