"""Knowledge as data: load, check, link, overlay, fingerprint."""

from backstay.knowledge.data import KnowledgeError
from backstay.knowledge.linked import Knowledge, Unit
from backstay.knowledge.load import load_knowledge

__all__ = ["Knowledge", "KnowledgeError", "Unit", "load_knowledge"]
