"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import renal

__all__ = ["renal"]
