"""Statements to options to steps; questions, what would change it, disagreements; record and replay."""

from backstay.plan.assess import assess
from backstay.plan.assessment import Assessment, as_document

__all__ = ["Assessment", "as_document", "assess"]
