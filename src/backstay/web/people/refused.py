"""What an action says when it will not do what was asked."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed; the text says why and what to do instead."""
