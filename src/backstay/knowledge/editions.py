"""What each edition of the knowledge changed, from changes.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from backstay.case.text import BadText, read_yaml
from backstay.knowledge.data import ROOT, KnowledgeError

FILE = "changes.yaml"


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One edition: its name, its day, and what it changed, a sentence each."""

    edition: str
    date: str
    changes: tuple[str, ...]


class _Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    changes: tuple[Edition, ...]


def read_editions(root: Any = ROOT) -> tuple[Edition, ...]:
    """Every edition, newest first.

    Raises KnowledgeError.
    """
    try:
        tree = read_yaml((Path(root) / FILE).read_bytes())
        return msgspec.convert(tree.value, _Changes, strict=False).changes
    except BadText as error:
        raise KnowledgeError([f"{FILE}:{error.line or 1}: {error.problem}"]) from None
    except msgspec.ValidationError as error:
        raise KnowledgeError([f"{FILE}:1: {error}"]) from None
