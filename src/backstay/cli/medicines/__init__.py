"""`backstay medicines ...`: each command in a module of its name."""

from backstay.cli.medicines import mme

__all__ = ["mme"]
