"""`backstay hooks ...`: each command in a module of its name."""

from backstay.cli.hooks import check, feedback, serve

__all__ = ["check", "feedback", "serve"]
