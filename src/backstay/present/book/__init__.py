"""The knowledge as a static site: every entry at an address of its own, readable without a script."""

from __future__ import annotations

from backstay.present.book.links import linked
from backstay.present.book.site import build

__all__ = ["build", "linked"]
