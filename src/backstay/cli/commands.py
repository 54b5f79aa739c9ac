"""Every command, registered by importing its module."""

from backstay.cli import assessing, demo, looking, recording, schemas

__all__ = ["assessing", "demo", "looking", "recording", "schemas"]
