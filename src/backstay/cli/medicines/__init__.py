"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import mme, renal

__all__ = ["mme", "renal"]
