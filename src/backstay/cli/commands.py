"""Every command, registered by importing its module."""

from backstay.cli import assessing, coverage, demo, looking, recording, schemas

__all__ = ["assessing", "coverage", "demo", "looking", "recording", "schemas"]
