"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import dvh, eqd2, limits, phantom, risk

__all__ = ["dvh", "eqd2", "limits", "phantom", "risk"]
