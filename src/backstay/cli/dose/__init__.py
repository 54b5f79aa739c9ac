"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import available, cumulative, dvh, eqd2, limits, phantom, risk

__all__ = ["available", "cumulative", "dvh", "eqd2", "limits", "phantom", "risk"]
