"""The terminal: reads, calls, shows; computes no medicine."""

from backstay.cli.app import main

__all__ = ["main"]
