"""Every command, registered by importing its module."""

from backstay.cli import assessing, demo, exporting, looking, recording, schemas

__all__ = ["assessing", "demo", "exporting", "looking", "recording", "schemas"]
