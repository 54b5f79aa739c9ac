"""`backstay dose ...`: each command in a module of its name."""

from backstay.cli.dose import phantom

__all__ = ["phantom"]
