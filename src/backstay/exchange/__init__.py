"""FHIR R4 and mCODE into the words of a case. What is not sure is listed, never guessed."""

from backstay.exchange.problems import BundleError, Unread
from backstay.exchange.reader import looks_like_bundle, read_bundle, read_resources

__all__ = ["BundleError", "Unread", "looks_like_bundle", "read_bundle", "read_resources"]
