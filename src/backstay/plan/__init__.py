"""Statements to options to steps; questions, what would change it, disagreements; record and replay."""

from backstay.plan.assess import assess
from backstay.plan.assessment import Assessment, as_document
from backstay.plan.glance import Glance, glance

__all__ = ["Assessment", "Glance", "as_document", "assess", "glance"]
