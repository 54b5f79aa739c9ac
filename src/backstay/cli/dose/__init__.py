"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import eqd2, limits, risk

__all__ = ["eqd2", "limits", "risk"]
