"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import interactions

__all__ = ["interactions"]
