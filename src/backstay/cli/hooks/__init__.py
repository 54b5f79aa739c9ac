"""`backstay hooks ...`: each command in a module of its name."""

from backstay.cli.hooks import check, serve

__all__ = ["check", "serve"]
