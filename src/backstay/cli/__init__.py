"""The terminal: reads, calls, shows; computes no medicine."""

from backstay.cli.app import main, start

__all__ = ["main", "start"]
