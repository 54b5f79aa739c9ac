"""Every command, registered by importing its module."""

from backstay.cli import assessing, demo, looking, proving, recording, schemas

__all__ = ["assessing", "demo", "looking", "proving", "recording", "schemas"]
