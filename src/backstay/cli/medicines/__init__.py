"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import interactions, mme, renal

__all__ = ["interactions", "mme", "renal"]
